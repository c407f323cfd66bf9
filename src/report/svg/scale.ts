/** A tick of an axis: a value and what stands beside it. */
export interface Tick {
  readonly value: number;
  readonly text: string;
}

export type Domain = readonly [low: number, high: number];

/** A linear map from a domain to a range. */
export type Scale = (value: number) => number;

export function linearScale([low, high]: Domain, [from, to]: Domain): Scale {
  const unit = (to - from) / (high - low);
  return (value) => from + (value - low) * unit;
}

/**
 * The smallest interval that holds all finite values, with a margin on both sides as a share of its length; around a
 * single value, or none, an interval of some length.
 */
export function domainOf(values: Iterable<number>, margin = 0.04): Domain {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low > high) return [0, 1];
  if (low === high) {
    const half = low === 0 ? 1 : Math.abs(low) / 2;
    return [low - half, high + half];
  }
  // halves: the difference of the ends may be larger than any number
  const space = margin * (high / 2 - low / 2) * 2;
  return [low - space, high + space];
}

/** Round values, 1, 2 or 5 times a power of ten apart, inside a domain: about `count`, at least one where it can be. */
export function ticksOf([low, high]: Domain, count: number): Tick[] {
  const rough = (high - low) / Math.max(1, count);
  if (!(rough > 0) || !Number.isFinite(rough)) return [];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].find((factor) => factor * power >= rough * 0.999)! * power;
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  return Array.from({ length: last - first + 1 }, (_, k) => {
    const value = (first + k) * step;
    return { value, text: tickText(value, decimals, step) };
  });
}

/** At whole numbers along an axis, about. */
export const mostWholeTicks = 6;

/** The same of whole numbers alone: 1 apart where there are few. */
export function wholeTicksOf(domain: Domain, count: number): Tick[] {
  return ticksOf(domain, Math.min(count, domain[1] - domain[0])).filter(({ value }) =>
    Number.isInteger(value),
  );
}

function tickText(value: number, decimals: number, step: number): string {
  const size = Math.abs(value);
  if (size < step / 2) return '0';
  if (decimals > 5 || size >= 1e6) {
    // as many digits as tell neighbours apart
    const digits = Math.max(0, Math.floor(Math.log10(size)) - Math.floor(Math.log10(step) + 1e-9));
    return minus(value.toExponential(Math.min(6, digits)).replace('e+', 'e'));
  }
  return minus(value.toFixed(decimals));
}

/** With a minus sign as wide as a digit. */
function minus(text: string): string {
  return text.replaceAll('-', '−');
}
