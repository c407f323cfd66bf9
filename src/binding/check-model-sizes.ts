import { nearestName } from '../diagnostics/nearest.ts';
import { axisDimension, listLength } from '../semantics/axes.ts';
import type { TypedExpression, TypedModel } from '../semantics/typed-model.ts';
import type { BoundDimension } from './bound-data.ts';
import { labelsInWords } from './labels.ts';
import type { Problems } from './problems.ts';
import { modelExpressions, visit } from './references.ts';
import { counted } from './words.ts';

/**
 * Checks what the model text says of members against the sizes and labels that the data gave: lists
 * that stand for a dimension, quoted labels, and written positions.
 */
export function checkModelSizes(
  model: TypedModel,
  dimensions: ReadonlyMap<string, BoundDimension>,
  problems: Problems,
): void {
  const at = (expression: TypedExpression): string => {
    const { line, column } = model.source.position(expression.span.start);
    return `${model.source.name}:${line}:${column}`;
  };
  const check = (expression: TypedExpression): void => {
    if (expression.kind === 'label') {
      const dimension = dimensions.get(expression.dimension);
      if (dimension === undefined || dimension.labels?.includes(expression.label)) return;
      const near = nearestName(expression.label, dimension.labels ?? []);
      const known = dimension.labels === undefined ? 'it has none' : labelsInWords(dimension);
      problems.add(
        dimension.name,
        `${at(expression)}: ${JSON.stringify(expression.label)} is not a label of \`${dimension.name}\`.`,
        { hint: near === undefined ? known : `did you mean ${JSON.stringify(near)}?` },
      );
    } else if (expression.kind === 'rename') {
      expression.operand.axes.forEach((axis, k) => {
        const length = listLength(axis);
        const dimension = dimensions.get(axisDimension(expression.axes[k]) ?? '');
        if (length === undefined || dimension === undefined || dimension.size === length) return;
        problems.add(
          dimension.name,
          `${at(expression)}: The list has ${counted(length, 'element')}, but \`${dimension.name}\` has ${counted(dimension.size, 'member')}.`,
        );
      });
    } else if (expression.kind === 'index') {
      expression.items.forEach((item, k) => {
        const position = item.kind === 'position' ? writtenNumber(item.value) : undefined;
        const dimension = dimensions.get(axisDimension(expression.target.axes[k]) ?? '');
        if (position === undefined || dimension === undefined) return;
        if (position >= 1 && position <= dimension.size) return;
        problems.add(
          dimension.name,
          `${at(expression)}: Position ${position} is outside \`${dimension.name}\`, which has ${counted(dimension.size, 'member')}.`,
        );
      });
    }
  };
  for (const expression of modelExpressions(model)) visit(expression, check);
}

function writtenNumber(expression: TypedExpression): number | undefined {
  if (expression.kind === 'number') return expression.value;
  if (expression.kind !== 'unary' || expression.operator !== '-') return undefined;
  const operand = writtenNumber(expression.operand);
  return operand === undefined ? undefined : -operand;
}
