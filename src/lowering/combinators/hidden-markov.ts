import { drawCategory } from '../../distributions/category.ts';
import type { Builder } from '../../graph/builder.ts';
import { loopBody, scan } from '../../graph/loop.ts';
import { type Node, type Shape, sizeOf } from '../../graph/node.ts';
import { fillEvent } from '../drawing.ts';
import { anyOfInner, type Combinator, type Ingredients, toInner } from './combinator.ts';
import { isSimplex, simplexCheck } from './mixture.ts';

/** A hidden Markov chain over several sequences at once, with what each state makes of the data. */
export interface Chain {
  readonly steps: number;
  readonly sequences: number;
  readonly states: number;
  /** log p(yₜ | state) [steps, sequences, states]. */
  readonly evidence: Node;
  /** [sequences, states] */
  readonly init: Node;
  /** The probabilities into each step from the one before: [states, states], or those of each sequence before. */
  readonly trans: Node;
  /** Whether `trans` has an axis of the steps, before all others. */
  readonly variesInTime: boolean;
  /** The axes of the sequences. */
  readonly shape: Shape;
}

/** Sums out the states of a chain along the last dimension of the outcome that is not of what one state emits. */
export const hiddenMarkov: Combinator = {
  law: (ingredients) => {
    const { builder: b, parts, isPositive } = ingredients;
    return {
      logDensity: (x, present) => {
        const chain = chainOf(ingredients, x, present);
        if (chain.steps === 0) return b.broadcast(b.constant(0), chain.shape);
        const forward =
          isPositive('init') && isPositive('trans')
            ? scaledForward(b, chain)
            : logForward(b, chain);
        return b.add(b.reshape(forward, chain.shape), wrongArguments(ingredients));
      },
      contains: (x) => anyOfInner(ingredients, parts[0].contains(toInner(ingredients, x))),
    };
  },
  draw: (ingredients) => {
    const { parts, argument, distribution, slotOf, batch } = ingredients;
    const [state, along] = distribution.own.map(slotOf);
    const isTimed = distribution.arguments.trans.axes.includes(distribution.own[1]);
    const init = argument('init', 1)!;
    const trans = argument('trans', 2, isTimed ? [...batch, distribution.own[1]] : batch)!;
    return (drawing) => {
      const { random, place } = drawing;
      let probabilities = init(drawing);
      for (let t = 0; t < along.extent; t++) {
        place[along.slot] = t;
        if (t > 0) {
          const row = place[state.slot] * state.extent;
          probabilities = trans(drawing).subarray(row, row + state.extent);
        }
        if (!isSimplex(probabilities)) {
          fillEvent(ingredients, drawing, Number.NaN);
          return;
        }
        const k = drawCategory(probabilities, random.uniform()) - 1;
        place[along.slot] = t;
        place[state.slot] = k;
        parts[0](drawing);
        place[state.slot] = k;
      }
    };
  },
};

/** 0, NaN where the probabilities of a sequence are none. */
export function wrongArguments({ builder: b, argument, distribution, batch }: Ingredients): Node {
  const along = distribution.own[1];
  const isTimed = distribution.arguments.trans.axes.includes(along);
  const trans = simplexCheck(b, argument('trans', 2, isTimed ? [...batch, along] : batch)!);
  // of each row, and of each step
  const inner = trans.shape.map((_, k) => k).slice(isTimed ? -2 : -1);
  return b.add(simplexCheck(b, argument('init', 1)!), b.sum(trans, inner));
}

/** The chain with its sequences side by side. */
export function chainOf(ingredients: Ingredients, x: Node, present?: Node): Chain {
  const { builder: b, parts, argument, distribution, batch, shapeOf } = ingredients;
  const [state, along] = distribution.own;
  const shape = shapeOf(batch);
  const sequences = sizeOf(shape);
  const [steps, states] = shapeOf([along, state]);
  const emitted = b.broadcast(
    parts[0].logDensity(toInner(ingredients, x), present && toInner(ingredients, present)),
    [...shape, steps, states],
  );
  const evidence = b.transpose(b.reshape(emitted, [sequences, steps, states]), [1, 0, 2]);
  const init = b.reshape(b.broadcast(argument('init', 1)!, [...shape, states]), [
    sequences,
    states,
  ]);
  const { axes } = distribution.arguments.trans;
  const variesInTime = axes.includes(along);
  const isShared = !axes.slice(0, -2).some((axis) => batch.includes(axis));
  const square = [states, states];
  const trans = isShared
    ? b.reshape(
        argument('trans', 2, variesInTime ? [along] : [])!,
        variesInTime ? [steps, ...square] : square,
      )
    : ofEachSequence(ingredients, variesInTime, [steps, sequences, states]);
  return { steps, sequences, states, evidence, init, trans, variesInTime, shape };
}

/** Transitions of each sequence: [sequences, states, states], or [steps, sequences, states, states]. */
function ofEachSequence(
  { builder: b, argument, distribution, batch, shapeOf }: Ingredients,
  variesInTime: boolean,
  [steps, sequences, states]: readonly number[],
): Node {
  const square = [states, states];
  if (!variesInTime) {
    const whole = b.broadcast(argument('trans', 2)!, [...shapeOf(batch), ...square]);
    return b.reshape(whole, [sequences, ...square]);
  }
  const along = distribution.own[1];
  const whole = b.broadcast(argument('trans', 2, [...batch, along])!, [
    ...shapeOf([...batch, along]),
    ...square,
  ]);
  return b.transpose(b.reshape(whole, [sequences, steps, ...square]), [1, 0, 2, 3]);
}

/** All but the first step of a tensor whose first axis is that of the steps. */
export function afterFirst(b: Builder, x: Node): Node {
  const begin = x.shape.map((_, k) => (k === 0 ? 1 : 0));
  return b.slice(x, begin, x.shape.with(0, x.shape[0] - 1));
}

/** One step of a tensor whose first axis is that of the steps. */
export function stepOf(b: Builder, x: Node, step: number): Node {
  const begin = x.shape.map((_, k) => (k === 0 ? step : 0));
  return b.reshape(b.slice(x, begin, x.shape.with(0, 1)), x.shape.slice(1));
}

/** What runs along a chain, [sequences, states] at each of its steps. */
interface Run {
  /** At the first step; where it runs in reverse at the last. */
  readonly start: Node;
  /** What each move from a step to the next sees beside the transitions: [steps − 1, …]. */
  readonly sliced: Node;
  /** The transitions of the chain, or what is made of each of them. */
  readonly trans: Node;
  readonly reverse?: boolean;
  readonly step: (inner: Builder, before: Node, slice: Node, trans: Node) => Node;
}

/**
 * What `step` makes at each step of the chain of what it made at the one before [steps, sequences, states],
 * and of these the last that it makes. Where only the last has a derivative, the way back is shorter.
 */
export function alongChain(
  b: Builder,
  { steps, sequences, states, variesInTime }: Chain,
  { start, sliced, trans, reverse = false, step }: Run,
): { readonly all: Node; readonly last: Node } {
  const width = sequences * states;
  const initial = b.reshape(start, [width]);
  if (steps === 1) return { all: b.reshape(initial, [1, sequences, states]), last: start };
  const inputs = {
    initial,
    sliced: [sliced, ...(variesInTime ? [afterFirst(b, trans)] : [])],
    invariants: variesInTime ? [] : [trans],
  };
  const body = loopBody(inputs, (inner, state, [row, timed], [shared]) => {
    const before = inner.reshape(state, [sequences, states]);
    const next = inner.reshape(step(inner, before, row, timed ?? shared), [width]);
    // the derivative needs the states: where they are emitted the loop need not run again for them
    return { next, emitted: next };
  });
  const { emitted, last } = scan(b, { ...inputs, steps: steps - 1, body, reverse });
  const ends = b.reshape(initial, [1, width]);
  const all = b.concatenate(reverse ? [emitted, ends] : [ends, emitted], 0);
  return {
    all: b.reshape(all, [steps, sequences, states]),
    last: b.reshape(last, [sequences, states]),
  };
}

/**
 * log p(y) of each sequence by the forward algorithm on scaled probabilities (Rabiner, A tutorial on
 * hidden Markov models, Proceedings of the IEEE 77, 1989, section V.A): with whole numbers nₜ and
 * powers of two cₜ, cₜ₋₁ as the sum of uₜ₋₁ asks for,
 *
 *     wₜₖ = p(yₜ | k) e^(−nₜ),    uₜₖ = wₜₖ Σⱼ transⱼₖ uₜ₋₁ⱼ cₜ₋₁,    log p(y) = log Σₖ u_Tₖ + Σₜ nₜ − Σₜ log cₜ.
 *
 * As any nₜ and cₜ give the same, they have no part in the derivative: what they are computed by has the
 * derivative 0. Exponentials are those of whole tensors, outside the loop. It needs every state to be
 * possible after every other: a state that is not would lose what it has by underflow.
 */
function scaledForward(b: Builder, chain: Chain): Node {
  const { steps, sequences, states, evidence, init, trans } = chain;
  const largest = b.max(evidence, [2]);
  const shift = b.where(b.less(b.abs(largest), Infinity), b.ceil(largest), 0);
  const weights = b.exp(b.subtract(evidence, b.reshape(shift, [steps, sequences, 1])));
  const { all, last } = alongChain(b, chain, {
    start: b.multiply(init, stepOf(b, weights, 0)),
    sliced: afterFirst(b, weights),
    trans,
    step: (inner, before, row, transition) => {
      const scale = scaling(inner, inner.sum(before, [1]), ({ exponent }) => 2 ** exponent, 1);
      const scaled = inner.multiply(before, inner.reshape(scale, [sequences, 1]));
      return inner.multiply(predicted(inner, scaled, transition, [sequences, states]), row);
    },
  });
  const sums = b.slice(b.sum(all, [2]), [0, 0], [steps - 1, sequences]);
  const scaledBy = scaling(b, sums, ({ exponent }) => exponent * Math.LN2, 0);
  const logarithms = b.subtract(b.sum(shift, [0]), b.sum(scaledBy, [0]));
  return b.add(b.log(b.sum(last, [1])), logarithms);
}

interface Scaling {
  /** Sums below are multiplied by 2 to the power of `exponent`. */
  readonly below: number;
  readonly exponent: number;
}

/** From the largest sums to the smallest; in float32 those that it has are of the first kind. */
const SCALINGS: readonly Scaling[] = [
  { below: 2 ** -60, exponent: 120 },
  { below: 2 ** -180, exponent: 380 },
  { below: 2 ** -580, exponent: 800 },
];

/** Of each sum, what its scaling gives, or `unscaled` where it is large enough. */
function scaling(
  b: Builder,
  sum: Node,
  given: (scaling: Scaling) => number,
  unscaled: number,
): Node {
  return SCALINGS.reduce(
    (scale, one) => b.where(b.less(sum, one.below), given(one), scale),
    b.broadcast(b.constant(unscaled), sum.shape),
  );
}

/** Σⱼ scaledⱼ transⱼₖ, the transitions shared or those of each sequence. */
function predicted(
  b: Builder,
  scaled: Node,
  trans: Node,
  [sequences, states]: readonly [number, number],
): Node {
  if (trans.shape.length === 2) return b.matmul(scaled, trans);
  return b.sum(b.multiply(b.reshape(scaled, [sequences, states, 1]), trans), [1]);
}

/**
 * log p(y) of each sequence by the forward algorithm on logarithms, exact however unlikely the paths
 * are: αₜₖ = log p(yₜ | k) + log Σⱼ exp(αₜ₋₁ⱼ + log transⱼₖ).
 */
function logForward(b: Builder, chain: Chain): Node {
  const { sequences, states, evidence, init, trans } = chain;
  const start = b.add(b.log(init), stepOf(b, evidence, 0));
  const step: Run['step'] = (inner, before, row, logTrans) => {
    const paths = inner.add(inner.reshape(before, [sequences, states, 1]), logTrans);
    return inner.add(inner.logSumExp(paths, [1]), row);
  };
  const sliced = afterFirst(b, evidence);
  const { last } = alongChain(b, chain, { start, sliced, trans: b.log(trans), step });
  return b.logSumExp(last, [1]);
}
