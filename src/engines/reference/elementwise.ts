import type { Node } from '../../graph/node.ts';
import { broadcastStrides, offsets } from '../../graph/strides.ts';
import { IndexError } from '../index-error.ts';
import type { Kernel } from './kernel.ts';

export function unary(f: (x: number) => number): Kernel {
  return (_, [x], out) =>
    () => {
      for (let i = 0; i < out.length; i++) out[i] = f(x[i]);
    };
}

export function binary(f: (a: number, b: number) => number): Kernel {
  return (node, [a, b], out) => {
    // shapes that broadcast and have equally many elements have the same layout
    if (a.length === out.length && b.length === out.length) {
      return () => {
        for (let i = 0; i < out.length; i++) out[i] = f(a[i], b[i]);
      };
    }
    if (a.length === out.length && b.length === 1) {
      return () => {
        const value = b[0];
        for (let i = 0; i < out.length; i++) out[i] = f(a[i], value);
      };
    }
    if (a.length === 1 && b.length === out.length) {
      return () => {
        const value = a[0];
        for (let i = 0; i < out.length; i++) out[i] = f(value, b[i]);
      };
    }
    const [fromA, fromB] = inputOffsets(node);
    return () => {
      for (let i = 0; i < out.length; i++) out[i] = f(a[fromA[i]], b[fromB[i]]);
    };
  };
}

export function ternary(f: (a: number, b: number, c: number) => number): Kernel {
  return (node, [a, b, c], out) => {
    const [fromA, fromB, fromC] = inputOffsets(node);
    return () => {
      for (let i = 0; i < out.length; i++) out[i] = f(a[fromA[i]], b[fromB[i]], c[fromC[i]]);
    };
  };
}

export function quaternary(f: (a: number, b: number, c: number, d: number) => number): Kernel {
  return (node, [a, b, c, d], out) => {
    const [fromA, fromB, fromC, fromD] = inputOffsets(node);
    return () => {
      for (let i = 0; i < out.length; i++) {
        out[i] = f(a[fromA[i]], b[fromB[i]], c[fromC[i]], d[fromD[i]]);
      }
    };
  };
}

export const toInt: Kernel =
  (node, [x], out) =>
  () => {
    for (let i = 0; i < out.length; i++) {
      out[i] = x[i];
      if (out[i] !== Math.trunc(x[i])) {
        throw new IndexError(node, `${x[i]} does not fit an integer of 32 bits`);
      }
    }
  };

/** Where each element of the result finds its operands. */
function inputOffsets(node: Node): Int32Array[] {
  return node.inputs.map((input) => offsets(node.shape, broadcastStrides(input.shape, node.shape)));
}
