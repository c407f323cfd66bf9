/** Words that mean something only in their place: what joins expressions, and the settings of layers and equations. */
import type { Cursor } from '../syntax/cursor.ts';

export interface PlacedWord {
  readonly name: string;
  readonly signature: string;
  /** Sentences. */
  readonly documentation: string;
  /** `anywhere`: reserved. */
  readonly place: 'anywhere' | 'data' | 'layers' | 'layer' | 'prior' | 'equation';
  /** What stands behind the name of a setting, where that is one of few. */
  readonly values?: readonly string[];
}

const conditional = (name: string): PlacedWord => ({
  name,
  signature: 'if c then a else b',
  documentation:
    'Value and gradient of the chosen branch alone. Between distributions where `c` depends on data alone.',
  place: 'anywhere',
});

const condition = (name: string, signature: string, documentation: string): PlacedWord => ({
  ...{ name, signature, documentation, place: 'anywhere' },
});

const setting = (
  place: PlacedWord['place'],
  name: string,
  signature: string,
  documentation: string,
  values: readonly string[] = [],
): PlacedWord => ({ name, signature, documentation, place, values });

export const PLACED_WORDS: readonly PlacedWord[] = [
  ...['if', 'then', 'else'].map(conditional),
  condition('and', 'a > 0 and b > 0', 'Whether both conditions hold.'),
  condition('or', 'a > 0 or b > 0', 'Whether one of the conditions holds, or both.'),
  condition('not', 'not a > 0', 'Whether the condition does not hold.'),
  condition('true', 'true', '1, a condition that holds.'),
  condition('false', 'false', '0, a condition that does not hold.'),
  {
    name: 'in',
    signature: '[i in home]',
    documentation:
      'Binds an index variable: it walks over the members of a dimension, or over a range, `i in 2 .. 5`.',
    place: 'anywhere',
  },
  {
    name: 'with',
    signature: 'u^2 + u with u = x - 1',
    documentation: 'Names local values of an expression, or of the arguments of a distribution.',
    place: 'anywhere',
  },
  {
    name: 'where',
    signature: 'observe y ~ Normal(m, s) where c',
    documentation: 'Only the elements for which a condition on data holds are observed.',
    place: 'anywhere',
  },
  {
    name: 'from',
    signature: 'data iq[child]: real from "kid.iq"',
    documentation: 'The name of the column, or of the input, in the data.',
    place: 'data',
  },
  ...['by', 'label'].map(
    (name): PlacedWord => ({
      name,
      signature: 'data fips[home]: county by label',
      documentation: 'The distinct values of the data are the labels of the dimension.',
      place: 'data',
    }),
  ),
  {
    name: 'residual',
    signature: 'residual { … }',
    documentation: 'Adds what its layers make of their input to that input.',
    place: 'layers',
  },
  ...['weights', 'biases'].map(
    (name): PlacedWord => ({
      name,
      signature: `${name} ~ Normal(0, 1)`,
      documentation: `The prior of the ${name}: of all layers in the braces, or of the one in whose parentheses it stands.`,
      place: 'layers',
    }),
  ),
  setting(
    'layer',
    'activation',
    'activation = relu',
    'A function of one number that each unit goes through.',
  ),
  setting('layer', 'bias', 'bias = false', 'Whether the layer has a bias.', ['true', 'false']),
  setting(
    'layer',
    'name',
    'name = hidden',
    'The name of the layer, of its weights and of its dimension.',
  ),
  setting(
    'layer',
    'padding',
    'padding = same',
    '`same` surrounds images with zeros, `valid` does not.',
  ),
  {
    name: 'fan_in',
    signature: 'fan_in',
    documentation: 'The number of inputs that add up in one output of the layer.',
    place: 'prior',
  },
  {
    name: 'fan_out',
    signature: 'fan_out',
    documentation: 'The number of outputs that one input of the layer reaches.',
    place: 'prior',
  },
  setting(
    'equation',
    'method',
    'method = bdf',
    '`rk45`: explicit Runge-Kutta, the default. `bdf`: backward differentiation, for stiff equations.',
    ['rk45', 'bdf'],
  ),
  setting(
    'equation',
    'rtol',
    'rtol = 1e-6',
    'The error that the solution may have, relative to its size.',
  ),
  setting('equation', 'atol', 'atol = 1e-8', 'The error that the solution may have near 0.'),
  setting(
    'equation',
    'max_steps',
    'max_steps = 100000',
    'The most steps from the start to the last time.',
  ),
];

/** The word where a cursor is before it; undefined where it is a name like others. */
export function placedWord(cursor: Cursor, name: string): PlacedWord | undefined {
  const places: PlacedWord['place'][] = ['anywhere'];
  const { keyword, brackets, before } = cursor;
  if (keyword === 'data' && (cursor.afterOperand || before === 'by')) places.push('data');
  if (keyword === 'network' && brackets.length > 0) places.push('layers', 'layer', 'prior');
  if (brackets.at(-1)?.owner === 'ode') places.push('equation');
  return PLACED_WORDS.find(
    (word) => places.includes(word.place) && (word.name === name || isValueOf(word, cursor, name)),
  );
}

function isValueOf(
  { name, values }: PlacedWord,
  { before, words }: Cursor,
  value: string,
): boolean {
  return before === '=' && words.at(-2) === name && values?.includes(value) === true;
}
