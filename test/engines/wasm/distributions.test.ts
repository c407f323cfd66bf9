import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { gradient } from '../../../src/autodiff/gradient.ts';
import { distributions } from '../../../src/distributions/index.ts';
import { evaluate } from '../../../src/engines/reference/evaluate.ts';
import { Builder } from '../../../src/graph/builder.ts';
import { simplify } from '../../../src/graph/simplify.ts';
import { valuesOf } from '../../distributions/evaluate.ts';
import { disagreement } from './agreement.ts';

/** By distribution and point, the arguments in which there is a derivative. */
const derivatives: readonly {
  readonly distribution: string;
  readonly point: number;
  readonly logDensity: Readonly<Record<string, number>>;
}[] = JSON.parse(
  readFileSync(new URL('../../distributions/reference/gradients.json', import.meta.url), 'utf8'),
);

describe.each([...distributions.values()])('$name', (distribution) => {
  const rows = derivatives.filter((row) => row.distribution === distribution.name);

  it.each(distribution.testPoints)('at $x given $arguments', (point) => {
    const b = new Builder();
    const values = valuesOf(point);
    const inputs = Object.fromEntries(
      Object.entries(values).map(([name, value]) => [
        name,
        b.input(name, typeof value === 'number' ? [] : [value.length]),
      ]),
    );
    const { x, ...arguments_ } = inputs;
    const density = b.sum(distribution.logDensity(b, x, arguments_));
    const row = rows.find((r) => r.point === distribution.testPoints.indexOf(point));
    const variables = Object.keys(row?.logDensity ?? {});
    const slopes = gradient(
      b,
      density,
      variables.map((name) => inputs[name]),
    );
    const outputs = Object.fromEntries(variables.map((name, k) => [`slope in ${name}`, slopes[k]]));
    const graph = b.finish({ density, ...outputs });
    const given = Object.fromEntries(
      Object.entries(values).map(([name, value]) => [
        name,
        typeof value === 'number' ? Float64Array.of(value) : Float64Array.from(value),
      ]),
    );
    expect(disagreement(graph, given)).toBeUndefined();
  });

  const { testPoints } = distribution;
  const isScalar = testPoints.every((point) =>
    Object.values(point.arguments).every((value) => typeof value === 'number'),
  );
  it.runIf(isScalar)('over all points in one loop, with the gradient', () => {
    const b = new Builder();
    const size = testPoints.length;
    const x = b.constant(
      Float64Array.from(testPoints, (point) => point.x),
      [size],
    );
    const names = Object.keys(testPoints[0].arguments);
    const inputs = names.map((name) => b.input(name, [size]));
    const arguments_ = Object.fromEntries(names.map((name, k) => [name, inputs[k]]));
    const density = b.sum(distribution.logDensity(b, x, arguments_));
    const variables = names.filter((name) => name in (rows[0]?.logDensity ?? {}));
    const slopes = gradient(
      b,
      density,
      variables.map((name) => arguments_[name]),
    );
    const outputs = Object.fromEntries(variables.map((name, k) => [`slope in ${name}`, slopes[k]]));
    const graph = simplify(b.finish({ density, ...outputs }), evaluate);
    const given = Object.fromEntries(
      names.map((name) => [
        name,
        Float64Array.from(testPoints, (point) => point.arguments[name] as number),
      ]),
    );
    expect(disagreement(graph, given)).toBeUndefined();
  });
});
