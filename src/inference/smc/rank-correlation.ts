/** Spearman's rank correlation; equal values are ranked as they come. 0 where all values of either are equal. */
export function rankCorrelation(a: readonly number[], b: readonly number[]): number {
  if (isConstant(a) || isConstant(b)) return 0;
  const [first, second] = [ranks(a), ranks(b)];
  const n = a.length;
  let squares = 0;
  for (let k = 0; k < n; k++) squares += (first[k] - second[k]) ** 2;
  return 1 - (6 * squares) / (n * (n * n - 1));
}

const isConstant = (values: readonly number[]): boolean =>
  values.every((value) => value === values[0]);

function ranks(values: readonly number[]): Float64Array {
  const order = Array.from(values, (_, k) => k).sort((i, j) => values[i] - values[j] || i - j);
  const found = new Float64Array(values.length);
  order.forEach((k, rank) => {
    found[k] = rank;
  });
  return found;
}
