/**
 * The states of a hidden Markov chain, given all that is observed of it: how likely each is at each step,
 * and the most likely path. Both are computed on logarithms, exact however unlikely the paths are, and
 * relative to one step's most likely states or their sum, so that rounding does not grow along the chain.
 */
import type { Builder } from '../../graph/builder.ts';
import type { Node } from '../../graph/node.ts';
import type { Decoding } from '../../semantics/typed-expression.ts';
import type { Ingredients } from './combinator.ts';
import {
  afterFirst,
  alongChain,
  type Chain,
  chainOf,
  stepOf,
  wrongArguments,
} from './hidden-markov.ts';

/** NaN where the data of a sequence are impossible, or its probabilities are none. */
type Decode = (ingredients: Ingredients, x: Node, present?: Node) => Node;

export const decoders: Readonly<Record<Decoding, Decode>> = {
  /** [sequences, steps, states] */
  state_probability: (ingredients, x, present) => {
    const { builder: b } = ingredients;
    const chain = chainOf(ingredients, x, present);
    const log = b.add(forwards(b, chain, 'sum'), backwards(b, chain));
    const { steps, sequences } = chain;
    const total = b.reshape(b.logSumExp(log, [2]), [steps, sequences, 1]);
    const probability = b.transpose(b.exp(b.subtract(log, total)), [1, 0, 2]);
    return b.add(probability, b.reshape(wrongOf(ingredients, chain), [sequences, 1, 1]));
  },
  /** [sequences, steps], states counted from 1 */
  most_likely_path: (ingredients, x, present) => {
    const { builder: b } = ingredients;
    const chain = chainOf(ingredients, x, present);
    const { steps, sequences, states } = chain;
    const best = forwards(b, chain, 'max');
    const path = b.sum(b.multiply(backtrack(b, chain, best), stateNumbers(b, states)), [2]);
    const end = b.max(stepOf(b, best, steps - 1), [1]);
    const impossible = b.where(b.less(b.abs(end), Infinity), 0, Number.NaN);
    const wrong = b.add(wrongOf(ingredients, chain), impossible);
    return b.add(b.transpose(path, [1, 0]), b.reshape(wrong, [sequences, 1]));
  },
};

/** 0 of each sequence, NaN where its probabilities are none. */
function wrongOf(ingredients: Ingredients, { shape, sequences }: Chain): Node {
  const { builder: b } = ingredients;
  return b.reshape(b.broadcast(wrongArguments(ingredients), shape), [sequences]);
}

/**
 * Up to a constant at each step, log p(y₁, …, yₜ, stateₜ), or the largest log p(y₁, …, yₜ, path) of the
 * paths to stateₜ (Viterbi's recursion; Rabiner 1989, section III.B).
 */
function forwards(b: Builder, chain: Chain, over: 'sum' | 'max'): Node {
  const { sequences, states, evidence, init, trans } = chain;
  const reduce = (inner: Builder, x: Node): Node =>
    over === 'sum' ? inner.logSumExp(x, [1]) : inner.max(x, [1]);
  const relative = (inner: Builder, x: Node): Node => lessFinite(inner, x, reduce(inner, x));
  const { all } = alongChain(b, chain, {
    start: relative(b, b.add(b.log(init), stepOf(b, evidence, 0))),
    sliced: afterFirst(b, evidence),
    trans: b.log(trans),
    step: (inner, before, row, logTrans) => {
      const paths = inner.add(inner.reshape(before, [sequences, states, 1]), logTrans);
      return relative(inner, inner.add(reduce(inner, paths), row));
    },
  });
  return all;
}

/** Up to a constant at each step, log p(yₜ₊₁, … | stateₜ) (Rabiner 1989, section III.A). */
function backwards(b: Builder, chain: Chain): Node {
  const { sequences, states, evidence, trans } = chain;
  const { all } = alongChain(b, chain, {
    start: b.broadcast(b.constant(0), [sequences, states]),
    sliced: afterFirst(b, evidence),
    trans: b.log(trans),
    reverse: true,
    step: (inner, after, row, logTrans) => {
      const ahead = inner.reshape(inner.add(after, row), [sequences, 1, states]);
      const log = inner.logSumExp(inner.add(logTrans, ahead), [2]);
      return lessFinite(inner, log, inner.logSumExp(log, [1]));
    },
  });
  return all;
}

/** The best path from its end to its start, as 1 at its states and 0 at others; of equals the first state. */
function backtrack(b: Builder, chain: Chain, best: Node): Node {
  const { steps, sequences, states, trans } = chain;
  const chosen = (inner: Builder, x: Node): Node => {
    const position = inner.add(inner.toFloat(inner.argMax(x, 1)), 1);
    const isChosen = inner.equal(
      inner.reshape(position, [sequences, 1]),
      stateNumbers(inner, states),
    );
    return inner.toFloat(isChosen);
  };
  const { all } = alongChain(b, chain, {
    start: chosen(b, stepOf(b, best, steps - 1)),
    sliced: b.slice(best, [0, 0, 0], [steps - 1, sequences, states]),
    trans: b.log(trans),
    reverse: true,
    step: (inner, after, row, logTrans) => {
      const isNext = inner.reshape(after, [sequences, 1, states]);
      const step = inner.sum(inner.where(isNext, logTrans, 0), [2]);
      return chosen(inner, inner.add(row, step));
    },
  });
  return all;
}

const stateNumbers = (b: Builder, states: number): Node =>
  b.constant(
    Float64Array.from({ length: states }, (_, k) => k + 1),
    [states],
  );

/** `x` less one number of each row where that is finite: where it is not, nothing is possible. */
function lessFinite(b: Builder, x: Node, ofRow: Node): Node {
  const shift = b.where(b.less(b.abs(ofRow), Infinity), ofRow, 0);
  return b.subtract(x, b.reshape(shift, [...ofRow.shape, 1]));
}
