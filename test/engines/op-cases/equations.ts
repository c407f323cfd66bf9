/** Cases of `ode`; expected values are closed forms, in equation-values.ts. */
import { vectorJacobianProduct } from '../../../src/autodiff/gradient.ts';
import { jacobian } from '../../../src/autodiff/jacobian.ts';
import type { Builder } from '../../../src/graph/builder.ts';
import { adjointBody, equationBody } from '../../../src/graph/equation.ts';
import type { Node } from '../../../src/graph/node.ts';
import type { OpCase } from '../op-cases.ts';
import { equationValues } from './equation-values.ts';

type Tensor = OpCase['inputs'][number];
type Slope = (b: Builder, time: Node, state: Node, invariants: readonly Node[]) => Node;

const vector = (...data: number[]): Tensor => ({ shape: [data.length], data });
const number = (value: number): Tensor => ({ shape: [], data: [value] });

/** The body of an equation with its Jacobian where the method wants it. */
function bodyOf(size: number, invariants: readonly Tensor[], method: string, slope: Slope) {
  const types = invariants.map(({ shape }) => ({ shape, type: 'float' as const }));
  return equationBody(size, types, (b, time, state, others) => {
    const derivative = slope(b, time, state, others);
    if (method !== 'bdf') return { derivative };
    const [ofState] = jacobian(b, vectorJacobianProduct, derivative, [state]);
    return { derivative, solution: derivative, jacobian: ofState };
  });
}

function equationCase(
  name: string,
  inputs: readonly [initial: Tensor, start: Tensor, times: Tensor, ...Tensor[]],
  expected: readonly number[],
  slope: Slope,
  options: {
    readonly method: 'rk45' | 'bdf';
    readonly relative: number;
    readonly tolerance: number;
    readonly maxSteps?: number;
  },
): OpCase {
  const { method, relative, tolerance, maxSteps = 100_000 } = options;
  const rows = inputs[0].data.length;
  const body = bodyOf(rows, inputs.slice(3), method, slope);
  const absolute = relative * 1e-2;
  return {
    op: 'ode',
    name,
    inputs,
    attributes: { body, method, rows, relative, absolute, maxSteps },
    expected,
    tolerance,
    // differences of precise solutions take long: test/lowering/equation.test.ts
    differentiable: false,
    float32: false,
  };
}

/** The adjoint of logistic growth from 0.25 at 0.5 in the initial state, the rate and the capacity. */
function adjointCase(
  name: string,
  solution: readonly number[],
  cotangents: readonly number[],
  expected: readonly number[],
  maxSteps = 100_000,
): OpCase {
  const column = (data: readonly number[]): Tensor => ({ shape: [data.length, 1], data });
  const rate = vector(1.5, 2);
  const body = adjointBody(1, [{ ...rate, type: 'float' }], (b, time, state, others, cotangent) => {
    const derivative = grow(b, time, state, others);
    const parts = vectorJacobianProduct(b, [[derivative, cotangent]], [state, ...others]);
    return { derivative, adjoint: b.concatenate(parts, 0) };
  });
  return {
    op: 'odeAdjoint',
    name,
    inputs: [
      column(solution),
      column(cotangents),
      vector(0.25),
      number(0.5),
      vector(...logisticTimes),
      rate,
    ],
    attributes: {
      body,
      method: 'rk45',
      wanted: 1,
      rows: 1,
      relative: 1e-13,
      absolute: 1e-15,
      maxSteps,
    },
    expected,
    tolerance: 1e-11,
    differentiable: false,
    float32: false,
  };
}

const element = (b: Builder, x: Node, k: number): Node => b.reshape(b.slice(x, [k], [1]), []);

const grow: Slope = (b, _, state, [rate]) => {
  const share = b.divide(state, element(b, rate, 1));
  return b.multiply(b.multiply(element(b, rate, 0), state), b.subtract(1, share));
};

const follow: Slope = (b, time, state, [force]) =>
  b.subtract(b.multiply(force, b.cos(time)), state);

const transform: Slope = (b, _, state, [matrix]) =>
  b.reshape(b.matmul(matrix, b.reshape(state, [2, 1])), [2]);

const precise = { method: 'rk45', relative: 1e-13, tolerance: 1e-11 } as const;

const logisticTimes = [0.5, 1.25, 1.25, 3];

export const equationCases: readonly OpCase[] = [
  equationCase(
    'logistic growth, at its start and at equal times',
    [vector(0.25), number(0.5), vector(...logisticTimes), vector(1.5, 2)],
    equationValues.logistic,
    grow,
    precise,
  ),
  equationCase(
    'two numbers driven by the time',
    [vector(1, -0.5), number(0.25), vector(1, 2.5), vector(0.75, 2)],
    equationValues.driven,
    follow,
    precise,
  ),
  equationCase(
    'a stiff linear system',
    [
      vector(1, 0.5),
      number(0),
      vector(0.001, 0.5, 2),
      { shape: [2, 2], data: [-500.5, 499.5, 499.5, -500.5] },
    ],
    equationValues.stiff,
    transform,
    { method: 'bdf', relative: 1e-10, tolerance: 1e-8 },
  ),
  equationCase(
    'no more after the most steps',
    [vector(0.25), number(0.5), vector(0.5, 1.25), vector(1.5, 2)],
    [0.25, Number.NaN],
    grow,
    { ...precise, maxSteps: 3 },
  ),
  equationCase(
    'nothing where times decrease',
    [vector(1, -0.5), number(0.25), vector(1, 0.5), vector(0.75, 2)],
    [Number.NaN, Number.NaN, Number.NaN, Number.NaN],
    follow,
    precise,
  ),
  adjointCase(
    'logistic growth, at its start and at equal times',
    equationValues.logistic,
    [0.5, -1, 2, 0.75],
    equationValues.logisticAdjoint,
  ),
  adjointCase(
    'no more after the most steps',
    [0.25, Number.NaN, Number.NaN, Number.NaN],
    [2, 0, 0, 0],
    [2, 0, 0],
    3,
  ),
  adjointCase(
    'nothing of a time without a solution',
    [0.25, Number.NaN, Number.NaN, Number.NaN],
    [2, 0, 0, 1e-3],
    [Number.NaN, Number.NaN, Number.NaN],
    3,
  ),
];
