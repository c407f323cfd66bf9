/** Nested counting loops over a space, with pointers that keep pace with them. */
import type { FunctionBuilder, Local } from '../../../webassembly/function.ts';

/** Constants have absolute addresses, everything else lies in the workspace of a run. */
export type Region = 'constant' | 'workspace';

/** How an array is walked through: strides in elements over the axes of the space. */
export interface Pattern {
  readonly strides: readonly number[];
  /** Bytes an element. */
  readonly unit: 4 | 8;
  readonly region: Region;
}

/** Two neighbouring elements at once, or one, whose other lane means nothing. */
export type Lanes = 'pair' | 'single';

export interface NestHooks {
  /** `level` axes are fixed, the loop over the next one is about to start. */
  enter(level: number): void;
  /** For each element, or pair of neighbours along the last axis. */
  body(lanes: Lanes): void;
  /** The loop over axis `level` is done. */
  leave(level: number): void;
}

interface Pointer {
  readonly local: Local;
  /** Bytes for a step along each axis. */
  readonly steps: readonly number[];
}

const keyOf = ({ strides, unit, region }: Pattern): string => `${region}${unit}:${strides}`;

/**
 * The loops over a space. Neighbouring axes become one where every pattern allows; patterns with the
 * same strides share a pointer, from which arrays are constant distances away.
 */
export class Nest {
  private readonly code: FunctionBuilder;
  private readonly base: Local;
  private readonly extents: readonly number[];
  private readonly patterns = new Map<string, Pattern>();
  private readonly pointers = new Map<string, Pointer>();

  /** @param base the parameter that holds the address of the workspace */
  constructor(
    code: FunctionBuilder,
    base: Local,
    space: readonly number[],
    patterns: readonly Pattern[],
  ) {
    this.code = code;
    this.base = base;
    const distinct = new Map(patterns.map((pattern) => [keyOf(pattern), pattern]));
    const axes = space.map((_, axis) => axis).filter((axis) => space[axis] !== 1);
    // the last axis of each group that becomes one
    const ends = axes.filter((axis, k) => {
      const inner = axes[k + 1];
      return (
        inner === undefined ||
        [...distinct.values()].some(
          ({ strides }) => strides[axis] !== strides[inner] * space[inner],
        )
      );
    });
    let start = 0;
    this.extents = ends.map((end) => {
      let extent = 1;
      for (; start <= end; start++) extent *= space[start];
      return extent;
    });
    for (const [key, pattern] of distinct) {
      this.patterns.set(key, { ...pattern, strides: ends.map((axis) => pattern.strides[axis]) });
    }
  }

  /** The number of loops. */
  get depth(): number {
    return this.extents.length;
  }

  /** How many of the outer loops an array depends on. */
  level(pattern: Pattern): number {
    return this.stridesOf(pattern).findLastIndex((stride) => stride !== 0) + 1;
  }

  /** Elements from one to the next along the last axis. */
  innerStride(pattern: Pattern): number {
    return this.stridesOf(pattern).at(-1) ?? 0;
  }

  /** Whether each element of an array is met in one uninterrupted run of the innermost loops. */
  isOuter(pattern: Pattern): boolean {
    const strides = this.stridesOf(pattern);
    const level = this.level(pattern);
    return strides.every((stride, axis) => axis >= level || stride !== 0);
  }

  /** Leaves on the stack the address to which an array's own is added. */
  pushAddress(pattern: Pattern): void {
    const pointer = this.pointers.get(keyOf(pattern));
    if (pointer !== undefined) this.code.get(pointer.local);
    else if (pattern.region === 'workspace') this.code.get(this.base);
    else this.code.i32(0);
  }

  run(hooks: NestHooks, step: 1 | 2 = 2): void {
    this.startPointers();
    this.loop(0, hooks, step);
  }

  private stridesOf(pattern: Pattern): readonly number[] {
    return this.patterns.get(keyOf(pattern))!.strides;
  }

  private startPointers(): void {
    for (const [key, { strides, unit, region }] of this.patterns) {
      if (strides.every((stride) => stride === 0)) continue;
      const local = this.code.local('i32');
      this.pointers.set(key, { local, steps: strides.map((stride) => stride * unit) });
      if (region === 'workspace') this.code.get(this.base);
      else this.code.i32(0);
      this.code.set(local);
    }
  }

  /** Writes the loop over an axis; returns by how many steps it leaves the pointers advanced. */
  private loop(level: number, hooks: NestHooks, step: 1 | 2): number {
    hooks.enter(level);
    let advanced = 0;
    const extent = this.extents[level];
    if (level === this.depth) hooks.body('single');
    else if (extent > 0) {
      advanced =
        level + 1 < this.depth
          ? this.outer(level, hooks, step)
          : this.innermost(extent, hooks, step);
    }
    hooks.leave(level);
    return advanced;
  }

  private outer(level: number, hooks: NestHooks, step: 1 | 2): number {
    const counter = this.code.local('i32');
    this.code.count(counter, 0, this.extents[level], 1, () => {
      const inner = this.loop(level + 1, hooks, step);
      this.advance((steps) => steps[level] - inner * steps[level + 1]);
    });
    return this.extents[level];
  }

  private innermost(extent: number, hooks: NestHooks, step: 1 | 2): number {
    const { code } = this;
    const lanes = step === 2 ? 'pair' : 'single';
    const rounds = Math.floor(extent / step);
    const last = this.depth - 1;
    const hasTail = step * rounds < extent;
    const round = (): void => {
      hooks.body(lanes);
      this.advance((steps) => step * steps[last]);
    };
    let advanced = step * rounds;
    if (rounds > 1) {
      code.count(code.local('i32'), 0, rounds, 1, round);
    } else if (rounds === 1 && hasTail) {
      round();
    } else if (rounds === 1) {
      hooks.body(lanes);
      advanced = 0;
    }
    if (hasTail) hooks.body('single');
    return advanced;
  }

  private advance(bytes: (steps: readonly number[]) => number): void {
    for (const { local, steps } of this.pointers.values()) {
      const distance = bytes(steps);
      if (distance !== 0) this.code.get(local).i32(distance).do('i32Add').set(local);
    }
  }
}
