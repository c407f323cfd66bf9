import { nearestName } from '../diagnostics/nearest.ts';
import type { SourceFile } from '../diagnostics/span.ts';
import { axisDimension, listLength } from '../semantics/axes.ts';
import { visit } from '../semantics/tree.ts';
import type { TypedExpression } from '../semantics/typed-expression.ts';
import type { BoundDimension } from './bound-data.ts';
import { labelsInWords } from './labels.ts';
import { counted } from './words.ts';

export interface SizeMisfit {
  readonly dimension: string;
  readonly message: string;
  readonly hint?: string;
}

/**
 * Where an expression of the model does not fit the sizes and labels that the data gave: a list that
 * stands for a dimension of another size, an unknown label, a written position out of range.
 */
export function sizeMisfits(
  expression: TypedExpression,
  dimensions: ReadonlyMap<string, BoundDimension>,
  source: SourceFile,
): SizeMisfit[] {
  const misfits: SizeMisfit[] = [];
  const add = (at: TypedExpression, dimension: BoundDimension, text: string, hint?: string) => {
    const { line, column } = source.position(at.span.start);
    misfits.push({
      dimension: dimension.name,
      message: `${source.name}:${line}:${column}: ${text}`,
      ...(hint === undefined ? {} : { hint }),
    });
  };
  const behind = (axis: string | undefined): BoundDimension | undefined =>
    dimensions.get((axis === undefined ? undefined : axisDimension(axis)) ?? '');
  visit(expression, (e) => {
    if (e.kind === 'label') {
      const dimension = dimensions.get(e.dimension);
      if (dimension === undefined || dimension.labels?.includes(e.label)) return;
      const near = nearestName(e.label, dimension.labels ?? []);
      const known =
        near === undefined ? knownLabels(dimension) : `did you mean ${JSON.stringify(near)}?`;
      add(
        e,
        dimension,
        `${JSON.stringify(e.label)} is not a label of \`${dimension.name}\`.`,
        known,
      );
    } else if (e.kind === 'rename') {
      e.operand.axes.forEach((axis, k) => {
        const length = listLength(axis);
        const dimension = behind(e.axes[k]);
        if (length === undefined || dimension === undefined || dimension.size === length) return;
        add(
          e,
          dimension,
          `The list has ${counted(length, 'element')}, but \`${dimension.name}\` has ${counted(dimension.size, 'member')}.`,
        );
      });
    } else if (e.kind === 'index') {
      e.items.forEach((item, k) => {
        const position = item.kind === 'position' ? writtenNumber(item.value) : undefined;
        const dimension = behind(e.target.axes[k]);
        if (position === undefined || dimension === undefined) return;
        if (position >= 1 && position <= dimension.size) return;
        add(
          e,
          dimension,
          `Position ${position} is outside \`${dimension.name}\`, which has ${counted(dimension.size, 'member')}.`,
        );
      });
    }
  });
  return misfits;
}

function knownLabels(dimension: BoundDimension): string {
  return dimension.labels === undefined
    ? `\`${dimension.name}\` has no labels, only positions`
    : labelsInWords(dimension);
}

function writtenNumber(expression: TypedExpression): number | undefined {
  if (expression.kind === 'number') return expression.value;
  if (expression.kind !== 'unary' || expression.operator !== '-') return undefined;
  const operand = writtenNumber(expression.operand);
  return operand === undefined ? undefined : -operand;
}
