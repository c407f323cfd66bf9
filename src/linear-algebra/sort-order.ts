/**
 * The positions of the elements of each row in ascending order: equal elements in the order of their
 * positions, NaN after all others.
 */
export function sortOrder(
  x: Float64Array | Float32Array,
  extent: number,
  order: { [position: number]: number; readonly length: number },
): void {
  const positions = new Array<number>(extent);
  for (let start = 0; start < order.length; start += extent) {
    for (let k = 0; k < extent; k++) positions[k] = k;
    // sorts are stable since ECMAScript 2019
    positions.sort((j, k) => compare(x[start + j], x[start + k]));
    for (let k = 0; k < extent; k++) order[start + k] = positions[k];
  }
}

function compare(a: number, b: number): number {
  if (a < b) return -1;
  if (a > b) return 1;
  return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
}
