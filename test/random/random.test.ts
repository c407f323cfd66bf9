import { describe, expect, it } from 'vitest';
import { normalQuantile } from '../../src/numerics/normal.ts';
import { compiledUniform } from '../../src/random/compiled-uniform.ts';
import { Random } from '../../src/random/random.ts';
import { expectFrequencies } from './goodness-of-fit.ts';

const take = (random: Random, count: number): number[] =>
  Array.from({ length: count }, () => random.uniform());

describe('fillNormal', () => {
  it.each([0, 1, 63, 64, 65, 9001])(
    'gives what %i calls of normal give, and goes on as they do',
    (count) => {
      for (const drawn of [0, 1, 2 ** 33 - 5, 2 ** 33 - 4]) {
        const state = { ...Random.fromSeed(5).stream(7).state, drawn };
        const [alone, together] = [Random.fromState(state), Random.fromState(state)];
        const values = new Float64Array(count + 2).fill(9);
        together.fillNormal(values, 1, count + 1);
        expect(values[0] + values[count + 1]).toBe(18);
        for (let k = 0; k < count; k++) {
          if (values[k + 1] !== alone.normal()) throw new Error(`number ${k} is another`);
        }
        expect(together.state).toEqual(alone.state);
      }
    },
  );
});

describe('fillRoundedNormal', () => {
  const isNear = (value: number, exact: number): boolean =>
    Math.abs(value - exact) <= 1.5e-6 * Math.abs(exact);

  it.each([0, 1, 63, 64, 65, 9001])(
    'gives %i normal numbers to six digits, and goes on as they do',
    (count) => {
      for (const drawn of [0, 1]) {
        const state = { ...Random.fromSeed(5).stream(7).state, drawn };
        const [alone, together] = [Random.fromState(state), Random.fromState(state)];
        const values = new Float64Array(count + 2).fill(9);
        together.fillRoundedNormal(values, 1, count + 1);
        expect(values[0] + values[count + 1]).toBe(18);
        const exact = Array.from({ length: count }, () => alone.normal());
        expect(exact.findIndex((value, k) => !isNear(values[k + 1], value))).toBe(-1);
        expect(together.state).toEqual(alone.state);
      }
    },
  );

  it('is as near at the ends and in the middle', () => {
    const { numbers, toRoundedNormal } = compiledUniform()!;
    // from the smallest on, each some twice as large as the one before, and the same from 1 and from 1/2
    const steps = Array.from({ length: 51 }, (_, k) => (2 ** (k + 1) - 1) * 2 ** -53);
    const uniform = steps.flatMap((t) => [t, 1 - t, 0.5 - t, 0.5 + t]);
    numbers.set(uniform);
    toRoundedNormal(uniform.length);
    const bad = uniform.filter((p, k) => !isNear(numbers[k], normalQuantile(p)));
    expect(bad).toEqual([]);
  });
});

describe('seeds', () => {
  it('start the published counter stream', () => {
    // words of Random123's known answer for counter 0, key 0
    const random = Random.fromSeed(0);
    const of = (high: number, low: number): number =>
      (Math.floor(high / 64) * 2 ** 26 + Math.floor(low / 64) + 0.5) / 2 ** 52;
    expect(random.uniform()).toBe(of(0x6627e8d5, 0xe169c58d));
    expect(random.uniform()).toBe(of(0xbc57ac4c, 0x9b00dbd8));
  });

  it('differ in all their bits', () => {
    const seeds = [0, 1, 2, -1, 2 ** 32, 2 ** 32 + 1, 2 ** 53 - 1, -(2 ** 53 - 1)];
    expect(new Set(seeds.map((seed) => Random.fromSeed(seed).uniform())).size).toBe(seeds.length);
  });

  it('must be whole numbers', () => {
    for (const seed of [0.5, Number.NaN, Infinity, 2 ** 53]) {
      expect(() => Random.fromSeed(seed)).toThrow(RangeError);
    }
  });
});

describe('state', () => {
  it.each([0, 1, 2, 7])('continues bit for bit after %d draws, through JSON', (count) => {
    const random = Random.fromSeed(11).stream(3);
    take(random, count);
    const copy = Random.fromState(JSON.parse(JSON.stringify(random.state)));
    expect(copy.state).toEqual(random.state);
    expect([copy.normal(), copy.gamma(0.5), copy.integer(10), copy.poisson(40)]).toEqual([
      random.normal(),
      random.gamma(0.5),
      random.integer(10),
      random.poisson(40),
    ]);
    expect(copy.stream(5).uniform()).toBe(random.stream(5).uniform());
    expect(take(copy, 5)).toEqual(take(random, 5));
  });

  it('gives the same numbers whether they were made one by one or ahead, in any order of calls', () => {
    const draw = (random: Random, k: number): number => {
      if (k % 50 === 20) return random.integer(1000);
      if (k % 150 !== 70) return random.uniform();
      const values = new Float64Array(k);
      random.fillNormal(values);
      return values[k - 1];
    };
    const random = Random.fromState({ ...Random.fromSeed(6).state, drawn: 2 ** 33 - 201 });
    for (let k = 0; k < 1000; k++) {
      const alone = draw(Random.fromState(random.state), k);
      if (draw(random, k) !== alone) throw new Error(`number ${k} is another`);
    }
  });

  it('carries the counter past 32 bits', () => {
    const { key, stream } = Random.fromSeed(4).state;
    const early = Random.fromState({ key, stream, drawn: 0 });
    const late = Random.fromState({ key, stream, drawn: 2 ** 33 });
    const before = Random.fromState({ key, stream, drawn: 2 ** 33 - 1 });
    before.uniform();
    const numbers = take(late, 4);
    expect(take(before, 4)).toEqual(numbers);
    expect(take(early, 4)).not.toEqual(numbers);
  });

  it('is not touched by later draws, and refuses what is no state', () => {
    const random = Random.fromSeed(1);
    const { state } = random;
    random.uniform();
    expect(state.drawn).toBe(0);
    for (const wrong of [
      { ...state, drawn: -1 },
      { ...state, drawn: 0.5 },
      { ...state, key: [1] },
      { ...state, stream: [-1, 0] },
      { key: state.key },
    ]) {
      expect(() => Random.fromState(wrong as never)).toThrow(RangeError);
    }
  });
});

describe('streams', () => {
  it('do not depend on what has been drawn, and leave their parent alone', () => {
    const drawn = Random.fromSeed(5);
    take(drawn, 13);
    const fresh = Random.fromSeed(5);
    expect(take(drawn.stream(1, 2), 4)).toEqual(take(fresh.stream(1, 2), 4));
    expect(fresh.uniform()).toBe(Random.fromSeed(5).uniform());
  });

  it('nest', () => {
    const random = Random.fromSeed(5);
    expect(random.stream(1, 2).state).toEqual(random.stream(1).stream(2).state);
    expect(random.stream(1, 2).state).not.toEqual(random.stream(2, 1).state);
  });

  it('are all different', () => {
    const random = Random.fromSeed(5);
    const children = [random, Random.fromSeed(6)].flatMap((parent) => [
      parent,
      ...[0, 1, 2, -1, 2 ** 32, 2 ** 40].flatMap((label) => [
        parent.stream(label),
        parent.stream(label, 0),
        parent.stream(0, 0, label + 1),
      ]),
    ]);
    const numbers = children.flatMap((child) => take(child, 20));
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  it('are uncorrelated with their parent and each other', () => {
    const count = 20_000;
    const parent = Random.fromSeed(17);
    const columns = [parent, parent.stream(0), parent.stream(1), parent.stream(0, 0)].map((r) =>
      Array.from({ length: count }, () => r.normal()),
    );
    for (let i = 0; i < columns.length; i++) {
      for (let j = 0; j < i; j++) {
        for (const lag of [0, 1]) {
          let sum = 0;
          for (let n = lag; n < count; n++) sum += columns[i][n] * columns[j][n - lag];
          // a correlation of independent columns is about N(0, 1/count)
          expect(Math.abs(sum) / Math.sqrt(count)).toBeLessThan(4);
        }
      }
    }
  });

  it('whose labels follow each other look independent of one another', () => {
    const parent = Random.fromSeed(23);
    let label = 0;
    expectFrequencies(
      () => {
        label += 1;
        return Math.floor(parent.stream(label).uniform() * 16);
      },
      new Array(16).fill(1 / 16),
      20_000,
    );
  });

  it('refuse labels that are not whole', () => {
    expect(() => Random.fromSeed(1).stream(0.5)).toThrow(RangeError);
  });
});

describe('integer and permutation', () => {
  it.each([1, 2, 7, 1000])('give each of %d numbers the same chance', (n) => {
    const random = Random.fromSeed(31);
    expectFrequencies(() => random.integer(n), new Array(n).fill(1 / n));
  });

  it('reach the whole range without bias', () => {
    // 3·2⁵¹ of the 2⁵³ words fit once: taken modulo n alone, the first third would come twice as often
    const random = Random.fromSeed(32);
    const n = 3 * 2 ** 51;
    expectFrequencies(() => Math.floor(random.integer(n) / 2 ** 51), [1 / 3, 1 / 3, 1 / 3]);
    expect(Number.isSafeInteger(random.integer(2 ** 53))).toBe(true);
  });

  it('give all orders of four the same chance', () => {
    const random = Random.fromSeed(33);
    const orders = new Map<string, number>();
    const category = (): number => {
      const order = random.permutation(4).join();
      if (!orders.has(order)) orders.set(order, orders.size);
      return orders.get(order)!;
    };
    expectFrequencies(category, new Array(24).fill(1 / 24));
  });

  it('keep every element, of none and of many', () => {
    const random = Random.fromSeed(34);
    expect([...random.permutation(0)]).toEqual([]);
    expect([...random.permutation(500)].sort((a, b) => a - b)).toEqual(
      Array.from({ length: 500 }, (_, k) => k),
    );
  });

  it('refuse what is no number of choices', () => {
    for (const n of [0, -1, 1.5, Number.NaN, 2 ** 54]) {
      expect(() => Random.fromSeed(1).integer(n)).toThrow(RangeError);
    }
    expect(() => Random.fromSeed(1).permutation(-1)).toThrow(RangeError);
  });
});
