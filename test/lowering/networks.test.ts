/**
 * Models with networks against numpy, from the definitions of the layers: reference/networks.py. On both float64
 * engines to rounding, on TensorFlow.js to its precision; centred, as the reference writes the weights.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compile } from '../../src/api/compile.ts';
import type { Posterior } from '../../src/api/posterior.ts';
import type { Engine } from '../../src/engines/engine.ts';
import { referenceEngine } from '../../src/engines/reference/engine.ts';
import { loadTfjs } from '../../src/engines/tfjs/backends.ts';
import { wasmEngine } from '../../src/engines/wasm/engine.ts';
import { canBeNonCentred } from '../../src/lowering/parameter.ts';
import { expectClose } from './closeness.ts';

interface Case {
  readonly name: string;
  readonly model: string;
  readonly data: Record<string, unknown>;
  readonly points: readonly {
    readonly at: number[];
    readonly logDensity: number;
    readonly gradient: number[];
  }[];
}

const cases: readonly Case[] = JSON.parse(
  readFileSync(new URL('./reference/networks.json', import.meta.url), 'utf8'),
);

const engines: readonly (readonly [Engine, number])[] = [
  [referenceEngine, 1e-12],
  [wasmEngine, 1e-12],
  [(await loadTfjs({ backend: 'wasm' })).engine, 2e-5],
];

function posteriorOf({ model, data }: Case): Posterior {
  const compiled = compile(model);
  expect(compiled.warnings).toEqual([]);
  const params = compiled.typed.statements.filter((statement) => statement.kind === 'param');
  const forms = params.filter(canBeNonCentred).map(({ name }) => [name, 'centred'] as const);
  return compiled.bind(data, { forms: Object.fromEntries(forms) });
}

describe.each(cases.map((c) => [c.name, c] as const))('%s', (_, c) => {
  it.each(engines)('has the density and the gradient of numpy on $name', (engine, tolerance) => {
    const posterior = posteriorOf(c);
    const density = posterior.density(engine);
    const gradient = new Float64Array(posterior.dimension);
    for (const { at, logDensity, gradient: slopes } of c.points) {
      expect(posterior.dimension).toBe(at.length);
      const value = density.logDensityGradient(Float64Array.from(at), gradient);
      expectClose(value, logDensity, tolerance);
      slopes.forEach((slope, k) => {
        expectClose(gradient[k], slope, tolerance, `gradient ${k}`);
      });
    }
  });
});
