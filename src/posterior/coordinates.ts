import type { BoundData } from '../binding/bound-data.ts';
import { sizeOf } from '../graph/node.ts';
import type { LoweredParameter } from '../lowering/parameter.ts';
import { elementLabel } from './element-names.ts';

/** Where each parameter lies in the vector of unconstrained coordinates. */
export class Coordinates {
  readonly dimension: number;
  private readonly parameters: readonly LoweredParameter[];
  private readonly offsets: readonly number[];
  private readonly bound: BoundData;

  constructor(parameters: readonly LoweredParameter[], bound: BoundData) {
    this.parameters = parameters;
    this.bound = bound;
    const offsets: number[] = [];
    let next = 0;
    for (const { shape } of parameters) {
      offsets.push(next);
      next += sizeOf(shape);
    }
    this.offsets = offsets;
    this.dimension = next;
  }

  /** Views into `point`, by parameter: nothing is copied. */
  split(point: Float64Array, prefix = ''): Record<string, Float64Array> {
    const parts: Record<string, Float64Array> = {};
    this.parameters.forEach(({ declaration, shape }, k) => {
      const offset = this.offsets[k];
      parts[prefix + declaration.name] = point.subarray(offset, offset + sizeOf(shape));
    });
    return parts;
  }

  /** The reverse of `split`: fills `point` from values by prefixed parameter name. */
  join(
    values: Readonly<Record<string, ArrayLike<number>>>,
    prefix: string,
    point: Float64Array,
  ): void {
    this.parameters.forEach(({ declaration }, k) => {
      point.set(values[prefix + declaration.name], this.offsets[k]);
    });
  }

  /** A coordinate in the user's words: `log(tau)`, `theta[Choate] (non-centred)`. */
  name(coordinate: number): string {
    const k = this.offsets.findLastIndex((offset) => offset <= coordinate);
    const { declaration, shape, form, transform } = this.parameters[k];
    const element = elementLabel(
      declaration.name,
      declaration.axes,
      shape,
      coordinate - this.offsets[k],
      this.bound,
    );
    if (form === 'non-centred') return `${element} (non-centred)`;
    return transform.describe(element);
  }
}
