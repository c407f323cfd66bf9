import type { GradientTarget } from '../inference/method.ts';

const warmUpMs = 20;
const measureMs = 50;
const batchMs = 1;

/** Microseconds of one gradient at the origin: the median over batches of a millisecond or one call. */
export function gradientTime(target: GradientTarget): number {
  const point = new Float64Array(target.dimension);
  const slopes = new Float64Array(target.dimension);
  const batch = (calls: number): number => {
    const start = performance.now();
    for (let k = 0; k < calls; k++) target.logDensityGradient(point, slopes);
    return performance.now() - start;
  };
  let calls = 1;
  for (const end = performance.now() + warmUpMs; performance.now() < end; ) {
    if (batch(calls) < batchMs) calls *= 2;
  }
  const times: number[] = [];
  for (const end = performance.now() + measureMs; times.length === 0 || performance.now() < end; ) {
    times.push((1000 * batch(calls)) / calls);
  }
  return times.sort((a, b) => a - b)[times.length >> 1];
}
