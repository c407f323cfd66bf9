/** What makes a distribution of distributions: the names and arguments of the language's combinators. */
import { type Parameter, supports } from './distribution.ts';

export interface CombinatorSignature {
  /** As written in a model. */
  readonly name: string;
  /** One line for reference pages and editors. */
  readonly summary: string;
  /** In the order of positional arguments; the one named `distribution` is not a value. */
  readonly parameters: readonly (Pick<Parameter, 'name' | 'summary'> & Partial<Parameter>)[];
  /** How many of the last parameters may be left out. */
  readonly optional?: number;
}

const distribution = { name: 'distribution', summary: 'the distribution of an outcome' };
/** An infinite bound is none. */
const bound = { kind: 'real', lower: -Infinity, upper: Infinity, words: 'a number' } as const;
const bounds = [
  { name: 'lower', support: bound, summary: 'the lower bound' },
  { name: 'upper', support: bound, summary: 'the upper bound' },
];
const zero = { name: 'p_zero', support: supports.unit, summary: 'the probability of 0' };

const all: readonly CombinatorSignature[] = [
  {
    name: 'truncate',
    summary: 'The distribution given that the outcome lies between bounds, these included.',
    parameters: [distribution, ...bounds],
    optional: 2,
  },
  {
    name: 'censor',
    summary: 'An outcome at or beyond a bound is known only to lie there.',
    parameters: [distribution, ...bounds],
    optional: 2,
  },
  {
    name: 'mixture',
    summary: 'One of several distributions, with the given probabilities.',
    parameters: [
      { name: 'weights', support: supports.simplex, eventRank: 1, summary: 'the probabilities' },
      distribution,
    ],
  },
  {
    name: 'zero_inflated',
    summary: '0 with a probability of its own, else an outcome of the distribution.',
    parameters: [zero, distribution],
  },
  {
    name: 'hurdle',
    summary: '0 with the given probability, else an outcome of the distribution that is not 0.',
    parameters: [zero, distribution],
  },
  {
    name: 'each',
    summary: 'Independent outcomes along a dimension as one event: `each[visit](Bernoulli(p))`.',
    parameters: [distribution],
  },
  {
    name: 'hidden_markov',
    summary: 'Outcomes that depend on the states of a hidden Markov chain.',
    parameters: [
      {
        name: 'init',
        support: supports.simplex,
        eventRank: 1,
        summary: 'the probabilities of the first state',
      },
      {
        name: 'trans',
        support: supports.simplex,
        eventRank: 2,
        summary: 'the probabilities of the next state, a row for each state',
      },
      distribution,
    ],
  },
];

/** The combinators by name. */
export const combinatorSignatures: ReadonlyMap<string, CombinatorSignature> = new Map(
  all.map((signature) => [signature.name, signature]),
);
