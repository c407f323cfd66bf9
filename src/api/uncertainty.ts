/** What is uncertain of each observed value in a prediction: gathered draw by draw. */
import type { BoundData } from '../binding/bound-data.ts';
import type { SeeFamily } from '../lowering/drawing.ts';
import type { Outcome } from '../posterior/simulation.ts';
import { elementCount } from '../results/draws.ts';
import { elementKey, elementLabel } from '../results/element-key.ts';
import {
  type EntropySplit,
  splitEntropy,
  splitVariance,
  type VarianceSplit,
} from '../results/uncertainty.ts';
import { emptyColumn } from './prediction.ts';

interface Element {
  /** `y[1]`: unique, with 1-based positions. */
  readonly key: string;
  /** `y[Choate]`, where its dimensions have labels. */
  readonly label?: string;
}

/** A number: its variance, split. */
export interface UncertainNumber extends Element, VarianceSplit {
  readonly kind: 'number';
}

/** A class: its entropy, split, and the classes by name in the order of the probabilities. */
export interface UncertainClass extends Element, EntropySplit {
  readonly kind: 'class';
  readonly classes: readonly string[];
  /** The name of the most probable one. */
  readonly likeliest: string;
}

export type Uncertainty = UncertainNumber | UncertainClass;

/** What each element of an outcome follows, given the parameters of each draw. */
export class UncertaintyCollector {
  private readonly outcome: Outcome;
  private readonly bound: BoundData;
  private readonly count: number;
  /** Names of the classes, of an outcome that is a class. */
  private readonly classes: readonly string[] | undefined;
  /** Element after element, of each draw after draw: mean and variance, or the probabilities. */
  private readonly values: Float64Array;
  private draw = 0;

  /** Nothing where the outcome does not follow a family of single numbers. */
  static of(outcome: Outcome, bound: BoundData, count: number): UncertaintyCollector | undefined {
    return outcome.given === undefined
      ? undefined
      : new UncertaintyCollector(outcome, bound, count, outcome.given);
  }

  private constructor(
    outcome: Outcome,
    bound: BoundData,
    count: number,
    given: NonNullable<Outcome['given']>,
  ) {
    this.outcome = outcome;
    this.bound = bound;
    this.count = count;
    if (given !== 'moments') {
      const { labels, size } = bound.dimensions.get(given.classesOf)!;
      this.classes = labels ?? Array.from({ length: size }, (_, k) => String(k + 1));
    }
    this.values = new Float64Array(elementCount(outcome.shape) * count * this.width).fill(
      Number.NaN,
    );
  }

  private get width(): number {
    return this.classes?.length ?? 2;
  }

  /** Of predictions of the same outcome, the given draws one after the other; nothing where they are no mixture. */
  static mixture(
    parts: readonly (UncertaintyCollector | undefined)[],
    rows: readonly { readonly model: number; readonly row: number }[],
  ): UncertaintyCollector | undefined {
    const [first] = parts;
    if (first === undefined || !parts.every((part) => part?.isLike(first))) return undefined;
    const { outcome, bound, width } = first;
    const mixed = new UncertaintyCollector(outcome, bound, rows.length, outcome.given!);
    for (let element = 0; element < elementCount(outcome.shape); element++) {
      rows.forEach(({ model, row }, draw) => {
        const { values, count } = parts[model]!;
        const from = (element * count + row) * width;
        mixed.values.set(
          values.subarray(from, from + width),
          (element * rows.length + draw) * width,
        );
      });
    }
    return mixed;
  }

  get name(): string {
    return this.outcome.name;
  }

  private isLike({ outcome, classes }: UncertaintyCollector): boolean {
    return (
      elementCount(this.outcome.shape) === elementCount(outcome.shape) &&
      this.classes?.join('\n') === classes?.join('\n')
    );
  }

  /** To be called before each draw. */
  startDraw(draw: number): void {
    this.draw = draw;
  }

  readonly see: SeeFamily = (element, family, arguments_) => {
    const at = (element * this.count + this.draw) * this.width;
    if (this.classes !== undefined) {
      this.values.set(
        family.probabilities!(arguments_ as Readonly<Record<string, ArrayLike<number>>>),
        at,
      );
      return;
    }
    const { mean, variance } = family.moments(arguments_ as Readonly<Record<string, number>>);
    this.values[at] = mean;
    this.values[at + 1] = variance;
  };

  /** One row an element that the `observe` is about; none where moments do not exist. */
  rows(): Uncertainty[] {
    const { outcome, classes, count, width } = this;
    const column = emptyColumn(outcome, 0, this.bound);
    return Array.from({ length: elementCount(outcome.shape) }, (_, element): Uncertainty[] => {
      const own = this.values.subarray(element * count * width, (element + 1) * count * width);
      if (outcome.included?.[element] !== undefined && outcome.included[element] !== 1) return [];
      if (!own.every(Number.isFinite)) return [];
      const label = elementLabel(column, element);
      const named = { key: elementKey(column, element), ...(label !== undefined && { label }) };
      if (classes === undefined) {
        const part = (k: number): Float64Array => own.filter((_, at) => at % 2 === k);
        return [{ kind: 'number', ...named, ...splitVariance(part(0), part(1)) }];
      }
      const split = splitEntropy(own, classes.length);
      const { probabilities } = split;
      const likeliest = classes[probabilities.indexOf(Math.max(...probabilities))];
      return [{ kind: 'class', ...named, ...split, classes, likeliest }];
    }).flat();
  }
}
