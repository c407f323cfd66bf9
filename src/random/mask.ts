import type { Random } from './random.ts';

/**
 * Fills `values` from `from` to before `to` with 0, each with probability `rate`, and else with 1 / (1 − rate). The gaps
 * between zeros are drawn, which are geometric (L. Devroye 1986, chapter X.2), so that low rates are quick.
 */
export function fillMask(
  values: Float64Array,
  from: number,
  to: number,
  rate: number,
  random: Random,
): void {
  values.fill(1 / (1 - rate), from, to);
  const logKept = Math.log1p(-rate);
  // of the rate 0 the first gap is infinite
  for (let at = from; ; at++) {
    at += Math.floor(random.exponential() / -logKept);
    if (!(at < to)) return;
    values[at] = 0;
  }
}
