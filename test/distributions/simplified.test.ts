/** Simplified before it is differentiated, a density has the value and the slopes that it has as written, edges too. */
import { expect, it } from 'vitest';
import { gradient } from '../../src/autodiff/gradient.ts';
import type { Distribution } from '../../src/distributions/distribution.ts';
import { distributions } from '../../src/distributions/index.ts';
import { prepare } from '../../src/engines/reference/engine.ts';
import { evaluate } from '../../src/engines/reference/evaluate.ts';
import { Builder } from '../../src/graph/builder.ts';
import type { Node } from '../../src/graph/node.ts';
import { SimplifyingBuilder } from '../../src/graph/simplify.ts';

type Point = Distribution['testPoints'][number];

/**
 * The log density and its slopes at a test point; outcomes that are numbers of any size are inputs, too.
 *
 * @param asExponentials positive arguments are the exponentials of inputs, as those of parameters often are
 */
function slopesAt(
  b: Builder,
  { parameters, support, logDensity }: Distribution,
  { x, arguments: given }: Point,
  asExponentials: boolean,
): number[] {
  const inputs: Record<string, Node> = {};
  const values: Record<string, Float64Array> = {};
  const input = (name: string, numbers: readonly number[], shape: readonly number[]): Node => {
    values[name] = Float64Array.from(numbers);
    inputs[name] = b.input(name, shape);
    return inputs[name];
  };
  const argument = (name: string): Node => {
    const value = given[name];
    const [numbers, shape] = typeof value === 'number' ? [[value], []] : [value, [value.length]];
    const isExponential = asExponentials && numbers.every((number) => number > 0);
    return isExponential
      ? b.exp(input(name, numbers.map(Math.log), shape))
      : input(name, numbers, shape);
  };
  const arguments_ = Object.fromEntries(parameters.map(({ name }) => [name, argument(name)]));
  const outcome = support.kind === 'real' ? input('outcome', [x], []) : b.constant(x);
  const value = b.sum(logDensity(b, outcome, arguments_));
  const slopes = gradient(b, value, Object.values(inputs));
  const outputs = Object.fromEntries(slopes.map((slope, k) => [`slope ${k}`, slope]));
  const run = prepare(b.finish({ value, ...outputs })).run(values);
  return [...run.value, ...slopes.flatMap((_, k) => [...run[`slope ${k}`]])];
}

it.each(
  [...distributions.values()].map((distribution) => [distribution.name, distribution] as const),
)('%s', (_, distribution) => {
  for (const point of distribution.testPoints) {
    for (const asExponentials of [false, true]) {
      const written = slopesAt(new Builder(), distribution, point, asExponentials);
      const simplified = slopesAt(
        new SimplifyingBuilder(evaluate),
        distribution,
        point,
        asExponentials,
      );
      const where = `${JSON.stringify(point)}${asExponentials ? ' of exponentials' : ''}`;
      written.forEach((expected, k) => {
        // a form that is more stable may have a value where the one that is written has none
        if (Number.isNaN(expected)) return;
        const isClose =
          Object.is(simplified[k], expected) ||
          Math.abs(simplified[k] - expected) <= 1e-9 * Math.max(1, Math.abs(expected));
        expect(isClose, `${where}, ${k}: ${simplified[k]}, not ${expected}`).toBe(true);
      });
    }
  }
});
