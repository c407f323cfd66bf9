import { ascendingOrder } from '../numerics/ranks.ts';
import { essQuantile, halvesOf, inOrder, mixing, NormalScores, sizeOfMean } from './convergence.ts';
import { type Draws, elementCount } from './draws.ts';
import { elementKey, elementLabel } from './element-key.ts';
import { effectiveSizeOf, mcseMean, mcseSd, QuantileErrors } from './monte-carlo-error.ts';
import { type Summary, summarise } from './summary.ts';

/** The summary of one element. */
export interface SummaryRow extends Summary {
  /** `theta[1]`: unique, with 1-based positions. */
  readonly key: string;
  /** `theta[Choate]`, where the element's dimensions have labels. */
  readonly label?: string;
}

/** What is computed once for all elements. */
interface Shared {
  readonly errors: QuantileErrors;
  readonly scores: NormalScores;
}

/** One row an element, in the order of the columns and row-major within each. */
export function summaryTable(draws: Draws): SummaryRow[] {
  const { count, chains } = draws;
  const shared: Shared = {
    errors: new QuantileErrors(),
    scores: new NormalScores(
      chains === undefined ? 0 : 2 * chains * Math.floor(count / chains / 2),
    ),
  };
  return [...draws.columns.values()].flatMap((column) =>
    Array.from({ length: elementCount(column.shape) }, (_, position) => {
      const label = elementLabel(column, position);
      return {
        key: elementKey(column, position),
        ...(label !== undefined && { label }),
        ...summariseElement(draws.element(column.name, position), draws, shared),
      };
    }),
  );
}

function summariseElement(
  values: Float64Array,
  { chains, statistics }: Draws,
  shared: Shared,
): Summary {
  if (chains !== undefined) {
    const order = ascendingOrder(values);
    const ascending = inOrder(values, order);
    const summary = summarise(values, ascending);
    return { ...summary, ...figuresOfChains(values, order, ascending, chains, summary, shared) };
  }
  const ascending = values.slice().sort();
  const summary = summarise(values, ascending);
  const { errorFactor } = statistics;
  const sizeOf = effectiveSizeOf(errorFactor);
  const atQuantile = (probability: number, bound: number): number => {
    if (Number.isNaN(bound)) return Number.NaN;
    // of independent draws there are as many whatever they are
    const isBelow = errorFactor ? values.map((x) => (x <= bound ? 1 : 0)) : values;
    return shared.errors.of(ascending, probability, sizeOf(isBelow));
  };
  return {
    ...summary,
    mcseMean: mcseMean(values, summary.sd, sizeOf),
    mcseSd: mcseSd(values, sizeOf),
    mcseQ5: atQuantile(0.05, summary.q5),
    mcseQ50: atQuantile(0.5, summary.q50),
    mcseQ95: atQuantile(0.95, summary.q95),
  };
}

function figuresOfChains(
  values: Float64Array,
  order: Uint32Array,
  ascending: Float64Array,
  count: number,
  { sd, q5, q50, q95 }: Summary,
  { errors, scores }: Shared,
): Partial<Summary> {
  const halves = halvesOf(values, count);
  const sizeOf = (all: Float64Array): number => sizeOfMean(halvesOf(all, count));
  const [ess5, ess50, ess95] = [q5, q50, q95].map((bound) => essQuantile(halves, bound));
  // chains of even length are split where they stand
  const ownOrder = halves?.values === values ? order : undefined;
  return {
    mcseMean: mcseMean(values, sd, sizeOf),
    ...mixing(halves, ownOrder, scores),
    essTail: Math.min(ess5, ess95),
    mcseSd: mcseSd(values, sizeOf),
    mcseQ5: errors.of(ascending, 0.05, ess5),
    mcseQ50: errors.of(ascending, 0.5, ess50),
    mcseQ95: errors.of(ascending, 0.95, ess95),
  };
}

/** One row as JSON: figures that are not finite are null, and then the number of such draws is given. */
export type SummaryJson = Readonly<Record<string, number | string | null>>;

/** The rows by their keys. */
export function summaryJson(rows: readonly SummaryRow[]): Record<string, SummaryJson> {
  return Object.fromEntries(
    rows.map(({ key, nonFinite, ...rest }) => {
      const figures = Object.entries(rest).map(([name, value]) => [
        name,
        typeof value === 'number' && !Number.isFinite(value) ? null : value,
      ]);
      return [key, { ...Object.fromEntries(figures), ...(nonFinite > 0 && { nonFinite }) }];
    }),
  );
}
