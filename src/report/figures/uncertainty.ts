import type { Prediction } from '../../api/prediction.ts';
import type { UncertainClass, UncertainNumber, Uncertainty } from '../../api/uncertainty.ts';
import { elementCount } from '../../results/draws.ts';
import { bars } from '../svg/bars.ts';
import type { Picture } from '../svg/picture.ts';
import { uncertaintyBand } from '../svg/uncertainty.ts';

/** Of the rows that are known least, so many are named. */
const mostNamed = 15;

/**
 * Of numbers along a value of the data the band of what is expected inside that of what is predicted; else, and of
 * classes, the rows of which least is known.
 */
export function uncertaintyPictures(
  { parts, uncertainty }: Prediction,
  along: { readonly name: string; readonly values: ArrayLike<number> } | undefined,
): Picture[] {
  return parts.simulation.outcomes.flatMap(({ name, shape, observed }): Picture[] => {
    const rows = uncertainty.filter(({ key }) => key === name || key.startsWith(`${name}[`));
    if (rows.length === 0) return [];
    const numbers = rows.filter((row): row is UncertainNumber => row.kind === 'number');
    const isWhole = numbers.length === elementCount(shape);
    if (along !== undefined && isWhole && along.values.length === numbers.length)
      return [uncertaintyBand(name, bandRows(numbers, along.values, observed), along.name)];
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

function bandRows(
  rows: readonly UncertainNumber[],
  along: ArrayLike<number>,
  observed: ArrayLike<number> | undefined,
) {
  const all = rows.map(({ mean, total, epistemic }, k) => ({
    at: along[k],
    observed: observed?.[k] ?? Number.NaN,
    mean: mean.value,
    expected: Math.sqrt(Math.max(0, epistemic.value)),
    predicted: Math.sqrt(Math.max(0, total.value)),
  }));
  return all.filter(({ at }) => Number.isFinite(at));
}

function amount(row: Uncertainty): number {
  return row.kind === 'class' ? row.entropy.value : Math.sqrt(row.total.value);
}

const ofClass = ({ likeliest, probabilities, mutualInformation }: UncertainClass): string =>
  `${likeliest} (${Math.max(...probabilities).toFixed(2)}), parameters ${Math.max(0, mutualInformation.value).toFixed(2)}`;

const ofNumber = ({ epistemic, total }: UncertainNumber): string =>
  `parameters ${total.value > 0 ? ((100 * epistemic.value) / total.value).toFixed(0) : 0}%`;
