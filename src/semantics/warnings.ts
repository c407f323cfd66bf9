import type { Context } from './context.ts';
import { warn } from './context.ts';
import { statementKey } from './scope.ts';
import type { TypedStatement } from './typed-model.ts';
import type { WarningCode } from './warning-codes.ts';

/** The code of a warning of a `factor` that makes the model unnormalised. */
export const UNNORMALISED_FACTOR: WarningCode = 'unnormalised-factor';

/** Warns of what is legal but suspect in a model without errors: what nothing uses or informs. */
export function warnOfSuspects(ctx: Context, statements: readonly TypedStatement[]): void {
  warnOfUnusedDimensions(ctx, statements);
  const { scope } = ctx;
  const used = new Set(
    [...scope.mentions].flatMap(([key, names]) => [...names].filter((n) => n !== key)),
  );
  const terms = dataTerms(ctx, statements);
  const informed = reach(ctx, terms, (name) =>
    ['let', 'output', 'param'].includes(kindOf(ctx, name) ?? ''),
  );
  const hasTerms = terms.length > 0;
  const uninformedNetworks = new Map<string, boolean>();
  const params = statements.filter((statement) => statement.kind === 'param');
  if (!hasTerms && params.length > 0) {
    warn(
      ctx,
      'nothing-observed',
      params[0]!.nameSpan,
      'the model observes no data: its posterior is its prior',
      'add `observe y ~ …`',
    );
  }
  for (const statement of statements) {
    if (statement.kind === 'data' && !used.has(statement.name)) {
      warn(ctx, 'unused-data', statement.nameSpan, `the data \`${statement.name}\` are not used`);
    }
    if (statement.kind === 'param' && hasTerms && !informed.has(statement.name)) {
      const network = networkOf(statement.name);
      if (network !== undefined) {
        uninformedNetworks.set(network, used.has(statement.name));
        continue;
      }
      const message = used.has(statement.name)
        ? `no data bear on the parameter \`${statement.name}\`: its posterior is its prior`
        : `the parameter \`${statement.name}\` is not used: its posterior is its prior`;
      warn(ctx, 'uninformed-parameter', statement.nameSpan, message);
    }
    if (statement.kind === 'factor' && !usesData(ctx, statementKey(statement))) {
      warn(
        ctx,
        UNNORMALISED_FACTOR,
        statement.span,
        'no data bear on this `factor`, so the model is unnormalised: it has no evidence to compare',
        'write a prior as `param … ~ …`',
      );
    }
  }
  for (const [network, isUsed] of uninformedNetworks) {
    const message = isUsed
      ? `no data bear on the network \`${network}\`: the posterior of its weights is their prior`
      : `the network \`${network}\` is not used`;
    warn(ctx, 'uninformed-network', scope.functions.get(network)!.nameSpan, message);
  }
}

/** `classify` of `classify.layer1.weight`; undefined for parameters that are no weights. */
function networkOf(name: string): string | undefined {
  const dot = name.indexOf('.');
  return dot < 0 ? undefined : name.slice(0, dot);
}

function warnOfUnusedDimensions(ctx: Context, statements: readonly TypedStatement[]): void {
  for (const statement of statements) {
    if (statement.kind !== 'dim' || ctx.scope.usedDimensions.has(statement.name)) continue;
    warn(
      ctx,
      'unused-dimension',
      statement.nameSpan,
      `the dimension \`${statement.name}\` is not used`,
    );
  }
}

function kindOf(ctx: Context, name: string): string | undefined {
  return ctx.scope.values.get(name)?.kind;
}

/** All values that the statements `from` mention, directly or through values that `through` admits. */
function reach(
  ctx: Context,
  from: readonly string[],
  through: (name: string) => boolean,
): ReadonlySet<string> {
  const reached = new Set<string>();
  const open = [...from];
  while (open.length > 0) {
    for (const name of ctx.scope.mentions.get(open.pop()!) ?? []) {
      if (reached.has(name)) continue;
      reached.add(name);
      if (through(name)) open.push(name);
    }
  }
  return reached;
}

/** Whether a statement's value depends on data. */
function usesData(ctx: Context, key: string): boolean {
  const names = reach(ctx, [key], (name) => ['let', 'output'].includes(kindOf(ctx, name) ?? ''));
  return [...names].some((name) => kindOf(ctx, name) === 'data');
}

/**
 * The statements that add to the log density and on which data bear: each `observe`, which may be of numbers that stand
 * in the text, and the `factor` that uses data.
 */
function dataTerms(ctx: Context, statements: readonly TypedStatement[]): string[] {
  return statements
    .filter(({ kind }) => kind === 'observe' || kind === 'factor')
    .filter((statement) => statement.kind === 'observe' || usesData(ctx, statementKey(statement)))
    .map(statementKey);
}
