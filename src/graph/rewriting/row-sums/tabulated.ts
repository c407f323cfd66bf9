/** The numbers f(0) … f(count − 1); several times faster than `Float64Array.from`, which counts at a million rows. */
export function tabulated(count: number, f: (k: number) => number): Float64Array {
  const numbers = new Float64Array(count);
  for (let k = 0; k < count; k++) numbers[k] = f(k);
  return numbers;
}
