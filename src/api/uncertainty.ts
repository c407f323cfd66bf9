/** What is uncertain of each observed value in a prediction: gathered draw by draw. */
import type { BoundData } from '../binding/bound-data.ts';
import { bernoulliLogit } from '../distributions/bernoulli-logit.ts';
import { categoricalLogit } from '../distributions/categorical-logit.ts';
import { supports } from '../distributions/distribution.ts';
import type { SeeFamily } from '../lowering/drawing.ts';
import type { Outcome } from '../posterior/simulation.ts';
import type { Random } from '../random/random.ts';
import { elementCount } from '../results/draws.ts';
import { elementKey, elementLabel } from '../results/element-key.ts';
import { probit, Spread } from '../results/probit.ts';
import { temper } from '../results/temperature.ts';
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
  /** Of 0 and 1 from a log odds that networks give by their tangents: the probability of 1 by the probit approximation. */
  readonly probit?: number;
}

/** A class: its entropy, split, and the classes by name in the order of the probabilities. */
export interface UncertainClass extends Element, EntropySplit {
  readonly kind: 'class';
  readonly classes: readonly string[];
  /** The name of the most probable one. */
  readonly likeliest: string;
  /** Of scores that networks give by their tangents: the probabilities by the probit approximation, in place of draws. */
  readonly probit?: readonly number[];
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
  /** Predictive probabilities of the classes, element after element, where they are not the average over all draws. */
  private calibrated: Float64Array | undefined;
  private draw = 0;
  /** By element, of scores whose mean is known. */
  private readonly scores = new Map<number, Spread>();
  private isSpreadKnown = false;

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
    if (parts.some((part) => part!.calibrated !== undefined)) mixed.mixPredictive(parts, rows);
    return mixed;
  }

  private mixPredictive(
    parts: readonly (UncertaintyCollector | undefined)[],
    rows: readonly { readonly model: number }[],
  ): void {
    const classes = this.classNames!.length;
    const calibrated = new Float64Array(elementCount(this.outcome.shape) * classes);
    parts.forEach((part, k) => {
      const share = rows.filter(({ model }) => model === k).length / rows.length;
      for (let element = 0; element * classes < calibrated.length; element++)
        part!.predictiveOf(element).forEach((p, which) => {
          calibrated[element * classes + which] += share * p;
        });
    });
    this.calibrated = calibrated;
  }

  get name(): string {
    return this.outcome.name;
  }

  /** Names of the classes of an outcome that is a class, or 0 or 1. */
  get classNames(): readonly string[] | undefined {
    return this.classes ?? (this.isBinary ? ['0', '1'] : undefined);
  }

  private get isBinary(): boolean {
    return this.outcome.family?.support === supports.binary;
  }

  /** The probabilities of the classes of an element, one draw after the other. */
  probabilitiesOf(element: number): Float64Array {
    const own = this.valuesOf(element);
    if (this.classes !== undefined) return own;
    return own.map((_, k) => (k % 2 === 0 ? 1 - own[k] : own[k - 1]));
  }

  /** Mean and variance of an element given the parameters of each draw. */
  momentsOf(element: number): { readonly means: Float64Array; readonly variances: Float64Array } {
    const own = this.valuesOf(element);
    const part = (which: number): Float64Array => own.filter((_, k) => k % 2 === which);
    return { means: part(0), variances: part(1) };
  }

  /** The average probabilities of the classes of an element over all draws. */
  averageOf(element: number): Float64Array {
    const classes = this.classNames!.length;
    const average = new Float64Array(classes);
    this.probabilitiesOf(element).forEach((p, k) => {
      average[k % classes] += p / this.count;
    });
    return average;
  }

  /** The same at the temperature of the fit, where it has one. */
  predictiveOf(element: number): Float64Array {
    const classes = this.classNames!.length;
    return (
      this.calibrated?.subarray(element * classes, (element + 1) * classes) ??
      this.averageOf(element)
    );
  }

  /** Takes the predictive probabilities at a temperature. */
  calibrate(temperature: number): void {
    const classes = this.classNames!.length;
    const calibrated = new Float64Array(elementCount(this.outcome.shape) * classes);
    for (let at = 0; at < calibrated.length; at += classes)
      calibrated.set(temper(this.averageOf(at / classes), temperature), at);
    this.calibrated = calibrated;
  }

  /**
   * Draws the classes anew from their predictive probabilities.
   *
   * @param drawn row-major, draws × elements
   */
  redraw(drawn: Float64Array, random: Random): void {
    const classes = this.classNames!.length;
    const elements = drawn.length / this.count;
    const first = this.classes === undefined ? 0 : 1;
    for (let element = 0; element < elements; element++) {
      const probabilities = this.predictiveOf(element);
      for (let draw = 0; draw < this.count; draw++) {
        let rest = random.uniform();
        let k = 0;
        while (k < classes - 1) {
          rest -= probabilities[k];
          if (rest < 0) break;
          k++;
        }
        drawn[draw * elements + element] = k + first;
      }
    }
  }

  private valuesOf(element: number): Float64Array {
    const size = this.count * this.width;
    return this.values.subarray(element * size, (element + 1) * size);
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

  /** Told what elements follow at the mean of the scores, before the draws. */
  readonly seeCentre: SeeFamily = (element, family, arguments_) => {
    const scores = scoresOf(family, arguments_);
    if (scores !== undefined) this.scores.set(element, new Spread(scores));
  };

  /** Told what they follow at deviations from it whose outer products add up to the covariance, in place of draws. */
  readonly seeDeviation: SeeFamily = (element, family, arguments_) => {
    this.scores.get(element)?.add(scoresOf(family, arguments_)!, 1);
    this.isSpreadKnown = true;
  };

  readonly see: SeeFamily = (element, family, arguments_) => {
    if (!this.isSpreadKnown)
      this.scores.get(element)?.add(scoresOf(family, arguments_)!, 1 / this.count);
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
    const { outcome, classes } = this;
    const column = emptyColumn(outcome, 0, this.bound);
    return Array.from({ length: elementCount(outcome.shape) }, (_, element): Uncertainty[] => {
      const own = this.valuesOf(element);
      if (outcome.included?.[element] !== undefined && outcome.included[element] !== 1) return [];
      if (!own.every(Number.isFinite)) return [];
      const label = elementLabel(column, element);
      const named = { key: elementKey(column, element), ...(label !== undefined && { label }) };
      const scores = this.scores.get(element);
      const approximate = scores && probit(scores.means, scores.variances);
      if (classes === undefined) {
        const { means, variances } = this.momentsOf(element);
        const split = splitVariance(means, variances);
        const own = approximate && { probit: approximate[0] };
        return [{ kind: 'number', ...named, ...split, ...own }];
      }
      const split = splitEntropy(own, classes.length);
      const probabilities = [...this.predictiveOf(element)];
      const likeliest = classes[probabilities.indexOf(Math.max(...probabilities))];
      const others = approximate && { probit: approximate };
      return [{ kind: 'class', ...named, ...split, probabilities, classes, likeliest, ...others }];
    }).flat();
  }
}

/** By family, the argument that is scores of classes, or the log odds of 1. */
export const scoreArguments: ReadonlyMap<string, string> = new Map([
  [categoricalLogit.name, 'logits'],
  [bernoulliLogit.name, 'logit'],
]);

/** Of families that have them for an argument. */
function scoresOf(
  { name }: Parameters<SeeFamily>[1],
  arguments_: Parameters<SeeFamily>[2],
): ArrayLike<number> | undefined {
  const argument = scoreArguments.get(name);
  if (argument === undefined) return undefined;
  const given = arguments_[argument];
  return typeof given === 'number' ? [given] : given;
}
