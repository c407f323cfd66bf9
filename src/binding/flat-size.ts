import type { BoundDimension } from './bound-data.ts';
import type { GivenInput } from './given-input.ts';

/**
 * The size that a flat array of all cells gives to its one dimension of unknown size; `undefined`
 * where it gives none.
 */
export function sizeFromFlat(
  given: GivenInput,
  unknown: string,
  dimensions: ReadonlyMap<string, BoundDimension>,
): number | undefined {
  let known = 1;
  let times = 0;
  for (const axis of given.declaration.axes) {
    if (axis === unknown) times++;
    else {
      const size = dimensions.get(axis)?.size;
      if (size === undefined) return undefined;
      known *= size;
    }
  }
  // K[obs, obs] has size(obs)^2 cells
  const size = Math.round((given.cells.length / known) ** (1 / times));
  return known > 0 && times > 0 && known * size ** times === given.cells.length ? size : undefined;
}
