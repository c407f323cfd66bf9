import type { Scope } from './scope.ts';
import type { BinaryNode, ReduceNode, TypedExpression } from './typed-expression.ts';

/** The smallest closed interval known to hold all values of an expression. */
export interface ValueRange {
  readonly lower: number;
  readonly upper: number;
}

const EVERYTHING: ValueRange = { lower: -Infinity, upper: Infinity };
const NONNEGATIVE: ValueRange = { lower: 0, upper: Infinity };
const UNIT: ValueRange = { lower: 0, upper: 1 };

/**
 * Where the values of an expression can lie, by interval arithmetic; undefined where nothing is known
 * of some part. A range that reaches infinity means that values without bound are possible.
 */
export function valueRange(scope: Scope, expression: TypedExpression): ValueRange | undefined {
  const known = scope.ranges.get(expression);
  if (known !== undefined) return known.range;
  const range = compute(scope, expression);
  const sound = range !== undefined && range.lower <= range.upper ? range : undefined;
  scope.ranges.set(expression, { range: sound });
  return sound;
}

/** The value of an expression that has only one. */
export function constantValue(scope: Scope, expression: TypedExpression): number | undefined {
  const range = valueRange(scope, expression);
  return range !== undefined && range.lower === range.upper ? range.lower : undefined;
}

function compute(scope: Scope, expression: TypedExpression): ValueRange | undefined {
  const rangeOf = (part: TypedExpression) => valueRange(scope, part);
  switch (expression.kind) {
    case 'number':
      return { lower: expression.value, upper: expression.value };
    case 'variable':
      return scope.values.get(expression.name)?.shape?.range;
    case 'positions':
    case 'label':
      return { lower: 1, upper: Infinity };
    case 'size': {
      const size = scope.sizeOf(expression.dimension);
      return size === undefined ? NONNEGATIVE : { lower: size, upper: size };
    }
    case 'label-numbers':
      return undefined;
    case 'observed':
      return UNIT;
    case 'unary':
      if (expression.operator === 'not') return UNIT;
      return negate(rangeOf(expression.operand));
    case 'binary':
      return binary(expression, rangeOf(expression.left), rangeOf(expression.right));
    case 'matmul': {
      const [left, right] = [rangeOf(expression.left), rangeOf(expression.right)];
      if (left === undefined || right === undefined) return undefined;
      return left.lower >= 0 && right.lower >= 0 ? NONNEGATIVE : EVERYTHING;
    }
    case 'if':
      return hull([rangeOf(expression.then), rangeOf(expression.else)]);
    case 'list':
      return hull(expression.elements.map(rangeOf));
    case 'rename':
      return rangeOf(expression.operand);
    case 'index':
      return rangeOf(expression.target);
    case 'apply': {
      const ranges = expression.arguments.map(rangeOf);
      return FUNCTIONS.get(expression.function)?.(ranges);
    }
    case 'reduce':
      return reduce(expression, rangeOf(expression.operand));
    case 'scan':
      if (expression.scan === 'sort') return rangeOf(expression.operand);
      return expression.scan === 'softmax' ? UNIT : undefined;
    case 'matrix-function': {
      const moves = expression.function === 'transpose' || expression.function === 'diagonal';
      return moves ? rangeOf(expression.arguments[0]!) : undefined;
    }
    case 'layer':
    case 'log-density':
    case 'equation':
    case 'given':
      return undefined;
    case 'decoded':
      return expression.decoding === 'state_probability' ? UNIT : { lower: 1, upper: Infinity };
  }
}

function negate(range: ValueRange | undefined): ValueRange | undefined {
  return range && { lower: -range.upper, upper: -range.lower };
}

function hull(ranges: readonly (ValueRange | undefined)[]): ValueRange | undefined {
  let [lower, upper] = [Infinity, -Infinity];
  for (const range of ranges) {
    if (range === undefined) return undefined;
    lower = Math.min(lower, range.lower);
    upper = Math.max(upper, range.upper);
  }
  return { lower, upper };
}

/** A product of bounds: a bound at zero stays there whatever it is multiplied by. */
function times(a: number, b: number): number {
  return a === 0 || b === 0 ? 0 : a * b;
}

function multiply(a: ValueRange, b: ValueRange): ValueRange {
  const products = [
    times(a.lower, b.lower),
    times(a.lower, b.upper),
    times(a.upper, b.lower),
    times(a.upper, b.upper),
  ];
  return { lower: Math.min(...products), upper: Math.max(...products) };
}

function binary(
  { operator, left, right }: BinaryNode,
  a: ValueRange | undefined,
  b: ValueRange | undefined,
): ValueRange | undefined {
  switch (operator) {
    case '+':
      return a && b && { lower: a.lower + b.lower, upper: a.upper + b.upper };
    case '-':
      return a && b && { lower: a.lower - b.upper, upper: a.upper - b.lower };
    case '*':
      if (left.kind === 'variable' && right.kind === 'variable' && left.name === right.name) {
        return square(a);
      }
      return a && b && multiply(a, b);
    case '/':
      if (a === undefined || b === undefined || (b.lower === 0 && b.upper === 0)) return undefined;
      if (b.lower < 0 && b.upper > 0) return EVERYTHING;
      return multiply(a, {
        lower: b.upper === 0 ? -Infinity : 1 / b.upper,
        upper: b.lower === 0 ? Infinity : 1 / b.lower,
      });
    case '^':
      return a && b && power(a, b);
    case '%':
      return undefined;
    default:
      return UNIT;
  }
}

function square(range: ValueRange | undefined): ValueRange | undefined {
  if (range === undefined) return undefined;
  const ends = [range.lower * range.lower, range.upper * range.upper];
  const crosses = range.lower <= 0 && range.upper >= 0;
  return { lower: crosses ? 0 : Math.min(...ends), upper: Math.max(...ends) };
}

function power(base: ValueRange, exponent: ValueRange): ValueRange | undefined {
  if (exponent.lower === exponent.upper) {
    const n = exponent.lower;
    if (base.lower === base.upper) return { lower: base.lower ** n, upper: base.lower ** n };
    if (Number.isInteger(n) && n > 0) {
      if (n % 2 !== 0) return { lower: base.lower ** n, upper: base.upper ** n };
      const half = n === 2 ? base : power(base, { lower: n / 2, upper: n / 2 });
      return n === 2 ? square(half) : NONNEGATIVE;
    }
    if (Number.isInteger(n) && n % 2 === 0) return NONNEGATIVE;
  }
  return base.lower >= 0 ? NONNEGATIVE : undefined;
}

function reduce({ reduction }: ReduceNode, range: ValueRange | undefined): ValueRange | undefined {
  if (range === undefined) return undefined;
  switch (reduction) {
    case 'mean':
    case 'min':
    case 'max':
      return range;
    case 'sum':
      return {
        lower: range.lower >= 0 ? 0 : -Infinity,
        upper: range.upper <= 0 ? 0 : Infinity,
      };
    case 'sd':
    case 'variance':
      return NONNEGATIVE;
    case 'prod':
      return range.lower >= 0 ? NONNEGATIVE : EVERYTHING;
    default:
      return undefined;
  }
}

type RangeOfFunction = (arguments_: readonly (ValueRange | undefined)[]) => ValueRange | undefined;

function increasing(f: (x: number) => number): RangeOfFunction {
  return ([x]) => x && { lower: f(x.lower), upper: f(x.upper) };
}

/** Ranges of functions that are known whatever is known of the argument, or that keep its order. */
const FUNCTIONS: ReadonlyMap<string, RangeOfFunction> = new Map<string, RangeOfFunction>([
  ['exp', ([x]) => (x ? { lower: Math.exp(x.lower), upper: Math.exp(x.upper) } : NONNEGATIVE)],
  ['sqrt', ([x]) => (x && x.lower >= 0 ? increasing(Math.sqrt)([x]) : NONNEGATIVE)],
  ['log', ([x]) => (x && x.lower >= 0 ? increasing(Math.log)([x]) : undefined)],
  ['square', ([x]) => square(x) ?? NONNEGATIVE],
  [
    'abs',
    ([x]) => {
      if (x === undefined) return NONNEGATIVE;
      const ends = [Math.abs(x.lower), Math.abs(x.upper)];
      return {
        lower: x.lower <= 0 && x.upper >= 0 ? 0 : Math.min(...ends),
        upper: Math.max(...ends),
      };
    },
  ],
  ['relu', ([x]) => (x ? increasing((v) => Math.max(0, v))([x]) : NONNEGATIVE)],
  ['softplus', () => NONNEGATIVE],
  ['sigmoid', () => UNIT],
  ['normal_cdf', () => UNIT],
  ['erf', () => ({ lower: -1, upper: 1 })],
  ['erfc', () => ({ lower: 0, upper: 2 })],
  ['tanh', () => ({ lower: -1, upper: 1 })],
  ['sin', () => ({ lower: -1, upper: 1 })],
  ['cos', () => ({ lower: -1, upper: 1 })],
  ['floor', increasing(Math.floor)],
  ['ceil', increasing(Math.ceil)],
  [
    'max',
    ([x, y]) => x && y && { lower: Math.max(x.lower, y.lower), upper: Math.max(x.upper, y.upper) },
  ],
  [
    'min',
    ([x, y]) => x && y && { lower: Math.min(x.lower, y.lower), upper: Math.min(x.upper, y.upper) },
  ],
]);
