import { type DrawColumn, type Draws, elementCount } from './draws.ts';

/** Nested arrays, chain × draw × the quantity's own dimensions; what is no finite number is null. */
type NestedNumbers = readonly (number | boolean | null | NestedNumbers)[];

/**
 * Draws as the keyword arguments of ArviZ's `from_dict`: `arviz.from_dict(**json.load(file))`. Figures of each
 * draw have ArviZ's names.
 */
export interface ArvizJson {
  readonly posterior: Readonly<Record<string, NestedNumbers>>;
  readonly sample_stats?: Readonly<Record<string, NestedNumbers>>;
  /** Labels of dimensions that have them. */
  readonly coords: Readonly<Record<string, readonly string[]>>;
  readonly dims: Readonly<Record<string, readonly string[]>>;
}

/** ArviZ's names of the figures of a draw (its documented schema). */
const STATISTICS: Readonly<Record<string, string>> = {
  logDensity: 'lp',
  acceptance: 'acceptance_rate',
  stepSize: 'step_size',
  treeDepth: 'tree_depth',
  steps: 'n_steps',
  diverging: 'diverging',
  energy: 'energy',
};

export function arvizJson(draws: Draws): ArvizJson {
  const { chains = 1, columns } = draws;
  const statistics = Object.entries(draws.statistics);
  const coords: Record<string, readonly string[]> = {};
  const dims: Record<string, readonly string[]> = {};
  for (const column of columns.values()) {
    // ArviZ refuses one dimension twice in a quantity
    const names = column.dimensions.map((name, axis) =>
      column.dimensions.indexOf(name) < axis ? `${name}_${axis + 1}` : name,
    );
    if (names.length > 0) dims[column.name] = names;
    names.forEach((name, axis) => {
      const labels = column.labels[axis];
      if (labels !== undefined) coords[name] = labels;
    });
  }
  return {
    posterior: Object.fromEntries(
      [...columns.values()].map((column) => [column.name, byChain(column, draws.count, chains)]),
    ),
    ...(statistics.length > 0 && {
      sample_stats: Object.fromEntries(
        statistics.map(([name, values]) => [
          STATISTICS[name] ?? name,
          byChain({ shape: [], values }, draws.count, chains, name === 'diverging'),
        ]),
      ),
    }),
    coords,
    dims,
  };
}

function byChain(
  { shape, values }: Pick<DrawColumn, 'shape' | 'values'>,
  count: number,
  chains: number,
  isYesOrNo = false,
): NestedNumbers {
  const one = (value: number): number | boolean | null => {
    if (isYesOrNo) return value === 1;
    return Number.isFinite(value) ? value : null;
  };
  const nested = (extents: readonly number[], offset: number): NestedNumbers[number] => {
    const [extent, ...rest] = extents;
    if (extent === undefined) return one(values[offset]);
    const size = elementCount(rest);
    return Array.from({ length: extent }, (_, k) => nested(rest, offset + k * size));
  };
  return nested([chains, count / chains, ...shape], 0) as NestedNumbers;
}
