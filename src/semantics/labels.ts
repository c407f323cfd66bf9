/** `label(i)`: the label of a member, which in arithmetic must be a number. */
import type { CallExpression } from '../syntax/ast.ts';
import { type Context, quote, report } from './context.ts';
import { checkExpression } from './expression.ts';
import type { TypedExpression } from './typed-expression.ts';
import { describeType, INT, REAL } from './value-types.ts';

export function checkLabel(ctx: Context, call: CallExpression): TypedExpression | undefined {
  const { arguments: given, span } = call;
  const [argument] = given;
  if (given.length !== 1 || argument === undefined || argument.name !== undefined) {
    report(ctx, 'number-of-arguments', span, '`label` takes one index', {
      hint: 'such as `label(i)`',
    });
    return undefined;
  }
  const index = checkExpression(ctx, argument.value);
  if (index === undefined) return undefined;
  if (index.type.kind !== 'index') {
    const text = quote(ctx, argument.span, 'this');
    report(
      ctx,
      'index-type',
      argument.span,
      `\`label\` takes an index into a dimension; ${text} is ${describeType(index.type)}`,
    );
    return undefined;
  }
  const { dimension } = index.type;
  const labels = ctx.scope.dimensions.get(dimension)?.labels;
  const text = labels?.find((label) => !isNumber(label));
  if (text !== undefined) {
    report(
      ctx,
      'label-not-a-number',
      span,
      `the labels of \`${dimension}\` are no numbers: one is "${text}"`,
      {
        hint: `a member is compared with its label, \`${quote(ctx, argument.span, 'i').replaceAll('`', '')} == "${text}"\``,
      },
    );
    return undefined;
  }
  const type = labels?.every((label) => Number.isInteger(Number(label))) ? INT : REAL;
  const common = { type, span };
  const target: TypedExpression = {
    kind: 'label-numbers',
    dimension,
    axes: [dimension],
    stage: 'data',
    ...common,
  };
  const { axes, stage } = index;
  return {
    kind: 'index',
    target,
    items: [{ kind: 'position', value: index }],
    axes,
    stage: stage === 'constant' ? 'data' : stage,
    ...common,
  };
}

/** Whether a label writes a number. */
function isNumber(label: string): boolean {
  return label.trim() !== '' && Number.isFinite(Number(label));
}
