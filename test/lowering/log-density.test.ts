/**
 * The log density of whole models against scipy: see reference/generate.py, elements.py and recurrences.py, which compute every
 * value from the mathematics of the model. Derivatives against differences of the value.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compile } from '../../src/api/compile.ts';
import type { Posterior } from '../../src/api/posterior.ts';
import { distributions } from '../../src/distributions/index.ts';
import { referenceEngine } from '../../src/engines/reference/engine.ts';
import type { Form } from '../../src/lowering/parameter.ts';
import { derivative, expectClose } from './closeness.ts';

interface Case {
  readonly name: string;
  readonly model: string;
  readonly data: Record<string, unknown>;
  readonly forms?: Record<string, Form>;
  readonly points: readonly { readonly point: number[]; readonly logDensity: number }[];
}

const cases: readonly Case[] = ['models', 'elements', 'recurrences', 'vectors'].flatMap((name) =>
  JSON.parse(readFileSync(new URL(`./reference/${name}.json`, import.meta.url), 'utf8')),
);

function posteriorOf({ model, data, forms }: Case): Posterior {
  return compile(model).bind(data, forms === undefined ? {} : { forms });
}

function shifted(point: Float64Array, coordinate: number, step: number): Float64Array {
  const moved = Float64Array.from(point);
  moved[coordinate] += step;
  return moved;
}

describe.each(cases.map((c) => [c.name, c] as const))('%s', (_, c) => {
  it('has the log density that scipy gives', () => {
    const posterior = posteriorOf(c);
    const gradient = new Float64Array(posterior.dimension);
    for (const { point, logDensity } of c.points) {
      expect(posterior.dimension).toBe(point.length);
      const at = Float64Array.from(point);
      expectClose(posterior.logDensity(at), logDensity, 1e-10, 'alone');
      expectClose(posterior.logDensityGradient(at, gradient), logDensity, 1e-10, 'with gradient');
    }
  });

  it('has the gradient and the Hessian that differences give', () => {
    const posterior = posteriorOf(c);
    const n = posterior.dimension;
    const density = posterior.density(referenceEngine);
    const gradient = new Float64Array(n);
    for (const { point } of c.points.slice(0, 2)) {
      const at = Float64Array.from(point);
      posterior.logDensityGradient(at, gradient);
      const hessian = density.hessian(at);
      for (let j = 0; j < n; j++) {
        const slope = derivative((h) => posterior.logDensity(shifted(at, j, h)));
        expectClose(gradient[j], slope, 1e-7, `gradient ${j}`);
        const gradients = new Map<number, Float64Array>();
        const gradientAfter = (h: number): Float64Array => {
          const moved = gradients.get(h) ?? new Float64Array(n);
          if (!gradients.has(h)) posterior.logDensityGradient(shifted(at, j, h), moved);
          gradients.set(h, moved);
          return moved;
        };
        for (let i = 0; i < n; i++) {
          expect(hessian[i * n + j]).toBe(hessian[j * n + i]);
          const curvature = derivative((h) => gradientAfter(h)[i]);
          expectClose(hessian[i * n + j], curvature, 1e-7, `Hessian ${i}, ${j}`);
        }
      }
    }
  });
});

it('the models use every distribution', () => {
  const text = cases.map((c) => c.model).join('\n');
  for (const name of distributions.keys()) expect(text).toMatch(new RegExp(`~ ${name}\\(`));
});
