import { describe, expect, it } from 'vitest';
import { defaultEngine } from '../../src/api/engines.ts';
import { compile } from '../../src/index.ts';
import { observedValues, PointwiseLikelihood } from '../../src/posterior/pointwise.ts';

describe('the log likelihood of each observation', () => {
  it('is of events, of which some are missing in part or whole', () => {
    const { lowered, coordinates } = compile(
      'dim row dim occasion data y[row, occasion]: binary? param p ~ Beta(1, 1) param w ~ Beta(1, 1) observe y ~ zero_inflated(w, each[occasion](Bernoulli(p)))',
    ).bind({
      y: [
        [1, 0, null],
        [0, 0, 0],
        [null, null, null],
        [0, 1, 1],
      ],
    });
    const likelihood = new PointwiseLikelihood(lowered, coordinates, defaultEngine().engine);
    const values = likelihood.at(Float64Array.of(0, 0));
    // at p = w = 1/2, by hand
    [0.5 * 0.25, 0.5 + 0.5 * 0.125, 0.5 * 0.125].forEach((probability, k) => {
      expect(values[k]).toBeCloseTo(Math.log(probability), 13);
    });
    expect(likelihood.count).toBe(3);
    expect([...observedValues(lowered)]).toEqual([1, 0, 0, 0, 0, 0, 1, 1]);
  });
});
