/** Networks by their tangents, at the draws of a fit. */
import type { TensorData } from '../graph/node.ts';
import type { Known } from '../posterior/random-value.ts';
import type { TangentNetworks } from '../posterior/tangent-networks.ts';
import type { DrawColumn } from '../results/draws.ts';
import type { TangentSpread } from './tangent-spread.ts';

/** Networks by their tangents. */
export interface Tangents {
  /** All parameters at the point of the tangents; absent of an ensemble, which has several. */
  readonly centre: ReadonlyMap<string, Known> | undefined;
  /** All parameters at deviations from there whose outer products add up to their covariance; none where it is not known. */
  readonly deviations: readonly (() => ReadonlyMap<string, Known>)[];
  /** What networks give in a draw, by their inputs in a simulation. */
  at(draw: number, known: ReadonlyMap<string, Known>): Record<string, TensorData>;
}

/** A parameter of a simulation and where its elements are in the fit; −1 where the fit does not know them. */
export interface ParameterSource {
  readonly name: string;
  readonly places: ArrayLike<number>;
  readonly is: Uint8Array;
  readonly column: DrawColumn;
  /** Elements in the fit. */
  readonly size: number;
}

/** @param rowOf the row of a draw among `count` of the fit */
export function tangentsAt(
  networks: TangentNetworks,
  sources: readonly ParameterSource[],
  count: number,
  rowOf: (draw: number) => number,
  spread: TangentSpread | undefined,
): Tangents {
  const members = Math.max(
    ...sources.map(({ column, size }) => (column.centre?.length ?? 0) / Math.max(1, size)),
  );
  const centres = Array.from(
    { length: members },
    (_, member) =>
      new Map(
        sources.map(({ name, places, is, column, size }): [string, Known] => {
          const values = Float64Array.from(places, (place) =>
            place < 0 ? Number.NaN : column.centre![member * size + place],
          );
          return [name, { is, values }];
        }),
      ),
  );
  const valuesOf = (known: ReadonlyMap<string, Known>) =>
    Object.fromEntries(networks.parameters.map((name) => [name, known.get(name)!.values]));
  const centre = members === 1 ? centres[0] : undefined;
  const isKnown = sources.every(
    ({ name, is }) => !spread?.parameters.has(name) || is.every((one) => one === 1),
  );
  const deviated = (column: number): ReadonlyMap<string, Known> => {
    const deviations = spread!.deviations(column);
    const moved = sources.map(({ name, places, is }): [string, Known] => {
      const { values } = centre!.get(name)!;
      const own = deviations.get(name);
      const at = own && values.map((value, k) => value + own[places[k]]);
      return [name, { is, values: at ?? values }];
    });
    return new Map(moved);
  };
  const columns = centre !== undefined && isKnown ? (spread?.count ?? 0) : 0;
  return {
    centre,
    deviations: Array.from({ length: columns }, (_, column) => () => deviated(column)),
    at: (draw, known) => {
      const centre = centres[Math.floor((rowOf(draw) * members) / count)];
      return networks.at(valuesOf(centre), valuesOf(known));
    },
  };
}
