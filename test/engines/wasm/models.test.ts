import { describe, expect, it } from 'vitest';
import { gradient } from '../../../src/autodiff/gradient.ts';
import { hessianVectorProduct } from '../../../src/autodiff/hessian-vector.ts';
import { bernoulliLogit } from '../../../src/distributions/bernoulli-logit.ts';
import { studentT } from '../../../src/distributions/student-t.ts';
import type { NamedValues } from '../../../src/engines/engine.ts';
import { evaluate } from '../../../src/engines/reference/evaluate.ts';
import { Builder } from '../../../src/graph/builder.ts';
import type { Node } from '../../../src/graph/node.ts';
import { sizeOf } from '../../../src/graph/node.ts';
import { simplify } from '../../../src/graph/simplify.ts';
import { hierarchicalRegression, negativeBinomial, probit } from '../tfjs/example-graphs.ts';
import { disagreement } from './agreement.ts';

const wave = (length: number, frequency: number): Float64Array =>
  Float64Array.from({ length }, (_, k) => Math.sin(frequency * (k + 1)));

interface Model {
  readonly density: Node;
  readonly parameters: readonly Node[];
}

/** η = α + X β with 10 predictors. */
function linearPredictor(b: Builder, rows: number): { eta: Node; parameters: Node[] } {
  const [alpha, beta] = [b.input('alpha', []), b.input('beta', [10, 1])];
  const X = b.constant(wave(rows * 10, 0.713), [rows, 10]);
  const eta = b.add(alpha, b.reshape(b.matmul(X, beta), [rows]));
  return { eta, parameters: [alpha, beta] };
}

function logistic(b: Builder, rows: number): Model {
  const { eta, parameters } = linearPredictor(b, rows);
  const y = b.constant(
    wave(rows, 1.9).map((value) => (value > 0 ? 1 : 0)),
    [rows],
  );
  return { density: b.sum(bernoulliLogit.logDensity(b, y, { logit: eta })), parameters };
}

function robust(b: Builder, rows: number): Model {
  const { eta, parameters } = linearPredictor(b, rows);
  const [logDf, logScale] = [b.input('log df', []), b.input('log scale', [])];
  const y = b.constant(
    wave(rows, 2.3).map((value) => 3 * value),
    [rows],
  );
  const density = studentT.logDensity(b, y, {
    df: b.exp(logDf),
    location: eta,
    scale: b.exp(logScale),
  });
  return { density: b.sum(density), parameters: [...parameters, logDf, logScale] };
}

function inputsOf(parameters: readonly Node[], tangent = false): NamedValues {
  return Object.fromEntries(
    parameters.map(({ attributes, shape }, k) => [
      (tangent ? 'tangent of ' : '') + attributes.name!,
      wave(sizeOf(shape), (tangent ? 0.9 : 1.1) + k),
    ]),
  );
}

const named = (prefix: string, parameters: readonly Node[], nodes: readonly Node[]) =>
  Object.fromEntries(parameters.map(({ attributes }, k) => [prefix + attributes.name!, nodes[k]]));

describe.each([
  ['logistic regression', logistic],
  ['regression with Student-t errors', robust],
])('%s', (_, build) => {
  it.each([1, 2, 7, 1000])('has value and gradient with %i rows', (rows) => {
    const b = new Builder();
    const { density, parameters } = build(b, rows);
    const slopes = named('slope in ', parameters, gradient(b, density, parameters));
    const graph = simplify(b.finish({ density, ...slopes }), evaluate);
    expect(disagreement(graph, inputsOf(parameters))).toBeUndefined();
  });

  it('has Hessian-vector products', () => {
    const b = new Builder();
    const { density, parameters } = build(b, 101);
    const tangents = parameters.map(({ attributes, shape }) =>
      b.input(`tangent of ${attributes.name!}`, shape),
    );
    const products = hessianVectorProduct(b, density, parameters, tangents);
    const graph = simplify(b.finish(named('product ', parameters, products)), evaluate);
    const inputs = { ...inputsOf(parameters), ...inputsOf(parameters, true) };
    expect(disagreement(graph, inputs)).toBeUndefined();
  });
});

it.each([
  ['hierarchical regression', hierarchicalRegression],
  ['negative binomial regression', negativeBinomial],
  ['probit regression', probit],
])('%s has value and gradient', (_, example) => {
  const { graph, inputs } = example();
  expect(disagreement(graph, inputs)).toBeUndefined();
  expect(disagreement(simplify(graph, evaluate), inputs)).toBeUndefined();
});

it('a model of thousands of scalars, in several functions, has value and gradient', () => {
  const b = new Builder();
  const parameters = Array.from({ length: 40 }, (_, k) => b.input(`x${k}`, []));
  let state = b.constant(0.5);
  let density: Node = b.constant(0);
  for (let k = 0; k < 600; k++) {
    const x = parameters[(7 * k) % parameters.length];
    state = b.tanh(b.add(b.multiply(0.9, state), b.multiply(x, b.cos(b.add(x, k)))));
    density = b.subtract(density, b.square(b.subtract(state, x)));
  }
  const slopes = named('slope in ', parameters, gradient(b, density, parameters));
  const graph = b.finish({ density, ...slopes });
  expect(graph.nodes.length).toBeGreaterThan(5000);
  expect(disagreement(graph, inputsOf(parameters))).toBeUndefined();
});
