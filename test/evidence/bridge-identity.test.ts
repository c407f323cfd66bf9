import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { solveBridge } from '../../src/evidence/bridge-identity.ts';
import { essMean } from '../../src/results/convergence.ts';

interface Fixture {
  readonly target: readonly number[];
  readonly proposal: readonly number[];
  readonly solutions: readonly {
    readonly effective: number;
    readonly logEvidence: number;
    readonly ofProposal: number;
    readonly ofTarget: number;
  }[];
}

// written by reference/bridge.py: the root of the estimating equation by scipy
const fixture = JSON.parse(
  readFileSync(new URL('reference/bridge.json', import.meta.url), 'utf8'),
) as Fixture;
const target = [0, 200].map((from) => Float64Array.from(fixture.target.slice(from, from + 200)));
const proposal = Float64Array.from(fixture.proposal);

describe('the optimal bridge', () => {
  it.each(fixture.solutions)(
    'is the root of its equation, $effective effective draws',
    (expected) => {
      const { effective } = expected;
      const found = solveBridge({ target, proposal, effective });
      expect(found.converged).toBe(true);
      expect(found.logEvidence).toBeCloseTo(expected.logEvidence, 9);
      const s1 = effective / (effective + proposal.length);
      const terms = target.map((chain) =>
        chain.map((ratio) => 1 / (s1 * Math.exp(ratio - found.logEvidence) + 1 - s1)),
      );
      const inefficiency = 400 / essMean(terms);
      expect(found.relativeSquaredError).toBeCloseTo(
        expected.ofProposal + expected.ofTarget * inefficiency,
        10,
      );
    },
  );

  it('is exact where the proposal is the target, on any scale', () => {
    for (const level of [-1e5, 0, 3000]) {
      const alike = new Float64Array(100).fill(level);
      const found = solveBridge({ target: [alike, alike], proposal: alike, effective: 200 });
      expect(found).toMatchObject({ logEvidence: level, converged: true });
      expect(found.relativeSquaredError).toBe(0);
    }
  });

  it('moves with the scale of the target', () => {
    const moved = solveBridge({
      target: target.map((chain) => chain.map((x) => x - 5000)),
      proposal: proposal.map((x) => x - 5000),
      effective: 400,
    });
    expect(moved.logEvidence + 5000).toBeCloseTo(fixture.solutions[0].logEvidence, 6);
  });

  it('says so where target and proposal do not overlap', () => {
    const found = solveBridge({
      target: [new Float64Array(50).fill(0)],
      proposal: new Float64Array(50).fill(Number.NEGATIVE_INFINITY),
      effective: 50,
    });
    expect(found.converged).toBe(false);
  });
});
