import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { compile } from '../../src/api/compile.ts';
import type { Fit } from '../../src/api/fit.ts';
import { loadFit } from '../../src/api/load-fit.ts';

const folder = mkdtempSync(join(tmpdir(), 'credence-'));
afterAll(() => rmSync(folder, { recursive: true }));

const model = compile(`
  dim obs
  dim column = 3
  data X[obs, column]: real
  data y[obs]: real
  param a ~ Normal(0, 2)
  param b[column] ~ Normal(0, 1)
  observe y ~ Normal(a + X @ b, 0.7)
`);
const X = Array.from({ length: 14 }, (_, i) => [Math.sin(i), Math.cos(2 * i), i / 7 - 1]);
const y = X.map(([p, q, r], i) => 1 + 0.5 * p - q + 0.3 * r + 0.4 * Math.sin(7 * i));
const half = (from: number, to: number) => ({ X: X.slice(from, to), y: y.slice(from, to) });
/** Halves that are not alike, so that the second alone is something else. */
const [first, second] = [half(0, 9), half(9, 14)];

const normalOf = ({ parts }: Fit) => parts.normal!;
function expectSame(found: Fit, whole: Fit, digits: number): void {
  const [own, other] = [normalOf(found), normalOf(whole)];
  own.mean.forEach((mean, k) => {
    expect(mean).toBeCloseTo(other.mean[k], digits);
    expect(own.sd[k]).toBeCloseTo(other.sd[k], digits);
  });
  own.factor?.forEach((value, k) => {
    expect(value).toBeCloseTo(other.factor![k], digits);
  });
}

describe('a fit as the prior of the next', () => {
  it.each([
    ['laplace', { method: 'laplace' }, 7],
    ['vi --family full-rank', { method: 'vi', family: 'full-rank' }, 3],
  ])('by %s of two halves in turn is the fit of all data', async (_, options, digits) => {
    const whole = await model.bind({ X, y }).fit({ ...options, draws: 10 });
    const one = await model.bind(first).fit({ ...options, draws: 10 });
    await one.save(folder);
    const prior = await loadFit(folder);
    expect(normalOf(prior)).toEqual(normalOf(one));
    expectSame(await model.bind(second).fit({ ...options, prior, draws: 10 }), whole, digits);
    // the order of the data is no matter
    const other = await model.bind(second).fit({ ...options, draws: 10 });
    expectSame(await model.bind(first).fit({ ...options, prior: other, draws: 10 }), whole, digits);
    // which the second half alone is not
    expect(Math.abs(normalOf(other).mean[0] - normalOf(whole).mean[0])).toBeGreaterThan(0.02);
  });

  it('by independent normals is that where parameters are independent, constrained and hierarchical ones too', async () => {
    const apart = compile(`
      dim obs
      data u[obs]: real
      data v[obs]: positive
      param m ~ Normal(0, 2)
      param s ~ LogNormal(0, 1)
      observe u ~ Normal(m, 1)
      observe v ~ LogNormal(log(s), 0.5)
    `);
    const data = { u: [0.1, 1.2, 0.7, 2.1, -0.4], v: [1, 2, 0.7, 3, 1.5] };
    const part = (from: number, to: number) => ({
      u: data.u.slice(from, to),
      v: data.v.slice(from, to),
    });
    const options = { method: 'vi', draws: 10 };
    const whole = await apart.bind(data).fit(options);
    const prior = await apart.bind(part(0, 2)).fit(options);
    expectSame(await apart.bind(part(2, 5)).fit({ ...options, prior }), whole, 5);
    const byLaplace = await apart.bind(data).fit({ method: 'laplace', draws: 10 });
    const mixed = await apart.bind(part(2, 5)).fit({ method: 'laplace', prior, draws: 10 });
    expectSame(
      { parts: { normal: { ...normalOf(mixed), factor: undefined } } } as never,
      byLaplace,
      5,
    );
    // a chain of draws takes it as well
    const drawn = await apart.bind(part(2, 5)).fit({ method: 'nuts', prior, chains: 1 });
    const [{ mean, sd }] = drawn.summary();
    expect(Math.abs(mean - normalOf(whole).mean[0])).toBeLessThan(0.15 * sd);
  });

  it('keeps the evidence: of the data given those before', async () => {
    const evidenceOf = ({ diagnostics }: Fit): number => diagnostics.values.logEvidence;
    const options = { method: 'laplace', draws: 10 };
    const whole = await model.bind({ X, y }).fit(options);
    const prior = await model.bind(first).fit(options);
    const next = await model.bind(second).fit({ ...options, prior });
    expect(evidenceOf(prior) + evidenceOf(next)).toBeCloseTo(evidenceOf(whole), 6);
  });

  it('holds the weights of networks where new data say nothing, and moves them where they do', async () => {
    const network = compile(`
      dim obs
      data x[obs]: real
      data y[obs]: real
      data noise: positive
      network f() {
        dense(3, activation = tanh)
        dense(1)
        weights ~ Normal(0, 1)
        biases ~ Normal(0, 1)
      }
      observe y ~ Normal(f(x), noise)
    `);
    const x = [-2, -1.5, -1, -0.5, 0.5, 1, 1.5, 2];
    const bound = (noise: number, shift: number) =>
      network.bind({ x, y: x.map((at) => Math.sin(at) + shift), noise });
    const options = { method: 'vi', draws: 10, seed: 2 };
    const prior = await bound(0.1, 0).fit({ ...options, steps: 1500 });
    const distance = (fit: Fit): number => {
      const [own, before] = [normalOf(fit), normalOf(prior)];
      const squares = own.mean.map((mean, k) => ((mean - before.mean[k]) / before.sd[k]) ** 2);
      return Math.sqrt(squares.reduce((sum, z) => sum + z, 0) / squares.length);
    };
    const next = { ...options, prior, steps: 1500 };
    const still = await bound(1000, 3).fit(next);
    expect(distance(still)).toBeLessThan(0.1);
    normalOf(still).sd.forEach((sd, k) => {
      expect(Math.abs(Math.log(sd / normalOf(prior).sd[k]))).toBeLessThan(0.2);
    });
    expect(distance(await bound(0.1, 0.3).fit(next))).toBeGreaterThan(0.5);
    await expect(
      bound(1, 0).fit({ method: 'mc-dropout', prior: still, draws: 10 }),
    ).rejects.toThrow('mc-dropout has no normal');
    // by the curvature of Gauss and Newton
    const curved = await bound(0.1, 0).fit({ method: 'laplace', steps: 300, draws: 10 });
    const again = await bound(1000, 3).fit({ method: 'laplace', prior: curved, draws: 10 });
    normalOf(again).mean.forEach((mean, k) => {
      expect(Math.abs(mean - normalOf(curved).mean[k])).toBeLessThan(0.05 * normalOf(curved).sd[k]);
    });
  });

  it('is refused where it is none', async () => {
    const prior = await model.bind(first).fit({ method: 'laplace', draws: 10 });
    const other = compile('data y: real param m ~ Normal(0, 1) observe y ~ Normal(m, 1)').bind({
      y: 1,
    });
    await expect(other.fit({ method: 'laplace', prior })).rejects.toThrow(
      'has the parameters a, b; the model has m',
    );
    const drawn = await other.fit({ method: 'nuts', chains: 1, draws: 20, warmup: 50 });
    await expect(other.fit({ method: 'laplace', prior: drawn })).rejects.toThrow(
      'take vi or laplace',
    );
    const rows = compile(
      'dim obs data y[obs]: real param m[obs] ~ Normal(0, 1) observe y ~ Normal(m, 1)',
    );
    const three = await rows.bind({ y: [1, 2, 3] }).fit({ method: 'vi', draws: 10 });
    await expect(rows.bind({ y: [1, 2] }).fit({ method: 'vi', prior: three })).rejects.toThrow(
      '`m` has 2 coordinates with these data, and 3 in the fit',
    );
  });
});
