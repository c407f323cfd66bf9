import type { GradientMeasurement } from './measure-gradient.ts';

/** Of the results, relative to the largest derivative; the density itself relative to its size. */
const TOLERANCE = { float64: 1e-9, float32: 1e-3 } as const;

/**
 * Why a measurement is not to be trusted: the engine computed something else than the one it is
 * compared with. `undefined` where they agree.
 */
export function disagreement(
  measured: GradientMeasurement,
  expected: GradientMeasurement,
  precision: 'float64' | 'float32',
): string | undefined {
  const tolerance = TOLERANCE[precision];
  for (const [k, slopes] of expected.slopes.entries()) {
    const value = difference(measured.values[k], expected.values[k], expected.values[k]);
    if (!(value <= tolerance)) return `its log density is off by ${value.toExponential(1)}`;
    const largest = Math.max(1, ...slopes.map(Math.abs));
    const worst = Math.max(
      ...slopes.map((slope, i) => difference(measured.slopes[k][i], slope, largest)),
    );
    if (!(worst <= tolerance)) return `its gradient is off by ${worst.toExponential(1)}`;
  }
  return undefined;
}

/** Stan prints six digits, at a point that moves by 1e-9 an evaluation. */
export function stanDisagreement(stanLogDensity: number, expected: number): string | undefined {
  const off = difference(stanLogDensity, expected, expected);
  return off <= 2e-5 ? undefined : `Stan's log density is off by ${off.toExponential(1)}`;
}

function difference(a: number, b: number, scale: number): number {
  return Math.abs(a - b) / Math.max(1, Math.abs(scale));
}
