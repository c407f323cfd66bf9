/**
 * Dropout as Gal and Ghahramani (2016, Dropout as a Bayesian approximation) read it: the approximate posterior of a
 * weight W is that of diag(z / (1 − rate)) M, with M to be found and each zᵢ 1 with the probability 1 − rate, else 0.
 */
import type { Builder } from '../graph/builder.ts';
import type { Node, Shape } from '../graph/node.ts';

/** A dropout layer and the dense layer's weight whose rows it switches off. */
export interface DroppedInput {
  readonly dropout: string;
  readonly rate: number;
  readonly weight: string;
  /** Its network is called more than once: then all examples of a batch share a mask, as the calls do. */
  readonly isShared: boolean;
}

/** An input of the graph: masks z / (1 − rate). */
export interface Mask {
  readonly name: string;
  readonly shape: Shape;
  readonly rate: number;
}

/** Puts masks into a graph. */
export class DropoutMasks {
  readonly masks = new Map<string, Mask>();
  private readonly dropped: readonly DroppedInput[];

  constructor(dropped: readonly DroppedInput[]) {
    this.dropped = dropped;
  }

  /** @param x of shape [examples, …input]: each example has a mask of its own, unless the layer is shared. */
  apply(b: Builder, dropout: string, x: Node): Node {
    const { rate, isShared } = this.dropped.find((one) => one.dropout === dropout)!;
    const shape = isShared ? [1, ...x.shape.slice(1)] : x.shape;
    const name = `mask ${dropout}`;
    this.masks.set(name, { name, shape, rate });
    return b.multiply(x, b.input(name, shape));
  }

  /**
   * The expected log prior of a weight whose rows are switched off, E log p(diag(z / k) M) with k = 1 − rate:
   * k log p(M / k) + (1 − k) log p(0), element by element. Of a normal prior of scale s that is the weight decay
   * M² / (2 k s²). Undefined for parameters that are not switched off.
   */
  expectedLogPrior(
    b: Builder,
    parameter: string,
    value: Node,
    logDensity: (x: Node) => Node,
  ): Node | undefined {
    const dropped = this.dropped.find(({ weight }) => weight === parameter);
    if (dropped === undefined) return undefined;
    const keep = 1 - dropped.rate;
    const kept = b.multiply(logDensity(b.divide(value, keep)), keep);
    const off = b.broadcast(b.constant(0), value.shape);
    return b.add(kept, b.multiply(logDensity(off), dropped.rate));
  }
}
