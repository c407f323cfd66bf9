import { Random } from '../random/random.ts';
import { type DrawColumn, Draws, elementCount } from '../results/draws.ts';
import type { ByModel, Comparison } from './comparison.ts';
import { checkCount, checkSeed, OptionError } from './option-error.ts';
import { Prediction } from './prediction.ts';
import { UncertaintyCollector } from './uncertainty.ts';

/** Where a comparison has those that it finds by predictions. */
const fields = {
  stacking: 'stackingWeight',
  'pseudo-bma': 'pseudoBmaWeight',
  'pseudo-bma+': 'pseudoBmaPlusWeight',
} as const;

/** Weights that a comparison gives the models, by name. */
export type WeightKind = 'posterior' | keyof typeof fields;

/**
 * The weights of the models by posterior probability, stacking or pseudo-BMA.
 *
 * @throws OptionError where the comparison has none of that kind, or there is no such kind
 */
export function modelWeights(
  { probabilities, loo }: Pick<Comparison, 'probabilities' | 'loo'>,
  kind: WeightKind,
): ByModel<number> {
  if (kind === 'posterior') return probabilities;
  if (!Object.hasOwn(fields, kind))
    throw new OptionError(
      `a comparison has no weights by ${kind}; it has ${['posterior', ...Object.keys(fields)].join(', ')}`,
    );
  if (loo === undefined)
    throw new OptionError(
      `the comparison has no leave-one-out densities, so no weights by ${kind}; take posterior ones`,
    );
  return Object.fromEntries(Object.entries(loo).map(([name, row]) => [name, row[fields[kind]]]));
}

export interface AverageOptions {
  /** Draws of the average; as many as the prediction with the most has unless said. */
  readonly draws?: number;
  /** 1 unless said. */
  readonly seed?: number;
}

/**
 * The average of several models' predictions of the same data: a mixture, of which each draw is a draw of one of the
 * models, in proportion to their weights. It has the quantities that all of them have.
 *
 * @param predictions by the name of the model
 * @param weights by the same names, in any unit
 * @throws OptionError where weights and predictions do not fit together
 */
export function averagePredictions(
  predictions: ByModel<Prediction>,
  weights: ByModel<number>,
  { draws: wanted, seed = 1 }: AverageOptions = {},
): Prediction {
  const names = Object.keys(predictions);
  const parts = names.map((name) => predictions[name].parts);
  if (names.length === 0) throw new OptionError('there are no predictions to average');
  const shares = sharesOf(names, weights);
  const count = wanted ?? Math.max(...parts.map(({ draws }) => draws.count));
  checkCount('draws', count);
  checkSeed(seed);

  const [first] = parts;
  const all = [...first.draws.columns.values()];
  const common = all.filter((column) => parts.every(({ draws }) => hasLike(draws, column)));
  if (common.length === 0)
    throw new OptionError(`the predictions of ${names.join(', ')} have no quantity in common`);
  const rows = rowsOf(
    shares,
    count,
    parts.map(({ draws }) => draws.count),
    Random.fromSeed(seed),
  );
  const columns = common.map((column): DrawColumn => {
    const size = elementCount(column.shape);
    const values = new Float64Array(count * size);
    rows.forEach(({ model, row }, k) => {
      const from = parts[model].draws.column(column.name).values;
      values.set(from.subarray(row * size, (row + 1) * size), k * size);
    });
    return { ...column, values };
  });
  const isKept = ({ name }: { readonly name: string }): boolean =>
    common.some((column) => column.name === name);
  const { parameters, outcomes, outputs } = first.simulation;
  return new Prediction({
    model: `Average of ${names.map((name, k) => `${name} (${shares[k].toFixed(3)})`).join(', ')}`,
    seed,
    draws: new Draws(count, columns),
    simulation: {
      parameters: parameters.filter(isKept),
      outcomes: outcomes.filter(isKept),
      outputs: outputs.filter(isKept),
    },
    isPosterior: first.isPosterior,
    given: first.given.flatMap(({ name }) => {
      const same = parts.map(({ given }) => given.find((outcome) => outcome.name === name));
      return UncertaintyCollector.mixture(same, rows) ?? [];
    }),
    notes: names.flatMap((name, k) => parts[k].notes.map((note) => `${name}: ${note}`)),
  });
}

function sharesOf(names: readonly string[], weights: ByModel<number>): number[] {
  const foreign = Object.keys(weights).find((name) => !names.includes(name));
  if (foreign !== undefined)
    throw new OptionError(`there is no prediction of ${foreign}; there are ${names.join(', ')}`);
  const given = names.map((name) => {
    const weight = weights[name];
    if (weight >= 0 && weight < Infinity) return weight;
    throw new OptionError(`the weight of ${name} is a number from 0, not ${weight}`);
  });
  const total = given.reduce((a, b) => a + b, 0);
  if (total === 0) throw new OptionError('all weights are 0');
  return given.map((weight) => weight / total);
}

function hasLike(draws: Draws, { name, shape }: DrawColumn): boolean {
  const other = draws.columns.get(name);
  return other?.shape.length === shape.length && other.shape.every((n, axis) => n === shape[axis]);
}

/**
 * Of which model each draw is, and which of its draws: the number of draws of each model is its share rounded up or
 * down (systematic sampling), and they are spread over all that it has. In random order.
 */
function rowsOf(
  shares: readonly number[],
  count: number,
  available: readonly number[],
  random: Random,
): { readonly model: number; readonly row: number }[] {
  const start = random.uniform();
  let cumulative = 0;
  let taken = 0;
  const rows = shares.flatMap((share, model) => {
    cumulative += share;
    const isLast = model === shares.length - 1;
    const upTo = isLast ? count : Math.min(count, Math.floor(cumulative * count + start));
    const own = upTo - taken;
    taken = upTo;
    return Array.from({ length: own }, (_, k) => ({
      model,
      row: Math.floor((k * available[model]) / own),
    }));
  });
  return Array.from(random.permutation(count), (place) => rows[place]);
}
