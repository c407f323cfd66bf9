/** Cases of `scan`; expected values from mpmath, in loop-values.ts. */

import { type DefineStep, loopBody } from '../../../src/graph/loop.ts';
import type { Node } from '../../../src/graph/node.ts';
import type { OpCase } from '../op-cases.ts';
import { loopValues } from './loop-values.ts';

type Tensor = OpCase['inputs'][number];

function loopCase(
  name: string,
  steps: number,
  initial: Tensor,
  sliced: readonly Tensor[],
  invariants: readonly Tensor[],
  expected: readonly number[],
  define: DefineStep,
  reverse = false,
): OpCase {
  const typed = ({ shape, type }: Tensor) => ({ shape, type: type ?? 'float' });
  const body = loopBody(
    {
      initial: typed(initial),
      sliced: sliced.map(typed),
      invariants: invariants.map(typed),
    },
    define,
  );
  return {
    op: 'scan',
    name,
    inputs: [initial, ...sliced, ...invariants],
    attributes: { body, extent: steps, sliced: sliced.length, reverse },
    expected,
    differentiable: true,
  };
}

const { autoregression, reversed, pendulum, forward } = loopValues;

const autoregress: DefineStep = (b, state, [x], [phi]) => {
  const next = b.add(b.multiply(phi, state), x);
  return { next, emitted: next };
};

const swing: DefineStep = (b, state, [push], [rate]) => {
  const element = (of: Node, k: number): Node => b.slice(of, [k], [1]);
  const [angle, speed] = [element(state, 0), element(state, 1)];
  const [left, right] = [element(push, 0), element(push, 1)];
  const [step, friction] = [element(rate, 0), element(rate, 1)];
  const energy = b.subtract(b.multiply(0.5, b.square(speed)), b.cos(angle));
  const product = b.multiply(b.multiply(angle, speed), b.multiply(left, right));
  const pull = b.multiply(b.multiply(step, b.sin(angle)), right);
  const force = b.subtract(left, b.add(pull, b.multiply(friction, speed)));
  return {
    next: b.concatenate([b.add(angle, b.multiply(step, speed)), b.add(speed, force)], 0),
    emitted: b.concatenate([energy, product, step], 0),
  };
};

const filter: DefineStep = (b, state, [seen], [transition, emission]) => {
  const from = b.add(b.reshape(state, [2, 1]), transition);
  const next = b.add(b.logSumExp(from, [0]), b.gather(emission, seen));
  return { next, emitted: b.constant(new Float64Array(0), [0]) };
};

export const loopCases: readonly OpCase[] = [
  loopCase(
    'an autoregression',
    4,
    { shape: [1], data: autoregression.initial },
    [{ shape: [4, 1], data: autoregression.x }],
    [{ shape: [], data: autoregression.phi }],
    autoregression.expected,
    autoregress,
  ),
  loopCase(
    'an autoregression from the last step to the first',
    4,
    { shape: [1], data: autoregression.initial },
    [{ shape: [4, 1], data: autoregression.x }],
    [{ shape: [], data: autoregression.phi }],
    reversed.expected,
    autoregress,
    true,
  ),
  loopCase(
    'one step',
    1,
    { shape: [1], data: autoregression.initial },
    [{ shape: [1, 1], data: autoregression.x.slice(0, 1) }],
    [{ shape: [], data: autoregression.phi }],
    [autoregression.expected[0], autoregression.expected[0]],
    autoregress,
  ),
  loopCase(
    'no step',
    0,
    { shape: [1], data: autoregression.initial },
    [{ shape: [0, 1], data: [] }],
    [{ shape: [], data: autoregression.phi }],
    autoregression.initial,
    autoregress,
  ),
  loopCase(
    'two states that emit other things',
    3,
    { shape: [2], data: pendulum.initial },
    [{ shape: [3, 2], data: pendulum.push }],
    [{ shape: [2], data: pendulum.rate }],
    pendulum.expected,
    swing,
  ),
  loopCase(
    'the last state only, positions in the slices',
    5,
    { shape: [2], data: forward.initial },
    [{ shape: [5], data: forward.seen, type: 'int' }],
    [
      { shape: [2, 2], data: forward.transition },
      { shape: [3, 2], data: forward.emission },
    ],
    forward.expected,
    filter,
  ),
];
