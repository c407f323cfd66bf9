import { largestHessian } from '../curvature.ts';
import { InferenceError } from '../method.ts';
import type { Block } from './block.ts';
import { DenseBlock } from './dense-block.ts';
import { DiagonalBlock } from './diagonal-block.ts';
import type { Information, LinearLayer } from './information.ts';
import { KroneckerBlock } from './kronecker-block.ts';
import { coordinatesOf, LayerBlock } from './layer-block.ts';

/** Which entries of the curvature are kept. */
export interface Structure {
  /** One line for `--help` and the reference. */
  readonly summary: string;
  /** Whether only the last layers' weights are free, and those of the others held at the mode. */
  readonly holdsOthers?: true;
  /**
   * No coordinate is in two of them; those that are held are in none.
   *
   * @throws InferenceError where the model does not suit it
   */
  readonly blocks: (information: Information) => Block[];
}

/** Coordinates from 0 to before `dimension` that are not among the others. */
function allBut(dimension: number, others: Iterable<number>): number[] {
  const left = new Set(others);
  return Array.from({ length: dimension }, (_, k) => k).filter((k) => !left.has(k));
}

/** Whether these are the coordinates of a layer and no other. */
function isThatOf(layer: LinearLayer, coordinates: readonly number[]): boolean {
  const own = new Set(coordinatesOf(layer));
  return own.size === coordinates.length && coordinates.every((k) => own.has(k));
}

export const structures: ReadonlyMap<string, Structure> = new Map(
  Object.entries({
    full: {
      summary: 'all pairs of coordinates',
      blocks: ({ dimension }) => [new DenseBlock(allBut(dimension, []))],
    },
    kronecker: {
      summary: 'a Kronecker product for each layer, all pairs of the other coordinates',
      blocks: ({ dimension, layers, notLinear }) => {
        if (notLinear !== undefined) {
          throw new InferenceError(
            'not-linear',
            `Kronecker products are for weights that layers multiply by, and ${notLinear}. Use --hessian diagonal or --hessian last-layer.`,
          );
        }
        const products = layers.map((layer, k) => new KroneckerBlock(layer, k));
        const rest = allBut(
          dimension,
          products.flatMap(({ coordinates }) => [...coordinates]),
        );
        return rest.length === 0 ? products : [...products, new DenseBlock(rest)];
      },
    },
    'last-layer': {
      summary: 'all pairs of the weights of the last layers, the others held at the mode',
      holdsOthers: true,
      blocks: ({ dimension, before, layers }) => {
        const free = allBut(dimension, before);
        const only = layers.findIndex((layer) => layer.rows === 1 && isThatOf(layer, free));
        return [only < 0 ? new DenseBlock(free) : new LayerBlock(layers[only], only)];
      },
    },
    diagonal: {
      summary: 'single coordinates, which know nothing of each other',
      blocks: ({ dimension }) => [new DiagonalBlock(dimension)],
    },
  } satisfies Record<string, Structure>),
);

/** The structure where none is asked for: the richest that is quick. */
export function standardStructure({ dimension, notLinear }: Information): string {
  if (dimension <= largestHessian) return 'full';
  return notLinear === undefined ? 'kronecker' : 'diagonal';
}
