import { describe, expect, it } from 'vitest';
import { adaptProposal } from '../../src/evidence/adapted-proposal.ts';
import { convergenceRate, importanceEstimate } from '../../src/evidence/importance-estimate.ts';
import { integrate } from '../../src/evidence/quadrature.ts';
import { momentsOf, StudentMixture } from '../../src/evidence/student-mixture.ts';
import type { LocationScale } from '../../src/inference/importance.ts';
import { Random } from '../../src/random/random.ts';
import { problemOf } from './problem.ts';

const dimension = 2;
const random = Random.fromSeed(1);

/** log of ½ N(x; (−2, 0), 1) + ½ N(x; (2, 0), diag(1, 9)) */
function twoNormals(x: Float64Array): number {
  const one = Math.exp(-0.5 * ((x[0] + 2) ** 2 + x[1] ** 2));
  const other = Math.exp(-0.5 * ((x[0] - 2) ** 2 + x[1] ** 2 / 9)) / 3;
  return Math.log((one + other) / 2 / (2 * Math.PI));
}

function drawsOfTwoNormals(count: number): Float64Array[] {
  return Array.from({ length: count }, (_, k) =>
    Float64Array.of(
      (k % 2 === 0 ? -2 : 2) + random.normal(),
      (k % 2 === 0 ? 1 : 3) * random.normal(),
    ),
  );
}

const meanWeight = (mixture: StudentMixture, count: number): number => {
  const { draws, logDensities } = mixture.propose(count, random.stream(1));
  return logDensities.reduce((sum, q, row) => {
    const weight = Math.exp(twoNormals(draws.subarray(dimension * row, dimension * (row + 1))) - q);
    return sum + weight / count;
  }, 0);
};

describe('mixtures of Student-t distributions', () => {
  it('have the density that their draws have', () => {
    const mixture = new StudentMixture([
      { share: 0.3, mean: Float64Array.of(-2, 0), factor: Float64Array.of(1, 0, 0.5, 2) },
      { share: 0.7, mean: Float64Array.of(2, 1), factor: Float64Array.of(2, 0, -1, 3) },
    ]);
    expect(Math.abs(meanWeight(mixture, 40_000) - 1)).toBeLessThan(0.02);
  });

  it('take the step of expectation maximisation that numpy takes, scatters drawn to that of all', () => {
    const rows = [0, 1, 2.5, 10, 11, 14].map((x) => Float64Array.of(x));
    const component = (share: number, mean: number, scale: number) => ({
      share,
      mean: Float64Array.of(mean),
      factor: Float64Array.of(scale),
    });
    const mixture = new StudentMixture([component(0.6, 1, 1), component(0.4, 12, 2)]);
    const around = momentsOf(rows, new Float64Array(6).fill(1 / 6));
    const { components } = mixture.refitted(rows, around)!;
    // r = share t5.pdf((x - mean) / scale) / scale, to 1 by points; u = 6 / (5 + z²); mean = Σ r u x / Σ r u;
    // variance = n / (n + 1) Σ r u (x - mean)² / n + 1 / (n + 1) np.var(x), n = Σ r
    const expected = [
      [0.498915287186853, 1.0780815150039573, 2.8472564106520237],
      [0.501084712813147, 11.631959100055177, 3.096147145335669],
    ];
    components.forEach(({ share, mean, factor }, k) => {
      [share, mean[0], factor[0]].forEach((value, j) => {
        expect(value).toBeCloseTo(expected[k][j], 12);
      });
    });
    expect(components).toHaveLength(2);
  });

  it('come near to weighted points', async () => {
    const rows = drawsOfTwoNormals(2000);
    const weights = new Float64Array(2000).fill(1 / 2000);
    const mixture = (await adaptProposal({ rows, weights }, random.stream(2), async () => {}))!;
    expect(mixture.components.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
    // as many points are left and right, and those on the right lie further apart
    const { draws } = mixture.propose(10_000, random.stream(3));
    const left = draws.filter((x, k) => k % dimension === 0 && x < 0).length;
    expect(Math.abs(left - 5000)).toBeLessThan(400);
    expect(Math.abs(meanWeight(mixture, 10_000) - 1)).toBeLessThan(0.03);
  });

  it('are not fitted to a few points', async () => {
    const rows = drawsOfTwoNormals(30);
    const weights = new Float64Array(30).fill(1 / 30);
    expect(await adaptProposal({ rows, weights }, random, async () => {})).toBeUndefined();
    weights.fill(Number.NaN);
    expect(await adaptProposal({ rows, weights }, random, async () => {})).toBeUndefined();
  });
});

describe('importance sampling', () => {
  it('has the rates of convergence of R, by the shape of the tail', () => {
    // ps_convergence_rate of posterior 1.5
    for (const [k, count, rate] of [
      [-0.2, 2000, 1],
      [0.1, 400, 0.9958219706583932],
      [0.3, 2000, 0.9804126592414465],
      [0.45, 2000, 0.9126630034067952],
      [0.5, 2000, 1 - 1 / Math.log(2000)],
      [0.7, 400, 0.5624486043955059],
      [0.95, 2000, 0.09953690894735173],
      [1, 2000, 0],
    ])
      expect(convergenceRate(k, count)).toBeCloseTo(rate, 12);
  });

  it('gets nearer to a target that is no normal', async () => {
    // in between, and too narrow for the second
    const place = (z: Float64Array, point: Float64Array): void => {
      point.set([1.5 * z[0], 1.5 * z[1]]);
    };
    for (let seed = 1; seed <= 8; seed++) {
      const problem = problemOf(dimension, twoNormals, 600, seed, () => 0);
      const approximation = { dimension, logVolume: 2 * Math.log(1.5), place };
      const found = await importanceEstimate(problem, approximation, problem.random);
      expect(found.efficiency).toBeGreaterThan(0.6);
      expect(Math.abs(found.logEvidence)).toBeLessThan(3 * found.standardError);
    }
  }, 30_000);
});

describe('quadrature', () => {
  const plain: LocationScale = { dimension: 1, logVolume: 0, place: (z, point) => point.set(z) };
  const normal = (x: number): number => -0.5 * x ** 2 - 0.5 * Math.log(2 * Math.PI);
  const integral = (isDefined: (x: number) => boolean) =>
    integrate(
      problemOf(
        1,
        ([x]) => (isDefined(x) ? normal(x) : Number.NaN),
        1,
        1,
        () => 0,
      ),
      plain,
    );

  it('knows nothing where the density is undefined on one side of its mass, whichever', async () => {
    expect(await integral((x) => x > -0.7)).toBeUndefined();
    expect(await integral((x) => x < 0.7)).toBeUndefined();
  });

  it('does not mind where it is undefined far out', async () => {
    expect((await integral((x) => Math.abs(x) < 100))!.logEvidence).toBeCloseTo(0, 10);
  });
});
