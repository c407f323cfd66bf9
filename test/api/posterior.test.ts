import { describe, expect, it } from 'vitest';
import { compile } from '../../src/api/compile.ts';
import { NumericalError } from '../../src/diagnostics/diagnostic.ts';
import { eightSchools } from './models.ts';

describe('a posterior', () => {
  const posterior = compile(eightSchools.model).bind(eightSchools.data);

  it('has one coordinate an element, named in the words of the model', () => {
    expect(posterior.dimension).toBe(10);
    const names = Array.from({ length: 10 }, (_, k) => posterior.coordinates.name(k));
    expect(names.slice(0, 3)).toEqual(['mu', 'log(tau)', 'theta[A] (non-centred)']);
  });

  it('constrains a point to named values', () => {
    const point = Float64Array.of(2, Math.log(3), 1, 0, -1, 2, 0.5, 0, 0, -2);
    const { mu, tau, theta } = posterior.constrain(point) as {
      mu: number;
      tau: number;
      theta: number[];
    };
    expect(mu).toBe(2);
    expect(tau).toBeCloseTo(3, 14);
    // theta = mu + tau · z
    [5, 2, -1, 8, 3.5, 2, 2, -4].forEach((value, k) => {
      expect(theta[k]).toBeCloseTo(value, 13);
    });
  });

  it('constrains to bounds, matrices and nested arrays', () => {
    const bounded = compile(`dim r = 2
      dim c = 3
      param low: real(lower = 2) ~ Flat()
      param high: real(upper = -1) ~ Flat()
      param p[r, c]: real(lower = -1, upper = 3) ~ Flat()
      factor -low^2 - high^2`).bind({});
    const point = new Float64Array(8);
    expect(bounded.constrain(point)).toEqual({
      low: 3,
      high: -2,
      p: [
        [1, 1, 1],
        [1, 1, 1],
      ],
    });
    point.fill(Math.log(3), 2);
    // −1 + 4 · 3/4
    expect((bounded.constrain(point) as { p: number[][] }).p[1][2]).toBeCloseTo(2, 14);
  });

  it('gives the value with and without the gradient', () => {
    const point = Float64Array.from({ length: 10 }, (_, k) => Math.sin(k));
    const gradient = new Float64Array(10);
    expect(posterior.logDensityGradient(point, gradient)).toBeCloseTo(
      posterior.logDensity(point),
      11,
    );
    expect(gradient.every((slope) => slope !== 0)).toBe(true);
  });

  it('refuses points of another length', () => {
    const [short, right] = [new Float64Array(9), new Float64Array(10)];
    expect(() => posterior.logDensity(short)).toThrow('point has 9 coordinates');
    expect(() => posterior.logDensityGradient(right, short)).toThrow('gradient has 9 coordinates');
    expect(() => posterior.constrain(short)).toThrow(RangeError);
  });

  it('names the part of the model that is not a number', () => {
    const text = 'param a ~ Normal(0, 1)\nparam b ~ Normal(0, 1)\nfactor b * log(a - 100)';
    const undefinedThere = compile(text, { fileName: 'm.bayes' }).bind({});
    for (const work of [
      () => undefinedThere.logDensity(new Float64Array(2)),
      () => undefinedThere.logDensityGradient(new Float64Array(2), new Float64Array(2)),
    ]) {
      let error: unknown;
      try {
        work();
      } catch (thrown) {
        error = thrown;
      }
      expect(error).toBeInstanceOf(NumericalError);
      const { message, span } = error as NumericalError;
      expect(message).toBe(
        'the log density is not a number: `log(a - 100)` (m.bayes:3:12) has no value at this point',
      );
      expect(text.slice(span!.start, span!.end)).toBe('log(a - 100)');
    }
  });

  it('names the part of the model that has no derivative', () => {
    const text = `dim k = 2
      param a ~ Normal(0, 1)
      let A[i in k, j in k] = if i == j then exp(a) else 0
      factor eigenvectors(A)[1, 1]`;
    const repeated = compile(text, { fileName: 'm.bayes' }).bind({});
    const point = Float64Array.of(0.5);
    expect(repeated.logDensity(point)).toBeTypeOf('number');
    expect(() => repeated.logDensityGradient(point, new Float64Array(1))).toThrow(
      'the gradient of the log density is not a number: `eigenvectors(A)` (m.bayes:4:14) has no derivative at this point',
    );
  });

  it('is −∞ where the density is 0', () => {
    const impossible = compile('param a ~ Normal(0, 1)\nfactor log(max(a - 100, 0))').bind({});
    expect(impossible.logDensity(new Float64Array(1))).toBe(Number.NEGATIVE_INFINITY);
  });
});
