import type { Prediction } from '../../api/prediction.ts';
import type { UncertainClass, UncertainNumber, Uncertainty } from '../../api/uncertainty.ts';
import { elementCount } from '../../results/draws.ts';
import { bars } from '../svg/bars.ts';
import type { Picture } from '../svg/picture.ts';
import { type BandRow, type Seen, uncertaintyBand, type ValueRange } from '../svg/uncertainty.ts';
import type { Subject } from './kinds.ts';

/** Of the rows that are known least, so many are named. */
const mostNamed = 15;

/**
 * Of numbers along a value of the data, or of a grid, the band of what is expected inside that of what is predicted;
 * else, and of classes, the rows of which least is known.
 */
export function uncertaintyPictures(
  { parts, uncertainty }: Prediction,
  along: Subject['along'],
  grid: Subject['grid'],
): Picture[] {
  return parts.simulation.outcomes.flatMap(({ name, observed }): Picture[] => {
    const rows = rowsOf(name, uncertainty);
    if (rows.length === 0) return [];
    const band =
      along && bandRows(name, grid?.prediction ?? { parts, uncertainty }, (grid ?? along).values);
    if (band !== undefined) {
      const seen = seenOf(observed, along!.values);
      const range = rangeOf(parts.draws.column(name).values);
      return [uncertaintyBand(name, band, seen, along!.name, range)];
    }
    const named = [...rows].sort((a, b) => amount(b) - amount(a)).slice(0, mostNamed);
    const entropy = parts.temperatures?.[name] ? 'entropy before the temperature' : 'entropy';
    const unit = named[0].kind === 'class' ? `${entropy}, nats` : 'standard deviation';
    // room for the words behind the longest bar
    const domain = [0, 2.2 * amount(named[0]) || 1] as const;
    return [
      bars(
        `${name}: known least`,
        named.map((row) => ({
          label: row.label ?? row.key,
          value: amount(row),
          text: row.kind === 'class' ? ofClass(row) : ofNumber(row),
        })),
        { title: unit, domain },
      ),
    ];
  });
}

/** What is predicted of the elements of an outcome. */
function rowsOf(outcome: string, uncertainty: readonly Uncertainty[]): Uncertainty[] {
  return uncertainty.filter(({ key }) => key === outcome || key.startsWith(`${outcome}[`));
}

/** Undefined where these are not numbers, one at each value. */
function bandRows(
  outcome: string,
  { parts, uncertainty }: Pick<Prediction, 'parts' | 'uncertainty'>,
  values: ArrayLike<number>,
): BandRow[] | undefined {
  const numbers = rowsOf(outcome, uncertainty).filter(
    (row): row is UncertainNumber => row.kind === 'number',
  );
  const { shape } = parts.simulation.outcomes.find(({ name }) => name === outcome)!;
  if (numbers.length !== elementCount(shape) || numbers.length !== values.length) return undefined;
  const all = numbers.map(({ mean, total, epistemic }, k) => ({
    at: values[k],
    mean: mean.value,
    expected: Math.sqrt(Math.max(0, epistemic.value)),
    predicted: Math.sqrt(Math.max(0, total.value)),
  }));
  return all.filter(({ at }) => Number.isFinite(at));
}

/** Only where nothing else can be drawn are all of many draws in a range. */
function rangeOf(drawn: Float64Array): ValueRange {
  if (drawn.every((value) => value === 0 || value === 1)) return 'binary';
  return drawn.every((value) => value >= 0) ? 'nonnegative' : 'numbers';
}

function seenOf(observed: ArrayLike<number> | undefined, values: ArrayLike<number>): Seen[] {
  if (observed?.length !== values.length) return [];
  const all = Array.from(observed, (value, k) => ({ at: values[k], observed: value }));
  return all.filter((one) => Number.isFinite(one.at) && !Number.isNaN(one.observed));
}

function amount(row: Uncertainty): number {
  return row.kind === 'class' ? row.entropy.value : Math.sqrt(row.total.value);
}

const ofClass = ({ likeliest, probabilities, mutualInformation }: UncertainClass): string =>
  `${likeliest} (${Math.max(...probabilities).toFixed(2)}), parameters ${Math.max(0, mutualInformation.value).toFixed(2)}`;

const ofNumber = ({ epistemic, total }: UncertainNumber): string =>
  `parameters ${total.value > 0 ? ((100 * epistemic.value) / total.value).toFixed(0) : 0}%`;
