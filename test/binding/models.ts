/** Typed models written by hand, and an evaluator that is plainly right for the expressions in them. */

import type { BoundData, BoundValue } from '../../src/binding/bound-data.ts';
import { SourceFile } from '../../src/diagnostics/span.ts';
import type { TypedExpression } from '../../src/semantics/typed-expression.ts';
import type {
  DataType,
  TypedData,
  TypedDimension,
  TypedLet,
  TypedModel,
  TypedStatement,
} from '../../src/semantics/typed-model.ts';

const span = { start: 0, end: 0 };
const base = { axes: [], type: { kind: 'int' }, stage: 'data', span } as const;

// expressions
export const number = (value: number): TypedExpression => ({ ...base, kind: 'number', value });
export const size = (dimension: string): TypedExpression => ({ ...base, kind: 'size', dimension });
export const variable = (name: string, axes: readonly string[] = []): TypedExpression => ({
  ...base,
  kind: 'variable',
  name,
  axes,
});
export const arithmetic = (
  left: TypedExpression,
  operator: '+' | '-' | '*' | '/',
  right: TypedExpression,
): TypedExpression => ({ ...base, kind: 'binary', operator, left, right });
export const list = (values: readonly number[]): TypedExpression => ({
  ...base,
  kind: 'list',
  axes: [`[${values.length}]`],
  elements: values.map(number),
});
export const over = (operand: TypedExpression, axes: readonly string[]): TypedExpression => ({
  ...base,
  kind: 'rename',
  operand,
  axes,
});
export const label = (dimension: string, text: string): TypedExpression => ({
  ...base,
  kind: 'label',
  dimension,
  label: text,
});
export const indexed = (
  target: TypedExpression,
  positions: readonly TypedExpression[],
): TypedExpression => ({
  ...base,
  kind: 'index',
  target,
  items: positions.map((value) => ({ kind: 'position', value }) as const),
});

// types
export const real: DataType = { kind: 'real', words: 'real' };
export const int: DataType = { kind: 'int', words: 'int' };
export const positive: DataType = {
  kind: 'real',
  lower: number(0),
  lowerOpen: true,
  words: 'positive',
};
export const unit: DataType = { kind: 'real', lower: number(0), upper: number(1), words: 'unit' };
export const count: DataType = { kind: 'int', lower: number(0), words: 'count' };
export const binary: DataType = {
  kind: 'int',
  lower: number(0),
  upper: number(1),
  words: 'binary',
};
export const member = (dimension: string, byLabel = false): DataType => ({
  kind: 'index',
  dimension,
  byLabel,
  words: byLabel ? `${dimension} by label` : dimension,
});

// statements
export function dim(
  name: string,
  definition: TypedDimension['definition'] = { kind: 'data' },
): TypedDimension {
  return { kind: 'dim', name, nameSpan: span, span, definition };
}
export function data(
  name: string,
  axes: readonly string[],
  type: DataType,
  more: Partial<TypedData> = {},
): TypedData {
  return { kind: 'data', name, nameSpan: span, span, axes, type, ...more };
}
export function letValue(name: string, value: TypedExpression): TypedLet {
  return { kind: 'let', name, nameSpan: span, span, axes: value.axes, headAxes: value.axes, value };
}
export function model(...statements: TypedStatement[]): TypedModel {
  const dimensions = statements.filter((s) => s.kind === 'dim');
  return {
    source: new SourceFile('test.bayes', ''),
    syntax: { statements: [], allowances: [], span },
    statements,
    dimensions: new Map(dimensions.map((d) => [d.name, d])),
    knownMembers: new Map(),
    ranges: new Map(),
    diagnostics: [],
    silenced: [],
    allowances: [],
  };
}

/** Scalars, variables, sizes, lists, and arithmetic on scalars. */
export function evaluatorOf(typed: TypedModel) {
  return function evaluate(e: TypedExpression, bound: BoundData): BoundValue {
    const scalar = (value: number): BoundValue => ({ shape: [], data: Float64Array.of(value) });
    switch (e.kind) {
      case 'number':
        return scalar(e.value);
      case 'size':
        return scalar(bound.dimensions.get(e.dimension)!.size);
      case 'label':
        return scalar(bound.dimensions.get(e.dimension)!.labels!.indexOf(e.label) + 1);
      case 'variable': {
        const found = bound.values.get(e.name);
        if (found !== undefined) return found;
        const named = typed.statements.find((s) => s.kind === 'let' && s.name === e.name);
        return evaluate((named as TypedLet).value, bound);
      }
      case 'list':
        return {
          shape: [e.elements.length],
          data: Float64Array.from(e.elements, (x) => evaluate(x, bound).data[0]),
        };
      case 'rename':
        return evaluate(e.operand, bound);
      case 'binary': {
        const a = evaluate(e.left, bound).data[0];
        const b = evaluate(e.right, bound).data[0];
        const results = new Map([
          ['+', a + b],
          ['-', a - b],
          ['*', a * b],
          ['/', a / b],
        ]);
        return scalar(results.get(e.operator)!);
      }
      default:
        throw new Error(`the test evaluator does not know ${e.kind}`);
    }
  };
}
