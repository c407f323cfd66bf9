import { gradient } from '../../../src/autodiff/gradient.ts';
import type { NamedValues } from '../../../src/engines/engine.ts';
import { Builder } from '../../../src/graph/builder.ts';
import type { Graph, Node } from '../../../src/graph/node.ts';

export interface Example {
  readonly graph: Graph;
  readonly inputs: NamedValues;
}

/** A repeatable sequence in (−1, 1), of no statistical pretension. */
function wave(count: number, frequency: number): Float64Array {
  return Float64Array.from({ length: count }, (_, k) => Math.sin(frequency * (k + 1)));
}

function withGradient(builder: Builder, density: Node, parameters: readonly Node[]): Graph {
  const derivatives = gradient(builder, density, parameters);
  const named = parameters.map((parameter, k) => [
    `gradient of ${parameter.attributes.name}`,
    derivatives[k],
  ]);
  return builder.finish({ density, ...Object.fromEntries(named) });
}

/** Normal regression with an intercept a group: 919 rows, 85 groups, group effects scaled by σ. */
export function hierarchicalRegression(): Example {
  const rows = 919;
  const groups = 85;
  const b = new Builder();
  const effects = b.input('effects', [groups]);
  const logScales = b.input('log scales', [2]);
  const slopes = b.input('slopes', [3, 1]);
  const group = b.constant(
    Int32Array.from({ length: rows }, (_, k) => (k * 7) % groups),
    [rows],
  );
  const x = b.constant(wave(rows * 3, 0.37), [rows, 3]);
  const y = b.constant(wave(rows, 1.3), [rows]);
  const scales = b.exp(logScales);
  const groupScale = b.reshape(b.slice(scales, [0], [1]), []);
  const noise = b.reshape(b.slice(scales, [1], [1]), []);
  const fixed = b.reshape(b.matmul(x, slopes), [rows]);
  const mean = b.add(fixed, b.gather(b.multiply(effects, groupScale), group));
  const residuals = b.divide(b.subtract(y, mean), noise);
  const density = b.subtract(
    b.multiply(b.add(b.sum(b.square(residuals)), b.sum(b.square(effects))), -0.5),
    b.multiply(b.log(noise), rows),
  );
  return {
    graph: withGradient(b, density, [effects, logScales, slopes]),
    inputs: {
      effects: wave(groups, 0.9),
      'log scales': Float64Array.of(-0.3, 0.2),
      slopes: Float64Array.of(0.5, -0.25, 1.5),
    },
  };
}

/** Negative binomial counts with mean exp(α + βx) and overdispersion φ. */
export function negativeBinomial(): Example {
  const rows = 60;
  const b = new Builder();
  const intercept = b.input('intercept', []);
  const slope = b.input('slope', []);
  const logDispersion = b.input('log dispersion', []);
  const counts = Float64Array.from({ length: rows }, (_, k) => (k * 5) % 13);
  const y = b.constant(counts, [rows]);
  const x = b.constant(wave(rows, 0.7), [rows]);
  const phi = b.exp(logDispersion);
  const eta = b.add(intercept, b.multiply(slope, x));
  const total = b.logAddExp(eta, logDispersion);
  const binomial = b.subtract(
    b.subtract(b.lgamma(b.add(y, phi)), b.lgamma(phi)),
    b.lgamma(b.add(y, 1)),
  );
  const terms = b.add(
    binomial,
    b.add(b.multiply(y, b.subtract(eta, total)), b.multiply(phi, b.subtract(logDispersion, total))),
  );
  return {
    graph: withGradient(b, b.sum(terms), [intercept, slope, logDispersion]),
    inputs: {
      intercept: Float64Array.of(1.4),
      slope: Float64Array.of(-0.3),
      'log dispersion': Float64Array.of(0.6),
    },
  };
}

/** Probit regression with a truncated normal prior: normal distribution functions and a `where`. */
export function probit(): Example {
  const rows = 40;
  const b = new Builder();
  const beta = b.input('beta', [2]);
  const x = b.constant(wave(rows * 2, 0.53), [rows, 2]);
  const success = b.constant(
    Float64Array.from({ length: rows }, (_, k) => k % 2),
    [rows],
  );
  const eta = b.reshape(b.matmul(x, b.reshape(beta, [2, 1])), [rows]);
  const likelihood = b.where(success, b.logNormalCdf(eta), b.logNormalCdf(b.negate(eta)));
  const prior = b.subtract(
    b.multiply(b.sum(b.square(beta)), -0.5),
    b.log(b.subtract(b.normalCdf(3), b.normalCdf(-2))),
  );
  return {
    graph: withGradient(b, b.add(b.sum(likelihood), prior), [beta]),
    inputs: { beta: Float64Array.of(0.8, -1.7) },
  };
}
