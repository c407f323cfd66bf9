import { describe, expect, it } from 'vitest';
import { posteriorOf } from './read-model.ts';

/** Log joint densities at a point of the unconstrained space, computed with scipy.stats, Jacobians included. */
describe('log densities of the example models', () => {
  it('eight schools', () => {
    const posterior = posteriorOf(
      'eight-schools/eight-schools.bayes',
      'eight-schools/eight-schools.csv',
    );
    const z = Array.from({ length: 8 }, (_, k) => 0.2 * (k - 3));
    const point = Float64Array.from([4, Math.log(3), ...z]);
    expect(posterior.logDensity(point)).toBeCloseTo(-42.46113994914622, 10);
  });

  it('radon', () => {
    const posterior = posteriorOf('radon/radon.bayes', 'radon/radon.csv');
    const z = Array.from({ length: 85 }, (_, k) => 0.1 * ((k % 7) - 3));
    const point = Float64Array.from([1.5, Math.log(0.3), ...z, -0.7, Math.log(0.7)]);
    expect(posterior.logDensity(point)).toBeCloseTo(-1193.7131141717362, 8);
  });

  it('Challenger', () => {
    const posterior = posteriorOf('challenger/challenger.bayes', 'challenger/challenger.csv');
    expect(posterior.logDensity(Float64Array.from([-1, -2]))).toBeCloseTo(-14.281498447411353, 10);
  });

  it('stack loss, normal and Student-t errors', () => {
    const point = [17.5, 0.7, 1.2, -0.1, Math.log(3)];
    const normal = posteriorOf('stack-loss/normal.bayes', 'stack-loss/stack-loss.csv');
    expect(normal.logDensity(Float64Array.from(point))).toBeCloseTo(-65.49315675838679, 10);
    const robust = posteriorOf('stack-loss/robust.bayes', 'stack-loss/stack-loss.csv');
    expect(robust.logDensity(Float64Array.from([...point, Math.log(6)]))).toBeCloseTo(
      -67.46228366076365,
      10,
    );
  });
});

describe('results of the example models', () => {
  it('Challenger meets the exact posterior within what the normal approximation allows', async () => {
    const posterior = posteriorOf('challenger/challenger.bayes', 'challenger/challenger.csv');
    const fit = await posterior.fit({ method: 'vi', seed: 1 });
    const rows = new Map(fit.summary().map((row) => [row.key, row]));
    // Quadrature on a grid of 3001 × 3001 points with NumPy: means and standard deviations.
    const exact = { a: [-1.0929, 0.5623], b: [-2.2952, 0.9699], p_70: [0.2473, 0.0991] };
    for (const [name, [mean, sd]] of Object.entries(exact)) {
      expect(Math.abs(rows.get(name)!.mean - mean) / sd).toBeLessThan(0.15);
    }
    expect(rows.get('p_31')!.q50).toBeCloseTo(0.9994, 2);
  });

  it('stack loss with normal errors has the coefficients of lm() in R', async () => {
    const posterior = posteriorOf('stack-loss/normal.bayes', 'stack-loss/stack-loss.csv');
    const fit = await posterior.fit({ method: 'laplace', seed: 1 });
    const rows = new Map(fit.summary().map((row) => [row.key, row]));
    // estimate and standard error; the priors move them by far less than the latter
    const least = { b_air: [0.7156, 0.1349], b_water: [1.2953, 0.368], b_acid: [-0.1521, 0.1563] };
    for (const [name, [estimate, error]] of Object.entries(least)) {
      expect(Math.abs(rows.get(name)!.mean - estimate) / error).toBeLessThan(0.1);
    }
  });

  it('labels name the elements of a parameter', async () => {
    const posterior = posteriorOf(
      'eight-schools/eight-schools.bayes',
      'eight-schools/eight-schools.csv',
    );
    const fit = await posterior.fit({ method: 'vi', draws: 10, seed: 1 });
    expect(fit.summary().map((row) => row.label ?? row.key)).toContain('theta[Phillips Andover]');
  });
});
