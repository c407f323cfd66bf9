import { expect, it } from 'vitest';
import { compile } from '../../src/index.ts';

/** Where an observed value is the location itself, the density is smooth, and no logarithm of 0 may come in. */
it.each(['Normal(m, s)', 'StudentT(nu, m, s)', 'Cauchy(m, s)', 'Logistic(m, s)'])(
  'the gradient of %s is that of its formula at its location',
  (distribution) => {
    const posterior = compile(`dim i
data y[i]: real
param m ~ Flat()
param nu ~ Gamma(2, 0.1)
param s ~ HalfNormal(1)
observe y ~ ${distribution}
`).bind({ y: [0] });
    const slopes = new Float64Array(3);
    posterior.logDensityGradient(new Float64Array(3), slopes);
    // symmetric about m; log p(y) = c(ν) − log s there; of u = log s = 0 the prior and the Jacobian give −s² + 1
    expect(slopes[0]).toBe(0);
    expect(slopes[2]).toBeCloseTo(-1, 14);
    expect(slopes[1]).not.toBeNaN();
  },
);
