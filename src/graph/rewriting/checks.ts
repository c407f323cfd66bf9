/** Checks of arguments that can only fail where the result is NaN anyway. */
import type { Node } from '../node.ts';
import { type OpName, ops } from '../ops.ts';
import { isCheck, isSurelyAtMostOne, isSurelyNonNegative, uniformValue } from './facts.ts';
import type { RewriteRule, RewriteTable } from './rule.ts';

/** Functions of one argument that are NaN of NaN and of nothing else. */
const NAN_OF_NAN_ALONE: ReadonlySet<OpName> = new Set([
  'negate',
  'abs',
  'square',
  'exp',
  'expm1',
  'sigmoid',
  'softplus',
  'normalCdf',
  'reshape',
]);

/** Ops that are NaN wherever an operand is. */
const HAND_ON_NAN: ReadonlySet<OpName> = new Set([
  'add',
  'subtract',
  'multiply',
  'divide',
  'reshape',
]);

/** How far back in the graph the question whether a NaN is handed on goes. */
const DEPTH = 12;

/** The numbers a condition is about, if it holds unless one of them is NaN. */
function holdsUnlessNaN({ op, inputs: [x, y] }: Node): Node[] | undefined {
  switch (op) {
    case 'and': {
      const [first, second] = [holdsUnlessNaN(x), holdsUnlessNaN(y)];
      return first && second && [...first, ...second];
    }
    case 'equal':
      return x === y ? [x] : undefined;
    case 'less':
    case 'lessEqual': {
      const isStrict = op === 'less';
      const [lower, upper] = [uniformValue(x), uniformValue(y)];
      const isBelow = lower !== undefined && (isStrict ? lower < 0 : lower <= 0);
      if (isBelow && isSurelyNonNegative(y)) return [y];
      const isAbove = upper !== undefined && (isStrict ? upper > 1 : upper >= 1);
      return isAbove && isSurelyAtMostOne(x) ? [x] : undefined;
    }
    default:
      return undefined;
  }
}

/** Whether `value` is NaN at every element for which `cause` is. */
function handsOn(value: Node, cause: Node): boolean {
  const causes = new Set([cause]);
  for (let node = cause; NAN_OF_NAN_ALONE.has(node.op); [node] = node.inputs) {
    causes.add(node.inputs[0]);
  }
  const isCaused = (node: Node, depth: number): boolean => {
    if (causes.has(node)) return true;
    if (depth === 0) return false;
    const isStrict =
      HAND_ON_NAN.has(node.op) || (ops[node.op].kind === 'unary' && node.op !== 'not');
    return isStrict && node.inputs.some((input) => isCaused(input, depth - 1));
  };
  return isCaused(value, DEPTH);
}

/** Whether a check can fail only where `value` is NaN anyway. */
function isUnnecessary(check: Node, value: Node): boolean {
  if (check.op !== 'where' || !isCheck(check)) return false;
  return holdsUnlessNaN(check.inputs[0])?.every((cause) => handsOn(value, cause)) ?? false;
}

/** value + check, and value + (check − c). */
const unnecessary: RewriteRule = (b, node) => {
  for (const [part, value] of [node.inputs, node.inputs.toReversed()]) {
    if (isUnnecessary(part, value)) return b.broadcast(value, node.shape);
    const [check, other] = part.inputs;
    if (part.op === 'subtract' && isUnnecessary(check, value)) {
      return b.broadcast(b.subtract(value, other), node.shape);
    }
  }
  return undefined;
};

export const checkRules: RewriteTable = {
  add: [unnecessary],
};
