const levels = [...'▁▂▃▄▅▆▇█'];

/**
 * Values as bars of eight heights, at most `width` of them. Steep beginnings would leave the rest flat: the lowest height
 * is all that lies below the lower quartile less three times the distance between the quartiles.
 */
export function sparkline(values: readonly number[], width: number): string {
  const finite = values.filter(Number.isFinite);
  if (finite.length === 0 || width < 1) return '';
  const count = Math.min(width, finite.length);
  // of neighbours the last, so that the end is the end
  const shown = Array.from(
    { length: count },
    (_, k) => finite[Math.floor(((k + 1) * finite.length) / count) - 1],
  );
  const ascending = shown.toSorted((a, b) => a - b);
  const at = (share: number): number => ascending[Math.floor(share * (count - 1))];
  const high = ascending[count - 1];
  const low = Math.max(ascending[0], at(0.25) - 3 * (at(0.75) - at(0.25)));
  return shown
    .map((value) => {
      if (!(high > low)) return levels[value < low ? 0 : levels.length - 1];
      const share = Math.max(0, (value - low) / (high - low));
      return levels[Math.min(levels.length - 1, Math.floor(share * levels.length))];
    })
    .join('');
}
