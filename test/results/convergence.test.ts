import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  type Chains,
  essBulk,
  essMean,
  essQuantile,
  halvesOf,
  rhat,
} from '../../src/results/convergence.ts';
import { Draws } from '../../src/results/draws.ts';
import { type SummaryRow, summaryTable } from '../../src/results/summary-table.ts';

interface Reference {
  readonly chains: readonly number[][];
  readonly rhat: number;
  readonly essBulk: number;
  readonly essTail: number;
  readonly essMean: number;
  readonly mcseMean: number;
  readonly mcseSd: number;
  /** Of the 5%, 50% and 95% quantile. */
  readonly mcseQuantiles: readonly number[];
}

/** Made by reference/convergence.R with R's posterior 1.4.0; `mu` and `tau` are its example draws. */
const references: Record<string, Reference> = JSON.parse(
  readFileSync(new URL('./reference/convergence.json', import.meta.url), 'utf8'),
);

/** The summary of one quantity. */
function rowOf(chains: Chains): SummaryRow {
  const values = Float64Array.from(chains.flatMap((chain) => [...chain]));
  const column = { name: 'x', shape: [], labels: [], dimensions: [], values };
  return summaryTable(new Draws(values.length, [column], chains.length))[0];
}

describe('convergence diagnostics', () => {
  it.each(Object.entries(references))('equal those of R for %s', (_, reference) => {
    const chains: Chains = reference.chains.map((chain) => Float64Array.from(chain));
    const close = (value: number, expected: number): void =>
      expect(Math.abs(value - expected)).toBeLessThan(1e-9 * expected);
    close(rhat(chains), reference.rhat);
    close(essBulk(chains), reference.essBulk);
    close(essMean(chains), reference.essMean);
    const row = rowOf(chains);
    close(row.essTail!, reference.essTail);
    close(row.mcseMean, reference.mcseMean);
    close(row.mcseSd!, reference.mcseSd);
    const [q5, q50, q95] = reference.mcseQuantiles;
    expect([row.mcseQ5, row.mcseQ50, row.mcseQ95]).toEqual([
      expect.closeTo(q5, 12),
      expect.closeTo(q50, 12),
      expect.closeTo(q95, 12),
    ]);
  });

  // posterior::summarise_draws(posterior::example_draws(), …) as printed by version 1.4.0, to ten digits
  it.each([
    ['mu', 1.021923027, 558.0173111, 322.095518, 0.1504394344],
    ['tau', 1.01467274, 246.3733922, 202.0234228, 0.2134521614],
  ])('equal the values printed with the draws of %s', (name, ...printed) => {
    const row = rowOf(references[name].chains.map((chain) => Float64Array.from(chain)));
    const found = [row.rhat!, row.essBulk!, row.essTail!, row.mcseMean];
    found.forEach((value, k) => {
      expect(Math.abs(value / printed[k] - 1)).toBeLessThan(1e-9);
    });
  });

  it('are NaN where they mean nothing', () => {
    const constant = [new Float64Array(10).fill(3), new Float64Array(10).fill(3)];
    const short = [Float64Array.of(1, 2, 3)];
    const ofQuantile = (chains: Chains): number =>
      essQuantile(halvesOf(Float64Array.from(chains.flatMap((one) => [...one])), chains.length), 3);
    const broken = [Float64Array.of(1, 2, 3, 4, Number.NaN, 6, 7)];
    for (const chains of [constant, short, broken, []]) {
      for (const diagnostic of [rhat, essBulk, essMean, ofQuantile]) {
        expect(diagnostic(chains)).toBeNaN();
      }
    }
  });
});
