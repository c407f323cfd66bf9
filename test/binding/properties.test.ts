import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bound, labels, values } from './binding.ts';
import { data, dim, member, model, real } from './models.ts';

/** Distinct labels that are no integers, whose keys an object would put in order. */
const names = fc
  .uniqueArray(fc.string({ minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 7 })
  .map((all) => all.map((name) => `_${name}`));

function shuffled<T>(items: readonly T[], keys: readonly number[]): T[] {
  return items
    .map((item, k) => ({ item, key: keys[k % keys.length] * (k + 1) }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}

describe('binding, whatever the data', () => {
  it('gives each label its value, in whatever order the keys come', () => {
    const typed = model(
      dim('a'),
      dim('b'),
      data('x', ['a'], real),
      data('X', ['a', 'b'], real),
      data('w', ['b'], real),
    );
    fc.assert(
      fc.property(
        names,
        names,
        fc.array(fc.double(), { minLength: 3, maxLength: 3 }),
        (as, bs, keys) => {
          const cell = (a: string, b: string): number => as.indexOf(a) * 100 + bs.indexOf(b);
          const order = keys.map((k) => (Number.isFinite(k) ? k : 1));
          const keyed = <T>(all: readonly string[], of: (name: string) => T) =>
            Object.fromEntries(shuffled(all, order).map((name) => [name, of(name)]));
          const result = bound(typed, {
            w: keyed(bs, (b) => bs.indexOf(b)),
            X: keyed(as, (a) => keyed(bs, (b) => cell(a, b))),
            x: Object.fromEntries(as.map((a) => [a, as.indexOf(a)])),
          });
          const la = labels(result, 'a')!;
          const lb = labels(result, 'b')!;
          expect([...la].sort()).toEqual([...as].sort());
          expect(values(result, 'x')).toEqual(la.map((a) => as.indexOf(a)));
          expect(values(result, 'w')).toEqual(lb.map((b) => bs.indexOf(b)));
          expect(values(result, 'X')).toEqual(la.flatMap((a) => lb.map((b) => cell(a, b))));
        },
      ),
    );
  });

  it('matches each text value to its label', () => {
    const typed = model(dim('obs'), dim('g'), data('g', ['obs'], member('g')));
    fc.assert(
      fc.property(
        fc.array(
          names.map((all) => all[0]),
          { minLength: 1 },
        ),
        (text) => {
          const result = bound(typed, { g: text });
          const known = labels(result, 'g')!;
          expect(new Set(known)).toEqual(new Set(text));
          expect(values(result, 'g').map((position) => known[position - 1])).toEqual(text);
        },
      ),
    );
  });

  it('keeps shape and order of nested arrays', () => {
    const typed = model(dim('a'), dim('b'), dim('c'), data('T', ['a', 'b', 'c'], real));
    const extent = fc.integer({ min: 1, max: 4 });
    fc.assert(
      fc.property(extent, extent, extent, (na, nb, nc) => {
        const list = <T>(n: number, of: (k: number) => T) =>
          Array.from({ length: n }, (_, k) => of(k));
        const T = list(na, (i) => list(nb, (j) => list(nc, (k) => (i * nb + j) * nc + k)));
        const result = bound(typed, { T }).values.get('T')!;
        expect(result.shape).toEqual([na, nb, nc]);
        expect([...result.data]).toEqual(list(na * nb * nc, (k) => k));
      }),
    );
  });
});
