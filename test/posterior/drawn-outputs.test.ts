import { describe, expect, it } from 'vitest';
import { compile } from '../../src/api/compile.ts';
import { Random } from '../../src/random/random.ts';

/** Draws of outputs at a point of a model's unconstrained space. */
function drawsOf(text: string, data: Record<string, unknown>, point: number[], names: string[]) {
  const { generated } = compile(text).bind(data);
  const random = Random.fromSeed(1);
  return (k: number): Record<string, number[]> => {
    const values = generated.evaluate(names, Float64Array.from(point), random.stream(k));
    return Object.fromEntries(names.map((name) => [name, Array.from(values[name])]));
  };
}

describe('random outputs that build on each other', () => {
  const text = `
    dim time = 4   dim chain = 2
    param phi ~ Normal(0, 1)
    output x[c in chain, t in time] ~
      if t == 1 then Normal(10 * c, 0.001) else Normal(phi * x[c, t - 1] + 1, 0.001)
    output z = x[1, 4] - x[1, 3]
    output y[t in time] ~ Normal(x[2, t], 0.001)`;

  it('draw elements in order: each from the ones before', () => {
    const { x, z, y } = drawsOf(text, {}, [0.5], ['x', 'z', 'y'])(0);
    // x₁ = 10 c, xₜ = xₜ₋₁ / 2 + 1, with errors of at most a few thousandths
    const expected = [10, 6, 4, 3, 20, 11, 6.5, 4.25];
    expected.forEach((value, k) => {
      expect(Math.abs(x[k] - value)).toBeLessThan(0.01);
    });
    expect(z[0]).toBe(x[3] - x[2]);
    y.forEach((value, t) => {
      expect(Math.abs(value - x[4 + t])).toBeLessThan(0.006);
    });
  });

  it('have the joint distribution of the process', () => {
    const walk = `
      dim time = 3
      param s ~ Normal(0, 1)
      output w[t in time] ~ if t > 1 then Normal(w[t - 1], 1) else Normal(0, 1)`;
    const draw = drawsOf(walk, {}, [0], ['w']);
    const n = 20_000;
    const sums = [0, 0, 0, 0];
    for (let k = 0; k < n; k++) {
      const { w } = draw(k);
      sums[0] += w[0] ** 2;
      sums[1] += w[1] ** 2;
      sums[2] += w[2] ** 2;
      sums[3] += w[0] * w[2];
    }
    // a random walk: variances 1, 2, 3, covariance 1 of the first and the third; standard errors
    // √(2 v² / n) and √((v₁ v₃ + c²) / n), here at five of them
    [1, 2, 3].forEach((variance, t) => {
      expect(Math.abs(sums[t] / n - variance)).toBeLessThan(5 * Math.sqrt((2 * variance ** 2) / n));
    });
    expect(Math.abs(sums[3] / n - 1)).toBeLessThan(5 * Math.sqrt(4 / n));
  });

  it('draw counts that depend on earlier counts', () => {
    const left = `
      dim time = 5
      param s ~ Normal(0, 1)
      output n[t in time] ~ if t == 1 then Binomial(100, 0.5) else Binomial(n[t - 1], 0.5)`;
    const draw = drawsOf(left, {}, [0], ['n']);
    for (let k = 0; k < 50; k++) {
      const { n } = draw(k);
      for (let t = 1; t < 5; t++) expect(n[t]).toBeLessThanOrEqual(n[t - 1]);
      expect(n[0]).toBeGreaterThan(20);
    }
  });
});
