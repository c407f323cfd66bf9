/**
 * Independent normals of all unconstrained coordinates, with their means and ρ as inputs of a graph
 * beside standard normal noise: the log density of the graph averages to its expectation.
 *
 * Weights that one dense layer uses are not drawn but summed out into what leaves the layer, x W + b, which is normal
 * with the mean x M + m and the variance x² S² + s²: the local reparameterisation (Kingma, Salimans and Welling 2015),
 * whose gradients have far less noise, as each example has noise of its own.
 */
import type { Builder } from '../graph/builder.ts';
import { type Node, type Shape, sizeOf } from '../graph/node.ts';
import { dense } from '../layers/dense.ts';

/** An input of the graph: standard normal numbers. */
export interface Noise {
  readonly name: string;
  readonly shape: Shape;
}

/** Keeps the slope of the square root finite where a variance is 0, and is nothing beside any that is not. */
const TINY = 1e-30;

export class WeightNoise {
  readonly noises = new Map<string, Noise>();
  /** Weights and biases that are summed out. */
  readonly local: ReadonlySet<string>;

  constructor(local: ReadonlySet<string>) {
    this.local = local;
  }

  /** The name of the input with ρ of a parameter's coordinates, whose standard deviations are log(1 + exp ρ). */
  static rhoInput(parameter: string): string {
    return `rho ${parameter}`;
  }

  scale(b: Builder, parameter: string, shape: Shape): Node {
    return b.softplus(b.input(WeightNoise.rhoInput(parameter), shape));
  }

  /** A draw of a parameter's coordinates. */
  draw(b: Builder, parameter: string, mean: Node): Node {
    const scale = this.scale(b, parameter, mean.shape);
    return b.add(mean, b.multiply(scale, this.noise(b, parameter, mean.shape)));
  }

  /**
   * A draw of what leaves a dense layer.
   *
   * @param x of shape [examples, …input]
   * @param weights the means of the weight and of the bias, by name; a bias that is no local one is a draw already
   */
  throughDense(
    b: Builder,
    layer: string,
    x: Node,
    weights: readonly { readonly name: string; readonly node: Node }[],
    output: Shape,
  ): Node {
    const mean = dense.build(
      b,
      x,
      weights.map(({ node }) => node),
      output,
      {},
    );
    const variances = weights
      .filter(({ name }) => this.local.has(name))
      .map(({ name, node }) => b.square(this.scale(b, name, node.shape)));
    const variance = dense.build(b, b.square(x), variances, output, {});
    const noise = this.noise(b, layer, mean.shape);
    return b.add(mean, b.multiply(b.sqrt(b.add(variance, TINY)), noise));
  }

  /** Of the normals of a parameter's coordinates. */
  entropy(b: Builder, parameter: string, shape: Shape): Node {
    const logScales = b.sum(b.log(this.scale(b, parameter, shape)));
    return b.add(logScales, 0.5 * sizeOf(shape) * (1 + Math.log(2 * Math.PI)));
  }

  private noise(b: Builder, of: string, shape: Shape): Node {
    const name = `noise ${of}`;
    this.noises.set(name, { name, shape });
    return b.input(name, shape);
  }
}
