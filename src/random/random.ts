/** Random numbers from an explicit generator: seeded, splittable, serialisable. */
import { normalQuantile } from '../numerics/index.ts';
import { drawBinomial } from './binomial.ts';
import { type CompiledUniform, compiledUniform } from './compiled-uniform.ts';
import { drawBeta, drawGamma, drawLogGamma } from './gamma.ts';
import { philox4x32 } from './philox.ts';
import { drawPoisson } from './poisson.ts';

/** All there is to know of a generator; plain JSON. */
export interface RandomState {
  /** The key, two unsigned 32-bit words. */
  readonly key: readonly [number, number];
  /** The upper half of the counter, which tells streams of one key apart. */
  readonly stream: readonly [number, number];
  /** How many uniform numbers have been taken. */
  readonly drawn: number;
}

/** Tells the keys that derive streams from those that draw numbers. */
const DERIVATION = 0xa5a5a5a5;
const TWO_TO_MINUS_52 = 2 ** -52;
const TWO_TO_53 = 2 ** 53;
/** Numbers from which on they are made by compiled code, and so many ahead. */
const WORTH_A_CALL = 64;
const AHEAD = 128;

/** The lower and the upper word of an integer, in two's complement. */
function wordsOf(integer: number, what: string): [number, number] {
  if (!Number.isSafeInteger(integer)) {
    throw new RangeError(`a ${what} must be a whole number within ±2⁵³, not ${integer}`);
  }
  return [integer >>> 0, Math.floor(integer / 2 ** 32) >>> 0];
}

function isWord(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) < 2 ** 32;
}

/**
 * A stream of random numbers: Philox4x32-10 on a counter. The same seed, labels and calls give the
 * same numbers everywhere.
 */
export class Random {
  readonly #key: readonly [number, number];
  readonly #stream: readonly [number, number];
  #drawn: number;
  /** The four words of one value of the counter: two uniform numbers. */
  readonly #block = new Uint32Array(4);
  #counter = -1;
  /** Uniform numbers made ahead, once many were taken one by one: from which on, and to before which. */
  #ahead: Float64Array | undefined;
  #aheadFrom = 0;
  #aheadTo = 0;
  #taken = 0;

  private constructor(state: RandomState) {
    this.#key = [state.key[0], state.key[1]];
    this.#stream = [state.stream[0], state.stream[1]];
    this.#drawn = state.drawn;
  }

  /** The generator of a whole number within ±2⁵³. */
  static fromSeed(seed: number): Random {
    return new Random({ key: wordsOf(seed, 'seed'), stream: [0, 0], drawn: 0 });
  }

  /** Continues where {@link Random.state} was taken; a RangeError says when it is no such state. */
  static fromState(state: RandomState): Random {
    const { key, stream, drawn } = state;
    if (
      ![key, stream].every((pair) => pair?.length === 2 && pair.every(isWord)) ||
      !Number.isSafeInteger(drawn) ||
      drawn < 0
    ) {
      throw new RangeError('this is not the state of a random number generator');
    }
    return new Random(state);
  }

  /**
   * A generator of its own for each sequence of labels (whole numbers within ±2⁵³), independent of
   * this one and of how much has been drawn from it. `stream(a, b)` is `stream(a).stream(b)`.
   */
  stream(...labels: number[]): Random {
    let state: RandomState = { key: this.#key, stream: this.#stream, drawn: 0 };
    const words = new Uint32Array(4);
    for (const label of labels) {
      const [low, high] = wordsOf(label, 'label');
      const { key, stream } = state;
      philox4x32(low, high, stream[0], stream[1], ~key[0], key[1] ^ DERIVATION, words);
      state = { key: [words[0], words[1]], stream: [words[2], words[3]], drawn: 0 };
    }
    return new Random(state);
  }

  /** What {@link Random.fromState} continues from, bit for bit. */
  get state(): RandomState {
    return { key: [...this.#key], stream: [...this.#stream], drawn: this.#drawn };
  }

  /** Moves on by two words and gives the position of the first in the block. */
  #take(): 0 | 2 {
    const counter = Math.floor(this.#drawn / 2);
    if (counter !== this.#counter) {
      const [s0, s1] = this.#stream;
      const [k0, k1] = this.#key;
      philox4x32(counter >>> 0, Math.floor(counter / 2 ** 32), s0, s1, k0, k1, this.#block);
      this.#counter = counter;
    }
    const isSecond = this.#drawn % 2 === 1;
    this.#drawn += 1;
    return isSecond ? 2 : 0;
  }

  /** Uniform on the odd multiples of 2⁻⁵³ between 0 and 1; never 0 or 1. */
  uniform(): number {
    if (this.#drawn < this.#aheadTo) return this.#ahead![this.#drawn++ - this.#aheadFrom];
    this.#taken += 1;
    if (this.#taken > WORTH_A_CALL && this.#drawn % 2 === 0 && this.#lookAhead())
      return this.uniform();
    const at = this.#take();
    return (
      ((this.#block[at] >>> 6) * 0x4000000 + (this.#block[at + 1] >>> 6) + 0.5) * TWO_TO_MINUS_52
    );
  }

  /** Makes the next numbers by compiled code, where there is any. */
  #lookAhead(): boolean {
    const compiled = compiledUniform();
    if (compiled === undefined) return false;
    compiled.fill(AHEAD / 2, this.#drawn / 2, this.#stream, this.#key);
    this.#ahead ??= new Float64Array(AHEAD);
    for (let k = 0; k < AHEAD; k++) this.#ahead[k] = compiled.numbers[k];
    this.#aheadFrom = this.#drawn;
    this.#aheadTo = this.#drawn + AHEAD;
    return true;
  }

  /** Standard normal, by inversion. */
  normal(): number {
    return normalQuantile(this.uniform());
  }

  /** Fills `values` from `from` to before `to` with what as many calls of `normal` would give. */
  fillNormal(values: Float64Array, from = 0, to = values.length): void {
    this.#fill(values, from, to, ({ numbers }, count) => {
      for (let i = 0; i < count; i++) numbers[i] = normalQuantile(numbers[i]);
    });
  }

  /** The same to six digits, a few times as fast where there is compiled code: noise of estimates. */
  fillRoundedNormal(values: Float64Array, from = 0, to = values.length): void {
    this.#fill(values, from, to, (compiled, count) => compiled.toRoundedNormal(count));
  }

  /** @param invert puts normal numbers in the place of the first uniform ones */
  #fill(
    values: Float64Array,
    from: number,
    to: number,
    invert: (compiled: CompiledUniform, count: number) => void,
  ): void {
    const compiled = to - from < WORTH_A_CALL ? undefined : compiledUniform();
    let at = from;
    if (compiled !== undefined && this.#drawn % 2 === 1) values[at++] = this.normal();
    while (compiled !== undefined && to - at >= 2) {
      const blocks = Math.min((to - at) >> 1, compiled.mostBlocks);
      compiled.fill(blocks, this.#drawn / 2, this.#stream, this.#key);
      this.#drawn += 2 * blocks;
      invert(compiled, 2 * blocks);
      values.set(compiled.numbers.subarray(0, 2 * blocks), at);
      at += 2 * blocks;
    }
    while (at < to) values[at++] = this.normal();
  }

  /** Exponential of rate 1, by inversion. */
  exponential(): number {
    return -Math.log(this.uniform());
  }

  /** Gamma of the given shape ≥ 0 and scale 1; below 10⁻³ or so most values underflow to 0. */
  gamma(shape: number): number {
    return drawGamma(this, shape);
  }

  /** The logarithm of a gamma variate, which does not underflow for small shapes. */
  logGamma(shape: number): number {
    return drawLogGamma(this, shape);
  }

  /** Beta of shapes a, b ≥ 0, not both 0 or both infinite. */
  beta(a: number, b: number): number {
    return drawBeta(this, a, b);
  }

  /** Poisson of the given rate ≥ 0. */
  poisson(rate: number): number {
    return drawPoisson(this, rate);
  }

  /** Binomial: successes in n trials (a whole number) of probability p. */
  binomial(n: number, p: number): number {
    return drawBinomial(this, n, p);
  }

  /** A whole number from 0 to n − 1, all equally likely, for whole 1 ≤ n ≤ 2⁵³. */
  integer(n: number): number {
    if (!(Number.isInteger(n) && n >= 1 && n <= TWO_TO_53)) {
      throw new RangeError(`the number of choices must be a whole number from 1 to 2⁵³, not ${n}`);
    }
    const limit = TWO_TO_53 - (TWO_TO_53 % n);
    for (;;) {
      const at = this.#take();
      const bits = (this.#block[at] >>> 5) * 0x4000000 + (this.#block[at + 1] >>> 6);
      if (bits < limit) return bits % n;
    }
  }

  /** 0, 1, …, n − 1 in random order, all orders equally likely (Fisher and Yates). */
  permutation(n: number): Int32Array {
    if (!(Number.isInteger(n) && n >= 0)) {
      throw new RangeError(`a permutation needs a whole number of elements, not ${n}`);
    }
    const order = Int32Array.from({ length: n }, (_, k) => k);
    for (let k = n - 1; k > 0; k--) {
      const other = this.integer(k + 1);
      const kept = order[k];
      order[k] = order[other];
      order[other] = kept;
    }
    return order;
  }
}
