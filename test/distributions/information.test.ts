/** Fisher information is the expectation of products of scores: summed or integrated from the log density itself. */
import { describe, expect, it } from 'vitest';
import type { Distribution } from '../../src/distributions/distribution.ts';
import { distributions } from '../../src/distributions/index.ts';
import { cases } from './cases.ts';
import { deviation, differentiate, ofOutcome, type Values } from './evaluate.ts';
import { expectation } from './expectation.ts';

const informed = [...distributions.values()].filter(({ information }) => information !== undefined);
const ofCategories = informed.filter(({ support }) => support.kind === 'category');
const ofNumbers = informed.filter((one) => !ofCategories.includes(one));

/** The sum of r rᵀ at places (argument, element), row-major. */
function informationOf({ information }: Distribution, given: Values, size = 1): number[] {
  const roots = information!
    .roots(given as Readonly<Record<string, number>>)
    .map((root) =>
      information!.arguments.flatMap((name) =>
        root[name] === undefined
          ? new Array<number>(size).fill(0)
          : typeof root[name] === 'number'
            ? [root[name]]
            : Array.from(root[name] as ArrayLike<number>),
      ),
    );
  return roots[0].flatMap((_, a) =>
    roots[0].map((_, b) => roots.reduce((sum, root) => sum + root[a] * root[b], 0)),
  );
}

describe('Fisher information', () => {
  it.each(ofNumbers)('of $name is the expected product of scores', (distribution) => {
    const names = distribution.information!.arguments;
    for (const given of cases[distribution.name]) {
      const points: number[] = [];
      expectation(distribution, given, (x) => {
        points.push(x);
        return 0;
      });
      const values = Object.fromEntries(
        Object.entries(given).map(([name, value]) => [name, points.map(() => value)]),
      );
      const { first } = differentiate(
        ofOutcome(distribution.logDensity),
        { x: points, ...values },
        names,
      );
      const place = new Map(points.map((x, k) => [x, k]));
      const found = informationOf(distribution, given);
      names.forEach((a, i) => {
        names.forEach((b, j) => {
          const expected = expectation(distribution, given, (x) => {
            const k = place.get(x)!;
            return first[a][k] * first[b][k];
          });
          const scale = Math.sqrt(found[i * names.length + i] * found[j * names.length + j]);
          expect(Math.abs(found[i * names.length + j] - expected) / scale).toBeLessThan(1e-9);
        });
      });
    }
  });

  it.each(ofCategories)('of $name is the expected product of scores', (distribution) => {
    const [argument] = distribution.information!.arguments;
    for (const values of [
      [0.2, 0.5, 0.3],
      [0.7, 0.3],
    ]) {
      const given = { [argument]: values };
      const probabilities = Array.from(distribution.probabilities!(given));
      const scores = probabilities.map(
        (_, k) =>
          differentiate(ofOutcome(distribution.logDensity), { x: k + 1, ...given }, [argument])
            .first[argument],
      );
      const found = informationOf(distribution, given, values.length);
      values.forEach((_, i) => {
        values.forEach((_, j) => {
          const expected = probabilities.reduce(
            (sum, p, k) => sum + p * scores[k][i] * scores[k][j],
            0,
          );
          expect(deviation(found[i * values.length + j], expected)).toBeLessThan(1e-12);
        });
      });
    }
  });
});
