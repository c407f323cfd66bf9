import { describe, expect, it } from 'vitest';
import { Random } from '../../src/random/random.ts';
import { splitEntropy, splitVariance } from '../../src/results/uncertainty.ts';

describe('the split of an entropy', () => {
  it('has the values computed in 50 digits by mpmath', () => {
    const { probabilities, entropy, expectedEntropy, mutualInformation } = splitEntropy(
      Float64Array.of(0.7, 0.2, 0.1, 0.5, 0.3, 0.2, 0.6, 0.1, 0.3),
      3,
    );
    [0.6, 0.2, 0.2].forEach((p, k) => {
      expect(probabilities[k]).toBeCloseTo(p, 12);
    });
    expect(entropy.value).toBeCloseTo(0.9502705392, 10);
    expect(expectedEntropy.value).toBeCloseTo(0.9098057638, 10);
    expect(mutualInformation.value).toBeCloseTo(0.0404647754, 10);
  });

  it('counts a class of probability 0 as no entropy', () => {
    const certain = splitEntropy(Float64Array.of(1, 0, 1, 0), 2);
    expect(certain.entropy.value).toBeCloseTo(0, 15);
    expect(certain.mutualInformation.value).toBeCloseTo(0, 15);
    const torn = splitEntropy(Float64Array.of(1, 0, 0, 1), 2);
    expect(torn.expectedEntropy.value).toBeCloseTo(0, 15);
    expect(torn.mutualInformation.value).toBeCloseTo(Math.LN2, 12);
  });

  it('has errors that fall as one over the root of the number of draws, and cover', () => {
    const random = Random.fromSeed(5);
    const drawn = (count: number): Float64Array => {
      const draws = new Float64Array(2 * count);
      for (let k = 0; k < count; k++) {
        draws[2 * k] = random.uniform();
        draws[2 * k + 1] = 1 - draws[2 * k];
      }
      return draws;
    };
    // p uniform: E −p log p − (1 − p) log (1 − p) = 1 / 2, and the entropy of the mean is log 2
    const [few, many] = [500, 50_000].map((count) => splitEntropy(drawn(count), 2));
    const ratio = few.mutualInformation.standardError / many.mutualInformation.standardError;
    expect(Math.abs(ratio / 10 - 1)).toBeLessThan(0.15);
    for (const { mutualInformation, expectedEntropy } of [few, many]) {
      const exact = Math.LN2 - 0.5;
      expect(Math.abs(mutualInformation.value - exact)).toBeLessThan(
        4 * mutualInformation.standardError,
      );
      expect(Math.abs(expectedEntropy.value - 0.5)).toBeLessThan(4 * expectedEntropy.standardError);
    }
  });
});

describe('the split of a variance', () => {
  it('adds up, with the parts of the law of total variance', () => {
    const { mean, total, aleatoric, epistemic } = splitVariance(
      Float64Array.of(1, 2, 6),
      Float64Array.of(0.5, 1, 3),
    );
    expect([mean.value, aleatoric.value, epistemic.value]).toEqual([3, 1.5, 7]);
    expect(total.value).toBeCloseTo(8.5, 12);
    // of the mean of 0.5, 1 and 3: their sd over √3
    expect(aleatoric.standardError).toBeCloseTo(Math.sqrt(1.75 / 3), 12);
  });
});
