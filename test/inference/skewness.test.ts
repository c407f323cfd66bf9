import { describe, expect, it } from 'vitest';
import { Curvature } from '../../src/inference/curvature.ts';
import { laplace } from '../../src/inference/laplace.ts';
import type { Note, Target } from '../../src/inference/method.ts';
import { run } from '../../src/inference/run.ts';
import { meansBesideMode } from '../../src/inference/skewness.ts';
import { Random } from '../../src/random/random.ts';
import { betaOnLogit, eightSchools, gammaOnLog, gaussian, targetOf } from './targets.ts';

function shiftsAt(target: Target, mode: readonly number[], sd: readonly number[]): number[] {
  const point = Float64Array.from(mode);
  const curvature = Curvature.at(target, point)!;
  return [...meansBesideMode(target, point, curvature, Float64Array.from(sd))];
}

const skewedNotes = async (target: Target): Promise<Note[]> => {
  const { notes } = await run(laplace, target, laplace.defaults, Random.fromSeed(1));
  return notes.filter(({ code }) => code === 'skewed');
};

describe('the distance of mean and mode', () => {
  // f‴ / (2 f″²), by hand: −1 / (2 a) of Gamma(a) on the log scale, −(1 − 2 p) / (2 n p (1 − p)) of Beta(n p, n (1 − p))
  // on the logit scale; the exact means ψ(a) − log b and ψ(a) − ψ(b) are scipy's
  it.each([
    [
      'Gamma(3, 2), log',
      gammaOnLog(3, 2),
      Math.log(3 / 2),
      1 / Math.sqrt(3),
      -1 / 6,
      0.9227843350984671 - Math.log(2),
    ],
    ['Gamma(100, 1), log', gammaOnLog(100, 1), Math.log(100), 0.1, -1 / 200, 4.600161852738087],
    [
      'Beta(2, 8), logit',
      betaOnLogit(2, 8),
      Math.log(0.25),
      1 / Math.sqrt(1.6),
      -0.1875,
      0.42278433509846725 - 2.01564147795561,
    ],
  ])('of %s', (_, target, mode, sd, shift, mean) => {
    const [found] = shiftsAt(target, [mode], [sd]);
    // second differences leave h² times the fifth derivative
    expect(Math.abs(found - shift / sd)).toBeLessThan(1e-4);
    expect(Math.abs(found * sd - (mean - mode))).toBeLessThan(0.25 * Math.abs(shift));
  });

  it('is carried by correlations', () => {
    // x = B u with Gamma(5) on the log scale and a standard normal, B = [[1, 0.5], [0.3, 2]]: B (−1/10, 0)
    const gamma = gammaOnLog(5, 1);
    const determinant = 2 - 0.15;
    const inverse = [
      [2 / determinant, -0.5 / determinant],
      [-0.3 / determinant, 1 / determinant],
    ];
    const back = (x: Float64Array): number[] => inverse.map(([a, b]) => a * x[0] + b * x[1]);
    const target = targetOf({
      names: ['x', 'y'],
      density(x, gradient) {
        const [u, v] = back(x);
        const slope = new Float64Array(1);
        const value = gamma.logDensityGradient(Float64Array.of(u), slope) - v * v * 0.5;
        for (const i of [0, 1]) gradient[i] = inverse[0][i] * slope[0] - inverse[1][i] * v;
        return value;
      },
      hessian(x) {
        const curvature = -Math.exp(back(x)[0]);
        return [0, 1].map((i) =>
          [0, 1].map(
            (j) => inverse[0][i] * inverse[0][j] * curvature - inverse[1][i] * inverse[1][j],
          ),
        );
      },
    });
    const mode = Math.log(5);
    const shifts = shiftsAt(target, [mode, 0.3 * mode], [1, 1]);
    expect(shifts[0]).toBeCloseTo(-0.1, 5);
    expect(shifts[1]).toBeCloseTo(-0.03, 5);
  });

  it('is said of a skewed posterior by name, and of no other', async () => {
    expect(await skewedNotes(gammaOnLog(3, 1))).toEqual([
      {
        code: 'skewed',
        severity: 'note',
        message:
          'The posterior is skewed at its mode: the mean of log(lambda) lies about 0.29 standard deviations below its mode, which is the centre of the approximation.',
      },
    ]);
    expect(await skewedNotes(gammaOnLog(30, 1))).toEqual([]);
    expect(
      await skewedNotes(
        gaussian(
          [1, 2],
          [
            [2, 1],
            [1, 3],
          ],
        ),
      ),
    ).toEqual([]);
    const [schools] = await skewedNotes(eightSchools(false));
    expect(schools.message).toContain('the mean of log(tau) lies ');
  });
});
