import { essBulk, essQuantile, rhat } from './convergence.ts';
import { type Draws, elementCount } from './draws.ts';
import { elementKey, elementLabel } from './element-key.ts';
import { mcseMean, mcseQuantile, mcseSd } from './monte-carlo-error.ts';
import { type Summary, summarise } from './summary.ts';

/** The summary of one element. */
export interface SummaryRow extends Summary {
  /** `theta[1]`: unique, with 1-based positions. */
  readonly key: string;
  /** `theta[Choate]`, where the element's dimensions have labels. */
  readonly label?: string;
}

/** One row an element, in the order of the columns and row-major within each. */
export function summaryTable(draws: Draws): SummaryRow[] {
  return [...draws.columns.values()].flatMap((column) =>
    Array.from({ length: elementCount(column.shape) }, (_, position) => {
      const label = elementLabel(column, position);
      return {
        key: elementKey(column, position),
        ...(label !== undefined && { label }),
        ...summariseElement(draws.element(column.name, position), draws.chains),
      };
    }),
  );
}

function summariseElement(values: Float64Array, count: number | undefined): Summary {
  const summary = summarise(values);
  if (count === undefined) return summary;
  const length = values.length / count;
  const chains = Array.from({ length: count }, (_, chain) =>
    values.subarray(chain * length, (chain + 1) * length),
  );
  const ascending = values.slice().sort();
  const ess = (probability: number): number => essQuantile(chains, probability);
  const [ess5, ess50, ess95] = [ess(0.05), ess(0.5), ess(0.95)];
  return {
    ...summary,
    mcseMean: mcseMean(chains, summary.sd),
    essBulk: essBulk(chains),
    essTail: Math.min(ess5, ess95),
    rhat: rhat(chains),
    mcseSd: mcseSd(chains),
    mcseQ5: mcseQuantile(ascending, 0.05, ess5),
    mcseQ50: mcseQuantile(ascending, 0.5, ess50),
    mcseQ95: mcseQuantile(ascending, 0.95, ess95),
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
