import { describe, expect, it } from 'vitest';
import { distributions } from '../../src/distributions/index.ts';
import { evaluate } from './evaluate.ts';

const scaled = [...distributions.values()].filter(({ scaling }) => scaling !== undefined);

describe('scaling', () => {
  it.each(scaled)('of $name multiplies what follows it', (definition) => {
    const { parameters, scaling, logDensity, testPoints } = definition;
    const location = parameters.find(({ name }) => name === 'mean' && !(name in scaling!));
    for (const factor of [0.5, 3]) {
      for (const { x, arguments: given } of testPoints) {
        const numbers = given as Readonly<Record<string, number>>;
        const centre = location === undefined ? 0 : numbers[location.name];
        const others = Object.fromEntries(
          Object.entries(numbers).map(([name, value]) => [
            name,
            value * factor ** (scaling![name] ?? 0),
          ]),
        );
        const at = (point: number, values: Readonly<Record<string, number>>): number =>
          evaluate((b, { x: value, ...rest }) => logDensity(b, value, rest), {
            x: point,
            ...values,
          })[0];
        const expected = at(x, numbers) - Math.log(factor);
        const found = at(centre + factor * (x - centre), others);
        if (!Number.isFinite(expected)) expect(found).toBe(expected);
        else
          expect(Math.abs(found - expected)).toBeLessThan(1e-9 * Math.max(1, Math.abs(expected)));
      }
    }
  });

  it('is known of every prior with a scale', () => {
    const names = [...distributions.values()].flatMap(({ name, scaling, locationScale }) =>
      scaling === undefined && locationScale === undefined ? [] : [name],
    );
    expect(names).toEqual(
      expect.arrayContaining(['Normal', 'HalfCauchy', 'Exponential', 'Uniform']),
    );
  });
});
