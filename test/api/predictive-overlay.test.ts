import { expect, it } from 'vitest';
import { compare } from '../../src/api/compare.ts';
import { compile } from '../../src/api/compile.ts';
import type { NumbersOverlay, ReliabilityOverlay } from '../../src/api/predictive-overlay.ts';
import { plotComparison } from '../../src/report/figures/plot.ts';
import { overlayPictures } from '../../src/report/figures/predictive-overlays.ts';

const known = (sd: number, rate: number) => `
dim row  dim kind
data y[row]: real
data n[row]: count
data hit[row]: binary
data which[row]: kind
observe y ~ Normal(1, ${sd})
observe n ~ Poisson(${rate})
observe hit ~ Bernoulli(0.3)
observe which ~ Categorical([0.2, 0.7, 0.1])
`;
const rows = Array.from({ length: 30 }, (_, k) => k);
const data = {
  kind: ['a', 'b', 'c'],
  y: rows.map((k) => 1 + Math.sin(k)),
  n: rows.map((k) => k % 4),
  hit: rows.map((k) => k % 3 === 0),
  which: rows.map((k) => 'abc'[k % 3]),
};

it('what models without unknowns predict is what their distributions say', async () => {
  const bound = { narrow: compile(known(1, 2)).bind(data), wide: compile(known(3, 5)).bind(data) };
  const comparison = await compare(bound, { draws: 400 });
  // as it comes back from a file
  const predictions: typeof comparison.predictions = JSON.parse(
    JSON.stringify(comparison.predictions),
  );
  expect(predictions!.map(({ outcome, kind }) => [outcome, kind])).toEqual([
    ['y', 'numbers'],
    ['n', 'counts'],
    ['hit', 'binary'],
    ['which', 'classes'],
  ]);
  const [y, n, hit, which] = predictions!;
  const { observed, predicted, coverage, count } = y as NumbersOverlay;
  expect(observed).toEqual([...data.y].sort((a, b) => a - b));
  expect(count).toBe(30);
  // standard normal quantiles at 25.25% and 75.25%: -0.6666 and 0.6823 (scipy.stats.norm.ppf)
  for (const [model, sd] of [['narrow', 1] as const, ['wide', 3] as const]) {
    expect(predicted[model]).toHaveLength(200);
    expect((predicted[model][50] - 1) / sd).toBeCloseTo(-0.6666, 1);
    expect((predicted[model][150] - 1) / sd).toBeCloseTo(0.6823, 1);
  }
  // |sin k| is below 0.6745 · 3 always
  expect(coverage.wide.find(({ level }) => level === 0.5)!.share).toBe(1);
  const inside = data.y.filter((value) => Math.abs(value - 1) < 0.6744897501960817).length / 30;
  expect(Math.abs(coverage.narrow.find(({ level }) => level === 0.5)!.share - inside)).toBeLessThan(
    0.15,
  );
  const counts = n as NumbersOverlay;
  expect(counts.observed).toEqual([8, 8, 7, 7].map((times) => expect.closeTo(times / 30, 12)));
  const poisson = (rate: number): number[] =>
    [1, rate, rate ** 2 / 2, rate ** 3 / 6].map((term) => Math.exp(-rate) * term);
  for (const [model, rate] of [['narrow', 2] as const, ['wide', 5] as const])
    poisson(rate).forEach((p, k) => {
      expect(Math.abs(counts.predicted[model][k] - p)).toBeLessThan(0.02);
    });
  for (const [overlay, p, share] of [[hit, 0.3, 1 / 3] as const, [which, 0.7, 1 / 3] as const])
    for (const bins of Object.values((overlay as ReliabilityOverlay).reliability)) {
      for (const { predicted } of bins) expect(Math.abs(predicted - p)).toBeLessThan(0.08);
      const came = bins.reduce((sum, { observed, count }) => sum + observed * count, 0) / 30;
      expect(came).toBeCloseTo(share, 12);
    }

  const titles = overlayPictures(predictions!, ['narrow', 'wide']).map(({ title }) => title);
  expect(titles).toEqual([
    'y: observed and predicted',
    'y: coverage of predictive intervals',
    'n: observed and predicted',
    'n: coverage of predictive intervals',
    'hit: probabilities and what came',
    'which: probabilities and what came',
  ]);
  const { predictions: _, ...without } = comparison;
  expect(plotComparison('predictive', comparison)).toContain('>wide</text>');
  expect(() => plotComparison('predictive', without)).toThrow('no predictions for a predictive');
});
