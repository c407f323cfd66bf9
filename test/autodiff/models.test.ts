import { describe, expect, it } from 'vitest';
import { gradient } from '../../src/autodiff/gradient.ts';
import { hessianVectorProduct } from '../../src/autodiff/hessian-vector.ts';
import { prepare } from '../../src/engines/reference/engine.ts';
import { evaluate } from '../../src/engines/reference/evaluate.ts';
import { Builder } from '../../src/graph/builder.ts';
import { simplify } from '../../src/graph/simplify.ts';
import { verify } from '../../src/graph/verify.ts';
import { sequentialModels } from '../engines/sequential-models.ts';
import { differentiate } from './differences.ts';
import { modelValues } from './reference/models.ts';

describe.each(modelValues)(
  '$model of $length',
  ({ model, length, at, value, gradient: slopes }) => {
    const b = new Builder();
    const theta = b.input('theta', [at.length]);
    const density = sequentialModels[model](b, theta, length);
    const [slope] = gradient(b, density, [theta]);
    const tangent = b.constant(
      Float64Array.from(at, (_, k) => 1 - 0.4 * k),
      [at.length],
    );
    const along = b.sum(b.multiply(slope, tangent));
    const [product] = hessianVectorProduct(b, density, [theta], [tangent]);
    const full = b.finish({ density, slope, along, product });

    it.each([
      ['as built', full],
      ['simplified', simplify(full, evaluate)],
    ])('has the density and derivatives of an independent computation, %s', (_, graph) => {
      verify(graph);
      const executable = prepare(graph);
      const point = { theta: Float64Array.from(at) };
      const outputs = executable.run(point);
      expect(Math.abs(outputs.density[0] / value - 1)).toBeLessThan(1e-13);
      const size = Math.max(...slopes.map(Math.abs));
      slopes.forEach((expected, k) => {
        expect(Math.abs(outputs.slope[k] - expected)).toBeLessThan(1e-12 * size);
      });
      const products = [...outputs.product];
      const largest = Math.max(1, ...products.map(Math.abs));
      at.forEach((x, k) => {
        const expected = differentiate(
          (moved) => {
            point.theta[k] = moved;
            return executable.run(point).along[0];
          },
          x,
          0.01,
        );
        point.theta[k] = x;
        expect(Math.abs(products[k] - expected.value)).toBeLessThan(1e-8 * largest);
      });
    });
  },
);

it('a gradient of a loop costs the same a step, however many there are', () => {
  const nodes = [10, 1000].map((length) => {
    const b = new Builder();
    const theta = b.input('theta', [4]);
    const [slope] = gradient(b, sequentialModels.garch(b, theta, length), [theta]);
    const graph = simplify(b.finish({ slope }), evaluate);
    expect(graph.nodes.filter(({ op }) => op === 'scan')).toHaveLength(2);
    return graph.nodes.length;
  });
  expect(nodes[0]).toBe(nodes[1]);
});
