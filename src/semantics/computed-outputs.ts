import { type Scope, statementKey } from './scope.ts';
import type { TypedStatement } from './typed-model.ts';

/**
 * The same statements, with outputs that anything but outputs uses as what they are to the rest of the model: named
 * values like those of `let`, which are reported.
 */
export function withComputedOutputs(
  statements: readonly TypedStatement[],
  { mentions }: Scope,
): readonly TypedStatement[] {
  const used = new Set<string>();
  const open = statements.filter(({ kind }) => kind !== 'output').map(statementKey);
  for (let key = open.pop(); key !== undefined; key = open.pop()) {
    for (const name of mentions.get(key) ?? []) {
      if (used.has(name)) continue;
      used.add(name);
      open.push(name);
    }
  }
  return statements.map((statement): TypedStatement => {
    if (statement.kind !== 'output' || !used.has(statement.name)) return statement;
    const { value, distribution: _, along: __, ...declaration } = statement;
    return value === undefined
      ? statement
      : { ...declaration, kind: 'let', value, isReported: true };
  });
}
