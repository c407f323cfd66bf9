/** Calls of functions of vectors and matrices: which dimensions they take and give. */
import type { MatrixForm, MatrixFunction } from '../functions/function.ts';
import type { CallExpression, Item } from '../syntax/ast.ts';
import { checkArguments } from './arguments.ts';
import { describeAxes, isVariableAxis, listLength, shapeInWords } from './axes.ts';
import { plainAxes, rename, variableAxes } from './broadcast.ts';
import { type Context, quote, report } from './context.ts';
import { findDimension } from './lookup.ts';
import { nameOf } from './reductions.ts';
import type { Axis, TypedExpression } from './typed-expression.ts';
import { arithmeticType, latestStage, REAL } from './value-types.ts';

/** The dimensions that the letters of a form stand for. */
type Bindings = ReadonlyMap<string, Axis>;

/** The letters of a form that no argument has: dimensions that a call names in brackets. */
function namedLetters({ takes, gives }: MatrixForm): string[] {
  return [...new Set(gives)].filter((letter) => !takes.join('').includes(letter));
}

export function namesDimensions({ forms }: MatrixFunction): boolean {
  return forms.some((form) => namedLetters(form).length > 0);
}

export function checkMatrixFunction(
  ctx: Context,
  call: CallExpression,
  definition: MatrixFunction,
): TypedExpression | undefined {
  const given = checkArguments(ctx, call, definition.parameters);
  if (given === undefined) return undefined;
  const form = fittingForm(definition, given);
  if (form < 0) {
    reportRank(ctx, definition, given);
    return undefined;
  }
  const { takes, gives } = definition.forms[form]!;
  const bound = bindLetters(ctx, definition, takes, given);
  const named = bound && bindNamed(ctx, call, definition, form, bound);
  if (named === undefined) return undefined;
  const arguments_ = given.map((argument, k) => withDimensions(argument, takes[k]!, named));
  const walked = [...new Set(given.flatMap(({ axes }) => variableAxes(axes)))];
  const [first] = given;
  const batch = given.length > 1 ? [] : plainAxes(first!.axes).slice(0, -takes[0]!.length);
  return {
    kind: 'matrix-function',
    function: definition.name,
    form,
    arguments: arguments_,
    axes: [...walked, ...batch, ...Array.from(gives, (letter) => named.get(letter)!)],
    type: definition.result === 'same' ? arithmeticType(given.map(({ type }) => type)) : REAL,
    stage: latestStage(given),
    span: call.span,
  };
}

/** The form for as many dimensions; a single argument may have more, of a batch. */
function fittingForm({ forms }: MatrixFunction, given: readonly TypedExpression[]): number {
  return forms.findIndex(({ takes }) =>
    takes.every((letters, k) => {
      const rank = plainAxes(given[k]!.axes).length;
      return given.length === 1 ? rank >= letters.length : rank === letters.length;
    }),
  );
}

function shapeOf(letters: string): string {
  if (letters.length === 1) return 'a vector';
  return letters[0] === letters[1] ? 'a square matrix' : 'a matrix';
}

/** `a square matrix`, `a vector or a matrix` */
const shapesOf = ({ forms }: MatrixFunction, k: number): string =>
  [...new Set(forms.map(({ takes }) => shapeOf(takes[k]!)))].join(' or ');

function reportRank(
  ctx: Context,
  definition: MatrixFunction,
  given: readonly TypedExpression[],
): void {
  const { name, parameters, forms } = definition;
  given.forEach((argument, k) => {
    const own = plainAxes(argument.axes);
    if (forms.some(({ takes }) => takes[k]!.length === own.length)) return;
    const place = given.length === 1 ? '' : ` as \`${parameters[k]}\``;
    const tooMany = forms.every(({ takes }) => takes[k]!.length < own.length);
    report(
      ctx,
      'matrix-dimensions',
      argument.span,
      `\`${name}\` takes ${shapesOf(definition, k)}${place}; ${quote(ctx, argument.span, 'the argument')} ${shapeInWords(own)}`,
      {
        hint: tooMany
          ? `index variables pick one: \`[i, ${own.slice(1).fill(':').join(', ')}]\``
          : undefined,
      },
    );
  });
}

/** Each letter is one dimension wherever it stands; anonymous ones of lists take its name. */
function bindLetters(
  ctx: Context,
  { name, parameters }: MatrixFunction,
  takes: readonly string[],
  given: readonly TypedExpression[],
): Map<string, Axis> | undefined {
  const bound = new Map<string, Axis>();
  const owners = new Map<string, number>();
  for (const [k, letters] of takes.entries()) {
    const own = plainAxes(given[k]!.axes).slice(-letters.length);
    for (const [place, letter] of Array.from(letters).entries()) {
      const axis = own[place]!;
      const known = bound.get(letter);
      if (known === undefined) owners.set(letter, k);
      if (known !== undefined && !areAlike(ctx, known, axis)) {
        const owner = owners.get(letter)!;
        const about = (j: number) =>
          `${quote(ctx, given[j]!.span, 'the argument')} ${shapeInWords(plainAxes(given[j]!.axes))}`;
        report(
          ctx,
          'matrix-dimensions',
          given[k]!.span,
          owner === k
            ? `\`${name}\` takes ${shapeOf(letters)}${given.length === 1 ? '' : ` as \`${parameters[k]}\``}, which has one dimension twice; ${about(k)}`
            : `\`${name}\` takes \`${parameters[owner]}\` and \`${parameters[k]}\` with a dimension in common: ${about(owner)}, ${about(k)}`,
        );
        return undefined;
      }
      if (known === undefined || listLength(known) !== undefined) bound.set(letter, axis);
    }
  }
  return bound;
}

/** Whether two dimensions are the same; that of a list is any of its length. */
function areAlike({ scope }: Context, a: Axis, b: Axis): boolean {
  if (a === b) return true;
  const [lengthOfA, lengthOfB] = [listLength(a), listLength(b)];
  if ((lengthOfA === undefined) === (lengthOfB === undefined)) return false;
  const length = lengthOfA ?? lengthOfB;
  return (scope.sizeOf(lengthOfA === undefined ? a : b) ?? length) === length;
}

/** An argument with the dimensions of its letters in place of those of lists. */
function withDimensions(
  argument: TypedExpression,
  letters: string,
  bound: Bindings,
): TypedExpression {
  const names = Array.from(letters, (letter) => bound.get(letter)!);
  const axes = argument.axes.toReversed().map((axis) => {
    return isVariableAxis(axis) || names.length === 0 ? axis : names.pop()!;
  });
  return rename(argument, axes.reverse());
}

/** The dimensions in brackets: one for each letter that no argument has, or one for all. */
function bindNamed(
  ctx: Context,
  call: CallExpression,
  definition: MatrixFunction,
  form: number,
  bound: Bindings,
): Bindings | undefined {
  const letters = namedLetters(definition.forms[form]!);
  if (letters.length === 0) return bound;
  const { callee, items = [] } = call;
  const { sizes = {} } = definition;
  const sizeInWords = (letter: string): string =>
    Array.from(sizes[letter]!, (factor) => {
      const axis = bound.get(factor)!;
      return listLength(axis) ?? `size(${axis})`;
    }).join(' * ');
  if (items.length !== 1 && items.length !== letters.length) {
    report(
      ctx,
      'dimension-expected',
      items.length === 0 ? call.span : callee.span,
      `\`${callee.text}\` needs the dimension of its rows and columns, or one of each, in brackets`,
      {
        hint: `declare \`dim pair = ${sizeInWords(letters[0]!)}\`, then \`${callee.text}[pair](…)\``,
      },
    );
    return undefined;
  }
  const names = items.map((item) => namedDimension(ctx, item, callee.text));
  const named = new Map(bound);
  let fine = true;
  for (const [k, letter] of letters.entries()) {
    const dimension = names[items.length === 1 ? 0 : k];
    if (dimension === undefined) return undefined;
    named.set(letter, dimension);
    const size = ctx.scope.sizeOf(dimension);
    const factors = Array.from(sizes[letter]!, (f) => {
      const axis = bound.get(f)!;
      return listLength(axis) ?? ctx.scope.sizeOf(axis);
    });
    const product = factors.reduce(
      (p, f) => (p === undefined || f === undefined ? undefined : p * f),
      1,
    );
    if (fine && size !== undefined && product !== undefined && size !== product) {
      report(
        ctx,
        'dimension-size',
        items[items.length === 1 ? 0 : k]!.span,
        `\`${dimension}\` has ${size} members, the ${callee.text} product ${product} pairs`,
        { hint: `declare \`dim ${dimension} = ${sizeInWords(letter)}\`` },
      );
      fine = false;
    }
  }
  return fine ? named : undefined;
}

function namedDimension(ctx: Context, item: Item, function_: string): Axis | undefined {
  const name = nameOf(item);
  if (name !== undefined) return findDimension(ctx, name)?.name;
  report(
    ctx,
    'dimension-expected',
    item.span,
    `\`${function_}[…]\` takes names of dimensions, such as ${describeAxes(['school'])}`,
  );
  return undefined;
}
