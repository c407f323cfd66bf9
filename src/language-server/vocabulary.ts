/** The names of the language with what editors show of them: from the registries that the compiler uses. */
import { STATEMENT_KEYWORDS } from '../../grammar/tokens.ts';
import { combinatorSignatures } from '../distributions/combinators.ts';
import { distributions, vectorDistributions } from '../distributions/index.ts';
import { elementwiseFunctions, matrixFunctions, reductions, scans } from '../functions/index.ts';
import { layers } from '../layers/index.ts';
import { TYPE_NAMES } from '../semantics/declared-types.ts';
import { CONSTANTS, SIZE_FUNCTIONS } from '../semantics/lookup.ts';
import { constraints } from '../transforms/index.ts';

export interface Word {
  readonly name: string;
  readonly kind:
    | 'statement'
    | 'distribution'
    | 'combinator'
    | 'function'
    | 'reduction'
    | 'type'
    | 'constraint'
    | 'constant'
    | 'layer';
  /** `Normal(mean, sd)` */
  readonly signature: string;
  /** Sentences and lists in Markdown. */
  readonly documentation: string;
  /** Of what is called with arguments in parentheses: their names. */
  readonly parameters?: readonly string[];
}

const STATEMENTS: Readonly<Record<string, readonly [signature: string, meaning: string]>> = {
  model: ['model "title"', 'The title of the model; optional, first.'],
  dim: [
    'dim school',
    'A named dimension. Its size and labels come from the data, or stand behind `=`.',
  ],
  data: ['data y[school]: real', 'An input. Its type is checked when data are read.'],
  param: [
    'param mu ~ Normal(0, 5)',
    'An unknown with its prior. A narrower type truncates the prior, with its constant.',
  ],
  let: [
    'let m = alpha + X @ beta',
    'A named quantity; its dimensions are inferred. From data alone it is computed once.',
  ],
  observe: [
    'observe y ~ Normal(theta, sigma)',
    'The likelihood of data, or of an expression of data.',
  ],
  factor: [
    'factor expression',
    'Adds the expression, summed over its dimensions, to the log joint density.',
  ],
  output: [
    'output r = exp(b)',
    'A quantity to report beyond the parameters: computed, or drawn with `~`.',
  ],
  fun: ['fun hill(x, k, n) = x^n / (k^n + x^n)', 'A pure function of its arguments.'],
  network: [
    'network f(pixel) -> digit { … }',
    'A neural network; its weights have priors as other parameters.',
  ],
};

const TYPES: Readonly<Record<string, string>> = {
  real: 'Any number; `real(lower = a, upper = b)` with bounds.',
  int: 'A whole number; `int(lower = a)` with a bound.',
  count: 'A whole number not below 0.',
  binary: '0 or 1.',
  positive: 'A number above 0.',
  nonnegative: 'A number not below 0.',
  unit: 'A number from 0 to 1.',
};

/** Functions that no registry has: of dimensions, members, data, distributions and equations. */
const OTHERS: readonly (readonly [name: string, parameters: readonly string[], meaning: string])[] =
  [
    ['size', ['dimension'], 'The number of members of a dimension.'],
    ['first', ['dimension'], 'The position of the first member: 1.'],
    ['last', ['dimension'], 'The position of the last member.'],
    ['label', ['i'], 'The label of a member, as a number or to be compared with a text.'],
    [
      'observed',
      ['y'],
      'Whether a cell of data is there: data declared with `?` may have missing ones.',
    ],
    ['logpdf', ['distribution', 'x'], 'The log density of the distribution at x.'],
    ['logcdf', ['distribution', 'x'], 'The log of the probability of a value up to x.'],
    ['logccdf', ['distribution', 'x'], 'The log of the probability of a value beyond x.'],
    [
      'state_probability',
      ['y'],
      'In an output: the probability of each hidden state given all that is observed.',
    ],
    ['most_likely_path', ['y'], 'In an output: the most likely sequence of hidden states.'],
    [
      'ode',
      ['rhs', 'initial', 'start', 'times'],
      'The solution of z′ = rhs(t, z, …) at the given times. Then further arguments of `rhs`; named `method`, `rtol`, `atol`, `max_steps`.',
    ],
  ];

const call = (name: string, parameters: readonly string[]): string =>
  `${name}(${parameters.join(', ')})`;

const list = (
  parameters: readonly {
    readonly name: string;
    readonly summary: string;
    readonly support?: { readonly words: string };
  }[],
): string =>
  parameters
    .map(
      ({ name, summary, support }) =>
        `\n- \`${name}\`: ${summary}${support ? ` (${support.words})` : ''}`,
    )
    .join('');

function* words(): Generator<Word> {
  for (const name of STATEMENT_KEYWORDS.keys()) {
    const [signature, documentation] = STATEMENTS[name]!;
    yield { name, kind: 'statement', signature, documentation };
  }
  for (const { name, summary, parameters, support } of [
    ...distributions.values(),
    ...vectorDistributions.values(),
  ]) {
    const names = parameters.map((parameter) => parameter.name);
    const documentation = `${summary}\n${list(parameters)}\n\nIts values: ${support.words}.`;
    yield {
      name,
      kind: 'distribution',
      signature: call(name, names),
      documentation,
      parameters: names,
    };
  }
  for (const { name, summary, parameters } of combinatorSignatures.values()) {
    const names = parameters.map((parameter) => parameter.name);
    const documentation = `${summary}\n${list(parameters)}`;
    yield {
      name,
      kind: 'combinator',
      signature: call(name, names),
      documentation,
      parameters: names,
    };
  }
  for (const { name, parameters, summary } of elementwiseFunctions.values()) {
    const aggregate = reductions.get(name);
    const documentation = aggregate
      ? `${summary}\n\nOver a dimension: ${aggregate.summary}.`
      : summary;
    yield { name, kind: 'function', signature: call(name, parameters), documentation, parameters };
  }
  for (const { name, summary } of [...reductions.values(), ...scans.values()]) {
    if (elementwiseFunctions.has(name)) continue;
    const signature = `${name}[d](x)`;
    yield { name, kind: 'reduction', signature, documentation: summary, parameters: ['x'] };
  }
  for (const { name, parameters, summary } of matrixFunctions.values()) {
    yield {
      name,
      kind: 'function',
      signature: call(name, parameters),
      documentation: summary,
      parameters,
    };
  }
  for (const [name, parameters, documentation] of OTHERS) {
    yield { name, kind: 'function', signature: call(name, parameters), documentation, parameters };
  }
  for (const name of TYPE_NAMES) {
    yield { name, kind: 'type', signature: name, documentation: TYPES[name]! };
  }
  for (const { name, eventRank } of constraints.values()) {
    const documentation = `A constraint on the last ${eventRank === 2 ? 'two dimensions' : 'dimension'} together.`;
    yield { name, kind: 'constraint', signature: name, documentation };
  }
  for (const [name, value] of CONSTANTS) {
    const documentation = `${value}; a declaration may shadow it.`;
    yield { name, kind: 'constant', signature: name, documentation };
  }
  for (const { name, summary, settings } of layers.values()) {
    const parameters = Object.keys(settings);
    yield {
      name,
      kind: 'layer',
      signature: call(name, parameters),
      documentation: summary,
      parameters,
    };
  }
}

/** All words; a name may be of several kinds. */
export const vocabulary: readonly Word[] = [...words()];

/** Functions of which brackets before the parenthesis name dimensions, or whose argument is one. */
export const takesDimensions = (name: string): boolean =>
  reductions.has(name) || scans.has(name) || name === 'each' || name === 'kronecker';

export const takesDimensionAsArgument = (name: string): boolean => SIZE_FUNCTIONS.has(name);

export function wordsNamed(name: string, ...kinds: Word['kind'][]): Word[] {
  return vocabulary.filter((word) => word.name === name && kinds.includes(word.kind));
}
