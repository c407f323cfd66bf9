import type { Item, Name } from '../syntax/ast.ts';
import { bindVariable } from './binders.ts';
import { type Context, type Local, report } from './context.ts';
import { findDimension } from './lookup.ts';
import type { Axis } from './typed-expression.ts';

/** The dimensions left of `:`, `=` or `~`. */
export interface Head {
  readonly axes: readonly Axis[];
  /** The same places under the names that the right side uses. */
  readonly headAxes: readonly Axis[];
  readonly locals: ReadonlyMap<string, Local>;
  readonly hasBinders: boolean;
}

/**
 * The dimensions in a declaration's brackets: names, and index variables such as `i in home`.
 * Undefined where one has an error, which has then been reported; index variables are in `locals`
 * all the same.
 */
export function checkHead(
  ctx: Context,
  name: Name,
  items: readonly Item[],
): { head?: Head; locals: ReadonlyMap<string, Local> } {
  const locals = new Map<string, Local>();
  const axes: Axis[] = [];
  const headAxes: Axis[] = [];
  let fine = true;
  for (const item of items) {
    if (item.kind === 'binder') {
      const bound = bindVariable(ctx, item, locals);
      if (bound === undefined) {
        fine = false;
        continue;
      }
      axes.push(bound.dimension);
      headAxes.push(bound.axis);
      continue;
    }
    const dimension = headDimension(ctx, name, item, locals);
    if (dimension === undefined) {
      fine = false;
      continue;
    }
    axes.push(dimension);
    headAxes.push(dimension);
  }
  if (!fine) return { locals };
  return { head: { axes, headAxes, locals, hasBinders: locals.size > 0 }, locals };
}

function headDimension(
  ctx: Context,
  name: Name,
  item: Exclude<Item, { kind: 'binder' }>,
  locals: Map<string, Local>,
): string | undefined {
  switch (item.kind) {
    case 'range-binder':
      locals.set(item.name.text, { kind: 'argument' });
      report(
        ctx,
        'dimension-expected',
        item.span,
        `\`${name.text}\` needs a dimension here; a range has none`,
        {
          hint: `declare one, such as \`dim step = size(time) - 1\`, then \`${item.name.text} in step\``,
        },
      );
      return undefined;
    case 'all':
      report(
        ctx,
        'dimension-expected',
        item.span,
        `\`:\` keeps a dimension of an indexed value; \`${name.text}\` needs the name of one here`,
      );
      return undefined;
    case 'expression': {
      const { value } = item;
      if (value.kind === 'name') {
        return findDimension(ctx, { text: value.name, span: value.span })?.name;
      }
      const isNumber = value.kind === 'number';
      report(
        ctx,
        'dimension-expected',
        item.span,
        `\`${name.text}\` needs the name of a dimension here, not ${isNumber ? 'a size' : 'an expression'}`,
        {
          hint: isNumber
            ? `declare one: \`dim k = ${value.value}\`, then \`${name.text}[k]\``
            : undefined,
        },
      );
      return undefined;
    }
  }
}

/** A head of plain names alone; index variables are refused: `why` says what they would mean. */
export function checkPlainHead(
  ctx: Context,
  name: Name,
  items: readonly Item[],
  refuse: (item: Extract<Item, { kind: 'binder' | 'range-binder' }>) => void,
): readonly Axis[] | undefined {
  const binder = items.find((item) => item.kind === 'binder' || item.kind === 'range-binder');
  if (binder !== undefined && (binder.kind === 'binder' || binder.kind === 'range-binder')) {
    refuse(binder);
    return undefined;
  }
  return checkHead(ctx, name, items).head?.axes;
}
