import type { Stage, TypedExpression, ValueType } from './typed-expression.ts';

export const REAL: ValueType = { kind: 'real' };
export const INT: ValueType = { kind: 'int' };
export const BINARY: ValueType = { kind: 'binary' };

export function indexOf(dimension: string): ValueType {
  return { kind: 'index', dimension };
}

export function sameType(a: ValueType, b: ValueType): boolean {
  if (a.kind === 'index' && b.kind === 'index') return a.dimension === b.dimension;
  return a.kind === b.kind;
}

/** Whether all values of the type are whole numbers. */
export function isWhole(type: ValueType): boolean {
  return type.kind !== 'real';
}

/** The type of arithmetic on values of these types: an index or a binary counts as an int. */
export function arithmeticType(types: readonly ValueType[]): ValueType {
  return types.every(isWhole) ? INT : REAL;
}

/** The type that holds all of these: they themselves where equal, otherwise as in arithmetic. */
export function commonType(types: readonly ValueType[]): ValueType {
  const [first] = types;
  return first !== undefined && types.every((type) => sameType(type, first))
    ? first
    : arithmeticType(types);
}

/** As a user would say it: `a real number`, `an index into county`. */
export function describeType(type: ValueType): string {
  switch (type.kind) {
    case 'real':
      return 'a real number';
    case 'int':
      return 'an integer';
    case 'binary':
      return 'true or false';
    case 'index':
      return `an index into \`${type.dimension}\``;
  }
}

const STAGES: readonly Stage[] = ['constant', 'data', 'parameter', 'output'];

/** Whether `stage` comes after `limit`. */
export function isBeyond(stage: Stage, limit: Stage): boolean {
  return STAGES.indexOf(stage) > STAGES.indexOf(limit);
}

/** The latest stage of all. */
export function latestStage(expressions: readonly Pick<TypedExpression, 'stage'>[]): Stage {
  return expressions.reduce<Stage>(
    (latest, { stage }) => (isBeyond(stage, latest) ? stage : latest),
    'constant',
  );
}
