import { gamma } from '../../src/distributions/gamma.ts';
import { halfNormal } from '../../src/distributions/half-normal.ts';
import type { Builder } from '../../src/graph/builder.ts';
import { identityMatrix, logDeterminantFromCholesky } from '../../src/graph/matrix-composites.ts';
import { lower } from '../../src/transforms/index.ts';
import type { gaussianProcess as gaussianProcessData } from '../data.ts';
import type { GraphModel } from './graph-model.ts';

/** Regression with K = α² exp(−½ (xᵢ − xⱼ)² / ρ²) + σ² I. */
export function gaussianProcess(
  b: Builder,
  { x, y }: ReturnType<typeof gaussianProcessData>,
): GraphModel {
  const inputs = ['rho', 'alpha', 'sigma'].map((name) => b.input(name, []));
  const positive = { lower: b.constant(0) };
  const [rho, alpha, sigma] = inputs.map((u) => lower.forward(b, u, positive));

  const n = x.length;
  const squaredDistances = Float64Array.from(
    { length: n * n },
    (_, k) => (x[Math.floor(k / n)] - x[k % n]) ** 2,
  );
  const scaled = b.divide(b.constant(squaredDistances, [n, n]), b.square(rho));
  const smooth = b.multiply(b.square(alpha), b.exp(b.multiply(-0.5, scaled)));
  const covariance = b.add(smooth, b.multiply(b.square(sigma), identityMatrix(b, n)));
  const factor = b.cholesky(covariance);
  const outcome = b.constant(Float64Array.from(y), [n, 1]);
  const whitened = b.triangularSolve(factor, outcome);
  const fit = b.add(b.sum(b.square(whitened)), logDeterminantFromCholesky(b, factor));
  const terms = [
    ...inputs.map((u) => lower.logJacobian(b, u, positive)),
    gamma.logDensity(b, rho, { shape: b.constant(25), rate: b.constant(4) }),
    halfNormal.logDensity(b, alpha, { sd: b.constant(2) }),
    halfNormal.logDensity(b, sigma, { sd: b.constant(1) }),
    b.multiply(-0.5, b.add(fit, n * Math.log(2 * Math.PI))),
  ];
  return { inputs, logDensity: terms.reduce((sum, term) => b.add(sum, term)) };
}
