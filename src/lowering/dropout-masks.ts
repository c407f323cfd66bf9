/**
 * Dropout as Gal and Ghahramani (2016, Dropout as a Bayesian approximation) read it: the approximate posterior of a
 * weight W is that of diag(z / (1 − rate)) M, with M to be found and each zᵢ 1 with the probability 1 − rate, else 0.
 */
import type { Builder } from '../graph/builder.ts';
import type { Node, Shape } from '../graph/node.ts';
import { sizeOf } from '../graph/node.ts';
import type { Axis } from '../semantics/typed-expression.ts';

/** A dropout layer and what it switches off. */
export interface DroppedInput {
  readonly dropout: string;
  /** As the model gives it. */
  readonly rate: number;
  /** The weights behind it whose rows it switches off. */
  readonly weights: readonly string[];
  /** Whether that is not all it does: then a draw has its mask too. */
  readonly hasMask: boolean;
  /** Where whole channels of an image are switched off, and all rows of a weight that look at them: their axis. */
  readonly channels?: Axis;
  /** Its network is called more than once: then all examples of a batch share a mask, as the calls do. */
  readonly isShared: boolean;
}

/** An input of the graph: masks z / (1 − rate), or where rates are learned standard logistic noise. */
export interface Mask {
  readonly name: string;
  readonly shape: Shape;
  /** The place of its layer among the dropout layers. */
  readonly layer: number;
}

/** Of the relaxed masks (Gal, Hron and Kendall 2017): near 0 they are the masks themselves, and have no slope. */
const temperature = 0.1;

/** Puts masks into a graph, in which the rate of each layer is an input too: itself, or its logit where it is learned. */
export class DropoutMasks {
  readonly masks = new Map<string, Mask>();
  /** Of the rates, one a layer. */
  readonly rateInputs: readonly string[];
  readonly areLearned: boolean;
  private readonly dropped: readonly DroppedInput[];

  constructor(dropped: readonly DroppedInput[], areLearned: boolean) {
    this.dropped = dropped;
    this.areLearned = areLearned;
    this.rateInputs = dropped.map(({ dropout }) => `rate ${dropout}`);
  }

  /** @param x of shape [examples, …input]: each example has a mask of its own, unless the layer is shared. */
  apply(b: Builder, dropout: string, x: Node): Node {
    const layer = this.dropped.findIndex((one) => one.dropout === dropout);
    const { isShared, channels } = this.dropped[layer];
    const [examples, ...input] = x.shape;
    const units = channels === undefined ? input : [...input.slice(0, -1).fill(1), input.at(-1)!];
    const shape = [isShared ? 1 : examples, ...units];
    const name = `mask ${dropout}`;
    this.masks.set(name, { name, shape, layer });
    const given = b.input(name, shape);
    return b.multiply(x, this.areLearned ? this.relaxed(b, layer, given) : given);
  }

  /**
   * The expected log prior of a weight whose rows are switched off, E log p(diag(z / k) M) with k = 1 − rate, of
   * several layers in front of it the product: k log p(M / k) + (1 − k) log p(0), element by element. Of a normal
   * prior of scale s that is the weight decay M² / (2 k s²). Undefined for parameters that are not switched off.
   */
  expectedLogPrior(
    b: Builder,
    parameter: string,
    value: Node,
    logDensity: (x: Node) => Node,
  ): Node | undefined {
    const keeps = this.dropped.flatMap(({ weights }, layer) =>
      weights.includes(parameter) ? [b.subtract(1, this.rate(b, layer))] : [],
    );
    if (keeps.length === 0) return undefined;
    const keep = keeps.reduce((product, one) => b.multiply(product, one));
    const kept = b.multiply(logDensity(b.divide(value, keep)), keep);
    const off = b.broadcast(b.constant(0), value.shape);
    return b.add(kept, b.multiply(logDensity(off), b.subtract(1, keep)));
  }

  /**
   * The entropy of all masks, −p log p − (1 − p) log(1 − p) for each unit of a layer of rate p: what keeps learned rates
   * from 0 (the regulariser of concrete dropout). Undefined where rates are given: then it is constant.
   */
  entropy(b: Builder): Node | undefined {
    if (!this.areLearned) return undefined;
    const parts = [...this.masks.values()].map(({ layer, shape }) => {
      const logit = this.rateInput(b, layer);
      const rate = b.sigmoid(logit);
      // −log p = softplus(−logit), −log(1 − p) = softplus(logit) = logit + softplus(−logit)
      const ofUnit = b.add(b.softplus(b.negate(logit)), b.multiply(logit, b.subtract(1, rate)));
      return b.multiply(ofUnit, sizeOf(shape.slice(1)));
    });
    return parts.reduce((sum, part) => b.add(sum, part), b.constant(0));
  }

  /** z / (1 − p) with z = 1 − sigmoid((logit p + noise) / temperature): the formula of concrete dropout. */
  private relaxed(b: Builder, layer: number, noise: Node): Node {
    const raised = b.divide(b.add(this.rateInput(b, layer), noise), temperature);
    const kept = b.sigmoid(b.negate(raised));
    return b.divide(kept, b.subtract(1, this.rate(b, layer)));
  }

  private rate(b: Builder, layer: number): Node {
    const given = this.rateInput(b, layer);
    return this.areLearned ? b.sigmoid(given) : given;
  }

  private rateInput(b: Builder, layer: number): Node {
    return b.input(this.rateInputs[layer], []);
  }
}
