import type { Span } from '../diagnostics/span.ts';
import { axisDimension, isVariableAxis } from './axes.ts';
import type { Context } from './context.ts';
import { partsOf } from './tree.ts';
import type { Axis, TypedExpression } from './typed-expression.ts';

const LONGEST_HINT = 120;

/**
 * What to write instead where broadcasting by name does not say what is meant: the same expression
 * with index variables, as the `let` it would need; with those in scope alone where `variables` is
 * `bound`. Undefined where the text cannot be rewritten so.
 */
export function indexedHint(
  ctx: Context,
  whole: Span,
  operands: readonly TypedExpression[],
  variables: 'bound' | 'any' = 'any',
): string | undefined {
  if (ctx.frames.length > 0) return undefined;
  const letters = new Letters(ctx);
  const edits: Edit[] = [];
  for (const operand of operands) {
    if (!collect(ctx, operand, letters, edits)) return undefined;
  }
  const text = applyEdits(ctx.source.text, whole, edits);
  const binders = letters.binders();
  if (binders !== '' && variables === 'bound') return undefined;
  const hint =
    binders === ''
      ? `write \`${text}\``
      : `say which members go together: \`let ${letters.nameFor(whole)}[${binders}] = ${text}\``;
  return hint.length <= LONGEST_HINT ? hint : undefined;
}

interface Edit {
  readonly span: Span;
  readonly text: string;
}

/** Index variables for dimensions: those in scope first, then `i`, `j`, `k`, … */
class Letters {
  private readonly ctx: Context;
  private readonly byDimension = new Map<string, string>();
  private readonly fresh: string[] = [];

  constructor(ctx: Context) {
    this.ctx = ctx;
    for (const [name, local] of ctx.locals) {
      if (local.kind === 'index' && local.dimension !== undefined)
        this.byDimension.set(local.dimension, name);
    }
  }

  of(dimension: string): string {
    const known = this.byDimension.get(dimension);
    if (known !== undefined) return known;
    const letter = [...'ijklmnopqrstuvw'].find((name) => !this.isTaken(name)) ?? 'index';
    this.byDimension.set(dimension, letter);
    this.fresh.push(dimension);
    return letter;
  }

  binders(): string {
    return this.fresh.map((name) => `${this.byDimension.get(name)} in ${name}`).join(', ');
  }

  /** The name of the declaration whose whole value this is, otherwise a new one. */
  nameFor(whole: Span): string {
    const { defining } = this.ctx;
    if (defining?.value.start === whole.start && defining.value.end === whole.end) {
      return defining.name;
    }
    return ['m', 'joined', 'combined'].find((name) => !this.isTaken(name)) ?? 'm1';
  }

  private isTaken(name: string): boolean {
    return (
      this.ctx.scope.allValues.has(name) ||
      this.ctx.locals.has(name) ||
      [...this.byDimension.values()].includes(name)
    );
  }
}

/** The edits that index every tensor in `expression`; false where that cannot be written. */
function collect(
  ctx: Context,
  expression: TypedExpression,
  letters: Letters,
  edits: Edit[],
): boolean {
  const plain = expression.axes.filter((axis) => !isVariableAxis(axis));
  if (plain.length === 0) return true;
  switch (expression.kind) {
    case 'unary':
    case 'binary':
    case 'apply':
    case 'if':
      return partsOf(expression).every((part) => collect(ctx, part, letters, edits));
    case 'index':
      if (expression.items.every((item) => item.kind === 'position')) {
        return expression.items.every((item) => collect(ctx, item.value, letters, edits));
      }
      return false;
    case 'variable':
    case 'matmul':
    case 'scan':
    case 'matrix-function':
    case 'layer':
    case 'equation':
    case 'reduce': {
      const indices = indicesFor(expression.axes, letters);
      if (indices === undefined) return false;
      const text = ctx.source.text.slice(expression.span.start, expression.span.end);
      const target = expression.kind === 'matmul' ? `(${text})` : text;
      edits.push({ span: expression.span, text: `${target}[${indices}]` });
      return true;
    }
    default:
      return false;
  }
}

function indicesFor(axes: readonly Axis[], letters: Letters): string | undefined {
  if (new Set(axes).size < axes.length || axes.some(isVariableAxis)) return undefined;
  const dimensions = axes.map(axisDimension);
  if (dimensions.some((dimension) => dimension === undefined)) return undefined;
  return dimensions.map((dimension) => letters.of(dimension as string)).join(', ');
}

function applyEdits(text: string, whole: Span, edits: readonly Edit[]): string {
  let result = '';
  let at = whole.start;
  for (const { span, text: replacement } of [...edits].sort(
    (a, b) => a.span.start - b.span.start,
  )) {
    result += text.slice(at, span.start) + replacement;
    at = span.end;
  }
  result = (result + text.slice(at, whole.end)).replace(/\s+/g, ' ');
  return isWrapped(result) ? result.slice(1, -1) : result;
}

/** Whether one pair of parentheses holds the whole text. */
function isWrapped(text: string): boolean {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '(') depth += 1;
    if (text[i] === ')') depth -= 1;
    if (depth === 0 && i < text.length - 1) return false;
  }
  return text.startsWith('(');
}
