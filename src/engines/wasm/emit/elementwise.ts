/** Instructions of the elementwise ops on two lanes; what has none is a call into the library of functions. */
import { type Node, sizeOf } from '../../../graph/node.ts';
import type { OpName } from '../../../graph/ops.ts';
import type { FunctionBuilder } from '../../../webassembly/function.ts';
import type { PlainInstruction } from '../../../webassembly/instructions.ts';

/** An operand at the current position of a loop. */
export interface Operand {
  /** Leaves its two lanes on the stack. */
  value(): void;
  /** Leaves on the stack all bits of a lane set where it is not 0. */
  truth(): void;
}

type Emit = (code: FunctionBuilder, operands: readonly Operand[]) => void;

/** The operands, then one instruction. */
const plain =
  (...instructions: PlainInstruction[]): Emit =>
  (code, operands) => {
    for (const operand of operands) operand.value();
    code.do(...instructions);
  };

const logic =
  (...instructions: PlainInstruction[]): Emit =>
  (code, operands) => {
    for (const operand of operands) operand.truth();
    code.do(...instructions);
  };

/** Ops whose result is 1 or 0: they leave all bits of a lane set for 1. */
export const conditions: Readonly<Partial<Record<OpName, Emit>>> = {
  less: plain('f64x2Lt'),
  lessEqual: plain('f64x2Le'),
  equal: plain('f64x2Eq'),
  and: logic('v128And'),
  or: logic('v128Or'),
  not: logic('v128Not'),
};

/** Ops made of a few instructions. */
export const arithmetic: Readonly<Partial<Record<OpName, Emit>>> = {
  negate: plain('f64x2Neg'),
  abs: plain('f64x2Abs'),
  sqrt: plain('f64x2Sqrt'),
  floor: plain('f64x2Floor'),
  ceil: plain('f64x2Ceil'),
  add: plain('f64x2Add'),
  subtract: plain('f64x2Sub'),
  multiply: plain('f64x2Mul'),
  divide: plain('f64x2Div'),
  maximum: plain('f64x2Max'),
  minimum: plain('f64x2Min'),
  square: (code, [x]) => {
    x.value();
    x.value();
    code.do('f64x2Mul');
  },
  // a · b with all bits cleared where b is 0
  multiplyNoNan: (code, [a, b]) => {
    a.value();
    b.value();
    code.do('f64x2Mul');
    b.value();
    code.f64x2(0).do('f64x2Eq', 'v128AndNot');
  },
  where: (code, [condition, chosen, otherwise]) => {
    chosen.value();
    otherwise.value();
    condition.truth();
    code.do('v128Bitselect');
  },
};

/**
 * Whether a node is the larger or smaller of x and a number c for which one instruction of the processor
 * does: it gives x where x is NaN, and where x = c. With c = −0 the smaller may be another zero than x.
 */
export function isExtremeOfNumber({ op, inputs: [, c] }: Node): boolean {
  if ((op !== 'maximum' && op !== 'minimum') || c.op !== 'constant' || sizeOf(c.shape) !== 1) {
    return false;
  }
  const [number] = c.attributes.data!;
  return !Number.isNaN(number) && !(op === 'minimum' && Object.is(number, -0));
}

/** Turns x, on the stack, into the value of such a node. */
export function boundBy(code: FunctionBuilder, { op, inputs: [, c] }: Node): void {
  const [number] = c.attributes.data!;
  code.f64x2(number).do(op === 'maximum' ? 'f64x2Pmax' : 'f64x2Pmin');
  // of −0 and 0 the larger is 0
  if (op === 'maximum' && Object.is(number, 0)) code.f64x2(0).do('f64x2Add');
}
