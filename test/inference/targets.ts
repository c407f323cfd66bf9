/** Small targets with exact derivatives, written by hand. */
import type { Target } from '../../src/inference/method.ts';

interface Parts {
  readonly names: readonly string[];
  /** The value, or the value with the gradient filled where an array is given. */
  density(x: Float64Array, gradient: Float64Array): number;
  hessian(x: Float64Array): readonly (readonly number[])[];
}

export function targetOf({ names, density, hessian }: Parts): Target & { gradients: number } {
  return {
    gradients: 0,
    dimension: names.length,
    logDensity: (x) => density(x, new Float64Array(names.length)),
    logDensityGradient(x, gradient) {
      this.gradients++;
      return density(x, gradient);
    },
    hessian: (x) => Float64Array.from(hessian(x).flat()),
    coordinateName: (i) => names[i],
  };
}

/** The normalised normal density times exp(logMass), given by its precision matrix. */
export function gaussian(
  mean: readonly number[],
  precision: readonly (readonly number[])[],
  logConstant = 0,
): ReturnType<typeof targetOf> {
  return targetOf({
    names: mean.map((_, i) => `x[${i + 1}]`),
    density(x, gradient) {
      let value = logConstant;
      mean.forEach((_, i) => {
        gradient[i] = -precision[i].reduce((sum, p, j) => sum + p * (x[j] - mean[j]), 0);
        value += 0.5 * (x[i] - mean[i]) * gradient[i];
      });
      return value;
    },
    hessian: () => precision.map((row) => row.map((p) => -p)),
  });
}

/** a log p + b log(1 − p) at p = sigmoid(x), Jacobian included: Beta(a, b) on the logit scale, unnormalised. */
export function betaOnLogit(a: number, b: number): ReturnType<typeof targetOf> {
  return targetOf({
    names: ['logit(p)'],
    density([x], gradient) {
      const p = 1 / (1 + Math.exp(-x));
      gradient[0] = a - (a + b) * p;
      return -a * Math.log1p(Math.exp(-x)) - b * Math.log1p(Math.exp(x));
    },
    hessian([x]) {
      const p = 1 / (1 + Math.exp(-x));
      return [[-(a + b) * p * (1 - p)]];
    },
  });
}

/** Gamma(shape, rate) on the log scale, unnormalised: shape x − rate eˣ. */
export function gammaOnLog(shape: number, rate: number): ReturnType<typeof targetOf> {
  return targetOf({
    names: ['log(lambda)'],
    density([x], gradient) {
      gradient[0] = shape - rate * Math.exp(x);
      return shape * x - rate * Math.exp(x);
    },
    hessian: ([x]) => [[-rate * Math.exp(x)]],
  });
}

/** y ~ Normal(X b, s), flat priors on b and on s > 0, on the coordinates b and log(s). */
export function regression(
  rows: readonly (readonly number[])[],
  y: readonly number[],
): ReturnType<typeof targetOf> {
  const columns = rows[0].length;
  const residuals = (x: Float64Array): number[] =>
    rows.map((row, i) => y[i] - row.reduce((sum, value, j) => sum + value * x[j], 0));
  return targetOf({
    names: [...rows[0].map((_, j) => `b[${j + 1}]`), 'log(s)'],
    density(x, gradient) {
      const precision = Math.exp(-2 * x[columns]);
      const r = residuals(x);
      const squares = r.reduce((sum, value) => sum + value * value, 0);
      for (let j = 0; j < columns; j++)
        gradient[j] = precision * rows.reduce((sum, row, i) => sum + row[j] * r[i], 0);
      gradient[columns] = precision * squares - rows.length + 1;
      return -0.5 * precision * squares - (rows.length - 1) * x[columns];
    },
    hessian(x) {
      const precision = Math.exp(-2 * x[columns]);
      const r = residuals(x);
      const cross = (f: (i: number) => number): number => rows.reduce((sum, _, i) => sum + f(i), 0);
      const border = rows[0].map((_, j) => -2 * precision * cross((i) => rows[i][j] * r[i]));
      return [
        ...rows[0].map((_, j) => [
          ...rows[0].map((__, k) => -precision * cross((i) => rows[i][j] * rows[i][k])),
          border[j],
        ]),
        [...border, -2 * precision * cross((i) => r[i] * r[i])],
      ];
    },
  });
}

const effects = [28, 8, -3, 7, -1, 1, 18, 12];
const errors = [15, 10, 16, 11, 9, 11, 10, 18];

/**
 * Eight schools (Rubin 1981), mu ~ N(0, 5), tau ~ half-Cauchy(5), normalised, on mu, log(tau) and either the
 * effects themselves (centred) or the standardised ones. The Hessian is by central differences of the gradient.
 */
export function eightSchools(centred: boolean): ReturnType<typeof targetOf> {
  const logTwoPi = Math.log(2 * Math.PI);
  const density = (x: Float64Array, gradient: Float64Array): number => {
    const tau = Math.exp(x[1]);
    const ratio = (tau / 5) ** 2;
    gradient.fill(0);
    gradient[0] = -x[0] / 25;
    gradient[1] = 1 - (2 * ratio) / (1 + ratio);
    let value = -0.5 * (x[0] / 5) ** 2 - Math.log(5) - 0.5 * logTwoPi;
    value += Math.log(2 / (5 * Math.PI)) - Math.log1p(ratio) + x[1];
    effects.forEach((y, i) => {
      const z = centred ? (x[2 + i] - x[0]) / tau : x[2 + i];
      const theta = centred ? x[2 + i] : x[0] + tau * z;
      const residual = (y - theta) / errors[i];
      const pull = residual / errors[i];
      value -= 0.5 * z * z + 0.5 * residual ** 2 + Math.log(errors[i]) + logTwoPi;
      if (centred) {
        value -= x[1];
        gradient[0] += z / tau;
        gradient[1] += z * z - 1;
        gradient[2 + i] = pull - z / tau;
      } else {
        gradient[0] += pull;
        gradient[1] += pull * tau * z;
        gradient[2 + i] = pull * tau - z;
      }
    });
    return value;
  };
  const size = 2 + effects.length;
  return targetOf({
    names: ['mu', 'log(tau)', ...effects.map((_, i) => `theta[${i + 1}]`)],
    density,
    hessian(x) {
      const slopes = (i: number, step: number): Float64Array => {
        const gradient = new Float64Array(size);
        density(
          x.map((value, j) => value + (i === j ? step : 0)),
          gradient,
        );
        return gradient;
      };
      return Array.from({ length: size }, (_, i) => {
        const step = 1e-5 * Math.max(1, Math.abs(x[i]));
        const below = slopes(i, -step);
        return Array.from(slopes(i, step), (value, j) => (value - below[j]) / (2 * step));
      });
    },
  });
}
