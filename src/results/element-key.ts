import { type DrawColumn, elementCount } from './draws.ts';

type Named = Pick<DrawColumn, 'name' | 'shape' | 'labels'>;

/** `theta[2]`, `K[1,3]`: 1-based positions of the element at a row-major position from 0; a scalar is its name. */
export function elementKey({ name, shape }: Named, position: number): string {
  return bracketed(
    name,
    indices(shape, position).map((index) => String(index + 1)),
  );
}

/** `theta[Choate]`: as the key, with labels where a dimension has them; `undefined` where none has. */
export function elementLabel({ name, shape, labels }: Named, position: number): string | undefined {
  if (labels.every((axis) => axis === undefined)) return undefined;
  const parts = indices(shape, position).map(
    (index, axis) => labels[axis]?.[index] ?? String(index + 1),
  );
  return bracketed(name, parts);
}

function bracketed(name: string, parts: readonly string[]): string {
  return parts.length === 0 ? name : `${name}[${parts.join(',')}]`;
}

function indices(shape: readonly number[], position: number): number[] {
  let rest = position;
  return shape.map((_, axis) => {
    const stride = elementCount(shape.slice(axis + 1));
    const index = Math.floor(rest / stride);
    rest -= index * stride;
    return index;
  });
}

/** The name of the quantity that a key speaks of: `theta` of `theta[2]`. */
export function nameOfKey(key: string): string {
  const bracket = key.indexOf('[');
  return bracket < 0 ? key : key.slice(0, bracket);
}

/** Whether a quantity is the weights of a layer of a network: `f.layer1.weight`. No other name has a dot. */
export function isNetworkWeight(name: string): boolean {
  return name.includes('.');
}
