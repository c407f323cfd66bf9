/** sin πx and cot πx, with the argument reduced exactly before it meets π. */

/** x less its nearest even integer, in [−1, 1]; exact. */
function reduceByTwo(x: number): number {
  const remainder = x % 2;
  if (remainder > 1) return remainder - 2;
  return remainder < -1 ? remainder + 2 : remainder;
}

/** sin πx for finite x, within 1e-15; exactly 0 at the integers. */
export function sinPi(x: number): number {
  const r = reduceByTwo(x);
  const a = Math.abs(r);
  const folded = a > 0.5 ? 1 - a : a;
  const value = folded > 0.25 ? Math.cos(Math.PI * (0.5 - folded)) : Math.sin(Math.PI * folded);
  return r < 0 ? -value : value;
}

/** cot πx for finite x, within 1e-15; exactly 0 halfway between integers, ±∞ at them. */
export function cotPi(x: number): number {
  let r = x % 1;
  if (r > 0.5) r -= 1;
  else if (r < -0.5) r += 1;
  return Math.abs(r) <= 0.25
    ? 1 / Math.tan(Math.PI * r)
    : Math.tan(Math.PI * (0.5 - Math.abs(r))) * Math.sign(r);
}
