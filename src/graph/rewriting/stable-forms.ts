/** Logarithms and exponentials that undo each other, and forms that neither overflow nor cancel. */
import type { Builder } from '../builder.ts';
import { logDiffExp, softmax as softmaxOf } from '../composites.ts';
import type { Node } from '../node.ts';
import { keepingAxes, sameShape } from '../node.ts';
import { aligned, isSurelyNonNegative, isSurelyPositive, uniformValue } from './facts.ts';
import type { RewriteRule, RewriteTable } from './rule.ts';

/** The exponent of an `exp`. */
const exponent = (x: Node): Node | undefined => (x.op === 'exp' ? x.inputs[0] : undefined);

const isOne = (x: Node): boolean => uniformValue(x) === 1;

/**
 * log x where x is made of exponentials by products, quotients and sums, so that log x stays in range
 * where x itself leaves it.
 */
function logOfExponentials(b: Builder, x: Node): Node | undefined {
  return logByFactors(b, x, (factor) => b.log(factor));
}

/**
 * The same where x is a summand: a factor that can be 0 is refused, as its logarithm would be −∞ with an infinite
 * slope where the sum itself is regular: log(1 + z² / eᵘ) at z = 0.
 */
function logOfSummand(b: Builder, x: Node): Node | undefined {
  if (!isSurelyNonNegative(x)) return undefined;
  return logByFactors(b, x, (factor) =>
    isSurelyPositive(factor) || factor.op === 'constant' ? b.log(factor) : undefined,
  );
}

/** @param logOfOther the logarithm of a factor that is not made of exponentials, where it may be taken */
function logByFactors(
  b: Builder,
  x: Node,
  logOfOther: (factor: Node) => Node | undefined,
): Node | undefined {
  const { op, inputs, attributes } = x;
  if (op === 'exp') return inputs[0];
  const [first, second] = inputs;
  switch (op) {
    case 'multiply':
    case 'divide': {
      const [a, c] = [first, second].map((factor) => logByFactors(b, factor, logOfOther));
      if (a === undefined && c === undefined) return undefined;
      const [logFirst, logSecond] = [a ?? logOfOther(first), c ?? logOfOther(second)];
      if (logFirst === undefined || logSecond === undefined) return undefined;
      return op === 'multiply' ? b.add(logFirst, logSecond) : b.subtract(logFirst, logSecond);
    }
    case 'add':
      return logOfSum(b, x);
    case 'sum': {
      const inner = logOfSummand(b, first);
      return inner && b.logSumExp(b.broadcast(inner, first.shape), attributes.axes!);
    }
    default:
      return undefined;
  }
}

/** log(eᵃ + eᵇ), log(eᵃ + 1) and log(eᵃ + c) for c > 0; a known number is the second operand. */
function logOfSum(b: Builder, { inputs: [first, second], shape }: Node): Node | undefined {
  const a = logOfSummand(b, first);
  if (a === undefined) return undefined;
  const known = uniformValue(second);
  if (known === 1) return b.broadcast(b.softplus(a), shape);
  if (known !== undefined) return known > 0 ? b.logAddExp(a, b.log(second)) : undefined;
  const c = logOfSummand(b, second);
  return c && b.logAddExp(a, c);
}

/** log(1 − eˣ), log(eᵃ − eᵇ) and log(1 − x). */
function logOfDifference(b: Builder, { inputs: [first, second], shape }: Node): Node | undefined {
  if (isOne(first)) return b.broadcast(b.log1p(b.negate(second)), shape);
  const [a, c] = [logOfSummand(b, first), logOfSummand(b, second)];
  return a && c && logDiffExp(b, a, c);
}

/** log x of what has a logarithm that is accurate and in range where x is neither. */
function stableLog(b: Builder, x: Node): Node | undefined {
  const [argument] = x.inputs;
  switch (x.op) {
    case 'sqrt':
      return b.multiply(0.5, b.log(argument));
    case 'sigmoid':
      return b.negate(b.softplus(b.negate(argument)));
    case 'normalCdf':
      return b.logNormalCdf(argument);
    case 'expm1':
      return b.add(argument, b.log1mExp(b.negate(argument)));
    default:
      return logOfExponentials(b, x);
  }
}

/** log(1 + x), likewise. */
function stableLog1p(b: Builder, x: Node): Node | undefined {
  if (x.op === 'expm1') return x.inputs[0];
  const power = logOfSummand(b, x);
  if (power !== undefined) return b.softplus(power);
  if (x.op !== 'negate') return undefined;
  const [complement] = x.inputs;
  const [argument] = complement.inputs;
  switch (complement.op) {
    case 'exp':
      return b.log1mExp(argument);
    case 'sigmoid':
      return b.negate(b.softplus(argument));
    case 'normalCdf':
      return b.logNormalCdf(b.negate(argument));
    default:
      return undefined;
  }
}

const log: RewriteRule = (b, { inputs: [x], shape }) => {
  const stable = stableLog(b, x);
  if (stable !== undefined) return stable;
  if (x.op === 'subtract') return logOfDifference(b, x);
  if (x.op === 'add' && isOne(x.inputs[1])) return b.broadcast(b.log1p(x.inputs[0]), shape);
  // 1 − eˣ
  const isNegated = x.op === 'negate' && x.inputs[0].op === 'expm1';
  return isNegated ? b.log1mExp(x.inputs[0].inputs[0]) : undefined;
};

const log1p: RewriteRule = (b, { inputs: [x] }) => stableLog1p(b, x);

/** x log y and x log(1 + y), by the accurate logarithm. */
const timesLog =
  (stable: (b: Builder, y: Node) => Node | undefined): RewriteRule =>
  (b, { inputs: [x, y] }) => {
    const logarithm = stable(b, y);
    return logarithm && b.multiplyNoNan(logarithm, x);
  };

const exp: RewriteRule = (b, { inputs: [x] }) => {
  const [argument] = x.inputs;
  if (x.op === 'log') return isSurelyNonNegative(argument) ? argument : undefined;
  if (x.op === 'logNormalCdf') return b.normalCdf(argument);
  const isNegated = x.op === 'negate' && argument.op === 'softplus';
  return isNegated ? b.sigmoid(b.negate(argument.inputs[0])) : undefined;
};

const sqrt: RewriteRule = (b, { inputs: [x] }) => {
  if (x.op === 'square') return b.abs(x.inputs[0]);
  const power = exponent(x);
  return power && b.exp(b.multiply(0.5, power));
};

const square: RewriteRule = (_, { inputs: [x] }) =>
  x.op === 'sqrt' && isSurelyNonNegative(x.inputs[0]) ? x.inputs[0] : undefined;

/** Complements to 1 that do not cancel, eˣ − 1, and the log odds of a probability given by its log odds. */
const subtract: RewriteRule = (b, { inputs: [x, y], shape }) => {
  const [argument] = y.inputs;
  if (isOne(y) && x.op === 'exp') return b.broadcast(b.expm1(x.inputs[0]), shape);
  if (x.op === 'softplus' && y.op === 'softplus') {
    const isOpposite = b.negate(x.inputs[0]) === argument || x.inputs[0] === b.negate(argument);
    return isOpposite ? x.inputs[0] : undefined;
  }
  if (!isOne(x)) return undefined;
  switch (y.op) {
    case 'sigmoid':
      return b.broadcast(b.sigmoid(b.negate(argument)), shape);
    case 'normalCdf':
      return b.broadcast(b.normalCdf(b.negate(argument)), shape);
    case 'erf':
      return b.broadcast(b.erfc(argument), shape);
    case 'exp':
      return b.broadcast(b.negate(b.expm1(argument)), shape);
    default:
      return undefined;
  }
};

/** 1 / (1 + e⁻ˣ) and eˣ / (1 + eˣ). */
const sigmoid: RewriteRule = (b, { inputs: [x, y], shape }) => {
  if (y.op !== 'add' || !isOne(y.inputs[1])) return undefined;
  const power = exponent(y.inputs[0]);
  if (power === undefined) return undefined;
  if (isOne(x)) return b.broadcast(b.sigmoid(b.negate(power)), shape);
  return x === y.inputs[0] ? b.broadcast(b.sigmoid(power), shape) : undefined;
};

/** eˣ / Σ eˣ, unless it is relative to the largest x already. */
const softmax: RewriteRule = (b, { inputs: [terms, divisor], shape }) => {
  const power = exponent(terms);
  const total = withoutMoves(divisor);
  if (power === undefined || total.op !== 'sum' || total.inputs[0] !== terms) return undefined;
  const { axes } = total.attributes;
  const layout = keepingAxes(power.shape, axes!);
  const isAligned = sameShape(aligned(divisor.shape, layout.length), layout);
  if (!isAligned || !sameShape(shape, power.shape) || axes!.length !== 1) return undefined;
  const isShifted = power.op === 'subtract' && withoutMoves(power.inputs[1]).op === 'round';
  return isShifted ? undefined : softmaxOf(b, power, axes![0]);
};

const withoutMoves = (x: Node): Node => (x.op === 'reshape' ? withoutMoves(x.inputs[0]) : x);

/** log(eˣ + e⁰) */
const logAddExp: RewriteRule = (b, { inputs: [x, y], shape }) =>
  uniformValue(y) === 0 ? b.broadcast(b.softplus(x), shape) : undefined;

export const stableFormRules: RewriteTable = {
  log: [log],
  log1p: [log1p],
  xlogy: [timesLog(stableLog)],
  xlog1py: [timesLog(stableLog1p)],
  exp: [exp],
  sqrt: [sqrt],
  square: [square],
  subtract: [subtract],
  divide: [sigmoid, softmax],
  logAddExp: [logAddExp],
};
