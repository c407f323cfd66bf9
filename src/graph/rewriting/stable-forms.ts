/** Logarithms and exponentials that undo each other, and forms that neither overflow nor cancel. */
import type { Builder } from '../builder.ts';
import type { Node } from '../node.ts';
import { isSurelyNonNegative, uniformValue } from './facts.ts';
import type { RewriteRule, RewriteTable } from './rule.ts';

/** The exponent of an `exp`. */
const exponent = (x: Node): Node | undefined => (x.op === 'exp' ? x.inputs[0] : undefined);

const log: RewriteRule = (b, { inputs: [x] }) => {
  switch (x.op) {
    case 'exp':
      return x.inputs[0];
    case 'add':
      return logOfSum(b, x);
    case 'subtract': {
      const [one, other] = x.inputs;
      const power = exponent(other);
      return power !== undefined && uniformValue(one) === 1
        ? b.broadcast(b.log1mExp(power), x.shape)
        : undefined;
    }
    case 'sum': {
      const power = exponent(x.inputs[0]);
      return power === undefined ? undefined : b.logSumExp(power, x.attributes.axes!);
    }
    default:
      return undefined;
  }
};

/** log(eᵃ + eᵇ) and log(eᵃ + 1); a known number is the second operand. */
function logOfSum(b: Builder, { inputs: [first, second], shape }: Node): Node | undefined {
  const [a, c] = [exponent(first), exponent(second)];
  if (a !== undefined && c !== undefined) return b.logAddExp(a, c);
  return a !== undefined && uniformValue(second) === 1
    ? b.broadcast(b.softplus(a), shape)
    : undefined;
}

const log1p: RewriteRule = (b, { inputs: [x] }) => {
  if (x.op === 'exp') return b.softplus(x.inputs[0]);
  if (x.op === 'expm1') return x.inputs[0];
  const power = x.op === 'negate' ? exponent(x.inputs[0]) : undefined;
  return power === undefined ? undefined : b.log1mExp(power);
};

const exp: RewriteRule = (_, { inputs: [x] }) =>
  x.op === 'log' && isSurelyNonNegative(x.inputs[0]) ? x.inputs[0] : undefined;

const sqrt: RewriteRule = (b, { inputs: [x] }) =>
  x.op === 'square' ? b.abs(x.inputs[0]) : undefined;

/** 1 / (1 + e⁻ˣ) */
const divide: RewriteRule = (b, { inputs: [x, y], shape }) => {
  if (uniformValue(x) !== 1 || y.op !== 'add' || uniformValue(y.inputs[1]) !== 1) return undefined;
  const power = exponent(y.inputs[0]);
  return power === undefined ? undefined : b.broadcast(b.sigmoid(b.negate(power)), shape);
};

export const stableFormRules: RewriteTable = {
  log: [log],
  log1p: [log1p],
  exp: [exp],
  sqrt: [sqrt],
  divide: [divide],
};
