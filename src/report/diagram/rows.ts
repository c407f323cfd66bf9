/** Which row of the picture each value stands in: arrows point down. */
import type { Influenced, Influences } from '../../semantics/influences.ts';

export interface Rows {
  /** Scalars from which values on plates follow: above the plates. The topmost row first. */
  readonly above: readonly (readonly Influenced[])[];
  /** Values on plates, scalars that stand between them, and scalars that have nothing to do with them. */
  readonly middle: readonly (readonly Influenced[])[];
  /** Scalars that follow from values on plates: below them. */
  readonly below: readonly (readonly Influenced[])[];
}

export function rowsOf(influences: Influences): Rows {
  const { values } = influences;
  const onPlates = new Set(values.filter((v) => v.dimensions.length > 0).map(({ key }) => key));
  const { users, used } = withoutCycles(influences);
  const leads = (value: Influenced, next: Neighbours): boolean =>
    [...reach(value.key, next)].some((key) => onPlates.has(key));
  const zones = { above: [], middle: [], below: [] } as Record<keyof Rows, Influenced[]>;
  for (const value of values) {
    const isScalar = value.dimensions.length === 0;
    const toPlates = isScalar && leads(value, users);
    const fromPlates = isScalar && leads(value, used);
    zones[toPlates === fromPlates ? 'middle' : toPlates ? 'above' : 'below'].push(value);
  }
  return {
    // each as low as it can stand
    above: layer(zones.above, users).reverse(),
    middle: lowered(layer(zones.middle, used), users),
    below: lowered(layer(zones.below, used), users),
  };
}

type Neighbours = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * Of each value those that use it and those that it uses. Where values at later members follow from observed
 * ones at earlier members there are cycles; they are cut behind what is observed, which is to stand at the bottom.
 */
function withoutCycles({ values, arrows }: Influences): { users: Neighbours; used: Neighbours } {
  const observed = new Set(
    values.filter(({ kind, known }) => kind === 'drawn' && known).map(({ key }) => key),
  );
  const users = new Map<string, Set<string>>();
  const used = new Map<string, Set<string>>();
  const [last, first] = [true, false].map((isLast) =>
    arrows.filter(({ from }) => observed.has(from) === isLast),
  );
  for (const { from, to } of [...first!, ...last!]) {
    if (from === to || reach(to, users).has(from)) continue;
    users.set(from, (users.get(from) ?? new Set()).add(to));
    used.set(to, (used.get(to) ?? new Set()).add(from));
  }
  return { users, used };
}

function reach(from: string, next: Neighbours): ReadonlySet<string> {
  const reached = new Set<string>();
  const open = [from];
  while (open.length > 0) {
    for (const key of next.get(open.pop()!) ?? []) {
      if (reached.has(key)) continue;
      reached.add(key);
      open.push(key);
    }
  }
  return reached;
}

/** Values by the length of the longest path from them to one without such neighbours among them. */
function layer(values: readonly Influenced[], next: Neighbours): Influenced[][] {
  const inside = new Set(values.map(({ key }) => key));
  const depths = new Map<string, number>();
  const depthOf = (key: string): number => {
    let depth = depths.get(key);
    if (depth === undefined) {
      const others = [...(next.get(key) ?? [])].filter((other) => inside.has(other));
      depth = Math.max(-1, ...others.map(depthOf)) + 1;
      depths.set(key, depth);
    }
    return depth;
  };
  const layers: Influenced[][] = [];
  for (const value of values) {
    const depth = depthOf(value.key);
    while (layers.length <= depth) layers.push([]);
    layers[depth]!.push(value);
  }
  return layers;
}

/** Layers with what follows from nothing in them moved down to just above the first that uses it. */
function lowered(layers: readonly Influenced[][], users: Neighbours): Influenced[][] {
  const depths = new Map(layers.flatMap((row, depth) => row.map(({ key }) => [key, depth])));
  const result: Influenced[][] = layers.map((row, depth) => (depth === 0 ? [] : [...row]));
  for (const value of layers[0] ?? []) {
    const below = [...(users.get(value.key) ?? [])].flatMap((key) => depths.get(key) ?? []);
    result[below.length === 0 ? 0 : Math.min(...below) - 1]!.push(value);
  }
  return result;
}
