/**
 * A number with as many decimals as its uncertainty deserves: three significant digits of `scale`
 * (its standard deviation; the number's own size where that is 0).
 */
export function formatWithScale(value: number, scale: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  const unit = scale > 0 && Number.isFinite(scale) ? scale : Math.abs(value);
  if (unit === 0) return '0';
  // three significant digits of the scale
  const decimals = 2 - Math.floor(Math.log10(unit));
  if (decimals > 8 || Math.abs(value) >= 1e9) return value.toExponential(3);
  const fixed = value.toFixed(Math.max(0, decimals));
  // 0.0000256 takes the room of a name
  const significant = Math.floor(Math.log10(Math.abs(value))) + decimals;
  if (!(significant >= 0 && Math.abs(value) < 1e-3)) return fixed;
  const scientific = value.toExponential(significant);
  return scientific.length + 1 < fixed.length ? scientific : fixed;
}

/** A number of draws, to the nearest whole one; `–` where it is not known. */
export function formatCount(value = Number.NaN): string {
  return Number.isNaN(value) ? '–' : value.toFixed(0);
}

/** A duration in the unit that suits it: `340 ms`, `2.4 s`, `3 min 20 s`. */
export function formatDuration(milliseconds: number): string {
  if (Math.round(milliseconds) < 1000) return `${Math.round(milliseconds)} ms`;
  const tenths = Math.round(milliseconds / 100);
  if (tenths < 600) return `${(tenths / 10).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
