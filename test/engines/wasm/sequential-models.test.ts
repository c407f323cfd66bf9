import { describe, expect, it } from 'vitest';
import { gradient } from '../../../src/autodiff/gradient.ts';
import { hessianVectorProduct } from '../../../src/autodiff/hessian-vector.ts';
import { prepare } from '../../../src/engines/reference/engine.ts';
import { evaluate } from '../../../src/engines/reference/evaluate.ts';
import { wasmEngine } from '../../../src/engines/wasm/engine.ts';
import { Builder } from '../../../src/graph/builder.ts';
import { simplify } from '../../../src/graph/simplify.ts';
import { modelValues } from '../../autodiff/reference/models.ts';
import { sequentialModels } from '../sequential-models.ts';

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
    const [product] = hessianVectorProduct(b, density, [theta], [tangent]);
    const full = b.finish({ density, slope, product });

    it.each([
      ['as built', full],
      ['simplified', simplify(full, evaluate)],
    ])('has the density and derivatives of an independent computation, %s', (_, graph) => {
      const point = { theta: Float64Array.from(at) };
      const outputs = wasmEngine.prepare(graph).run(point);
      // mpmath: test/autodiff/reference/generate_models.py
      expect(Math.abs(outputs.density[0] / value - 1)).toBeLessThan(1e-12);
      const size = Math.max(...slopes.map(Math.abs));
      slopes.forEach((expected, k) => {
        expect(Math.abs(outputs.slope[k] - expected)).toBeLessThan(1e-12 * size);
      });
      const products = prepare(graph).run(point).product;
      const largest = Math.max(...products.map(Math.abs));
      products.forEach((expected, k) => {
        expect(Math.abs(outputs.product[k] - expected)).toBeLessThan(1e-11 * largest);
      });
    });
  },
);
