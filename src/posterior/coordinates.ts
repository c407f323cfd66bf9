import type { BoundData } from '../binding/bound-data.ts';
import type { SourceFile } from '../diagnostics/span.ts';
import { sizeOf } from '../graph/node.ts';
import type { LoweredParameter } from '../lowering/parameter.ts';
import { elementKey, elementLabel } from '../results/element-key.ts';
import type { TypedExpression } from '../semantics/typed-expression.ts';
import { labelsOf } from './labels.ts';

/** Where each parameter lies in the vector of unconstrained coordinates. */
export class Coordinates {
  readonly dimension: number;
  private readonly parameters: readonly LoweredParameter[];
  private readonly offsets: readonly number[];
  private readonly bound: BoundData;
  private readonly source: SourceFile;

  constructor(parameters: readonly LoweredParameter[], bound: BoundData, source: SourceFile) {
    this.source = source;
    this.parameters = parameters;
    this.bound = bound;
    const offsets: number[] = [];
    let next = 0;
    for (const { unconstrainedShape } of parameters) {
      offsets.push(next);
      next += sizeOf(unconstrainedShape);
    }
    this.offsets = offsets;
    this.dimension = next;
  }

  /** Views into `point`, by parameter: nothing is copied. */
  split(point: Float64Array): Record<string, Float64Array> {
    const parts: Record<string, Float64Array> = {};
    this.parameters.forEach(({ declaration, unconstrainedShape }, k) => {
      const offset = this.offsets[k];
      parts[declaration.name] = point.subarray(offset, offset + sizeOf(unconstrainedShape));
    });
    return parts;
  }

  /** Where the coordinates of a parameter begin and end. */
  range(name: string): { readonly from: number; readonly to: number } {
    const k = this.parameters.findIndex(({ declaration }) => declaration.name === name);
    const from = this.offsets[k];
    return { from, to: from + sizeOf(this.parameters[k].unconstrainedShape) };
  }

  /** A coordinate in the user's words: `log(tau)`, `theta[Choate] (non-centred)`. */
  name(coordinate: number): string {
    const k = this.offsets.findLastIndex((offset) => offset <= coordinate);
    const { declaration, shape, unconstrainedShape, form, transform } = this.parameters[k];
    const own = labelsOf(declaration.axes, this.bound);
    // coordinates along other axes than the elements' are numbered
    const labels = unconstrainedShape.map((extent, axis) =>
      extent === shape[axis] && unconstrainedShape.length === shape.length ? own[axis] : undefined,
    );
    const named = { name: declaration.name, shape: unconstrainedShape, labels };
    const position = coordinate - this.offsets[k];
    const element = elementLabel(named, position) ?? elementKey(named, position);
    if (form === 'non-centred') return `${element} (non-centred)`;
    const { lower, upper } = declaration;
    return transform.describe(element, this.written(lower, 0), this.written(upper, 1));
  }

  /** A bound as the model writes it; nothing for the usual one. */
  private written(bound: TypedExpression | undefined, usual: number): string | undefined {
    if (bound === undefined) return undefined;
    if (bound.kind !== 'number') return this.source.text.slice(bound.span.start, bound.span.end);
    return bound.value === usual ? undefined : String(bound.value);
  }
}
