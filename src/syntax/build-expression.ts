import type { CstNode, CstNodeLocation, IToken } from 'chevrotain';
import type * as cst from '../../grammar/cst-types.ts';
import { normaliseName } from '../../grammar/names.ts';
import { shorten } from '../diagnostics/shorten.ts';
import { cover, type Span } from '../diagnostics/span.ts';
import type {
  Argument,
  BinaryOperator,
  Expression,
  IfExpression,
  Item,
  Name,
  StringLiteral,
  UnaryOperator,
} from './ast.ts';
import { type Context, type Operator, resolvePrecedence } from './precedence.ts';
import { spanOf } from './tokenize.ts';

/** A value, or a range `from ..` or `from .. to`. */
export interface Range {
  readonly from: Expression;
  readonly isRange: boolean;
  readonly to?: Expression;
  readonly span: Span;
}

/** Where a node of the concrete tree stands; the parser counts its last character in. */
export function nodeSpan({ location }: CstNode): Span {
  const { startOffset, endOffset } = location as CstNodeLocation;
  return { start: startOffset, end: (endOffset as number) + 1 };
}

export function buildName(token: IToken): Name {
  return { text: normaliseName(token.image), span: spanOf(token) };
}

/** The text between the quotes; `\"` and `\\` stand for `"` and `\`. */
export function buildString(token: IToken): StringLiteral {
  const value = token.image.slice(1, -1).replace(/\\(["\\])/g, '$1');
  return { kind: 'string', value, span: spanOf(token) };
}

export function buildExpression(node: cst.ExpressionCstNode, context: Context): Expression {
  const body = buildChoice(node.children.choice[0], context);
  const bindings = node.children.binding;
  if (bindings === undefined) return body;
  return {
    kind: 'with',
    body,
    bindings: bindings.map(({ children }) => ({
      name: buildName(children.Identifier[0]),
      value: buildChoice(children.choice[0], context),
    })),
    span: nodeSpan(node),
  };
}

function buildChoice(node: cst.ChoiceCstNode, context: Context): Expression {
  const { operation, If: ifs = [], branch: branches = [], choice } = node.children;
  if (operation) return buildOperation(operation[0], context);
  const end = nodeSpan(node).end;
  let result = buildChoice((choice as cst.ChoiceCstNode[])[0], context);
  for (let i = branches.length - 1; i >= 0; i--) {
    const [condition, then] = branches[i].children.choice.map((part) => buildChoice(part, context));
    const conditional: IfExpression = {
      kind: 'if',
      condition,
      then,
      else: result,
      span: { start: ifs[i].startOffset, end },
    };
    result = conditional;
  }
  return result;
}

function buildOperation(node: cst.OperationCstNode, context: Context): Expression {
  const { operand: operands, BinaryOperator: operators = [] } = node.children;
  return resolvePrecedence(
    operands.map(({ children }) => ({
      prefixes: (children.PrefixOperator ?? []).map((token) => operator<UnaryOperator>(token)),
      value: buildOperand(children, context),
    })),
    operators.map((token) => operator<BinaryOperator>(token)),
    context,
  );
}

/** The grammar lets only the spellings of `Text` come here; repaired ones carry their meaning. */
function operator<Text extends string>(token: IToken): Operator<Text> {
  return { text: token.tokenType.PATTERN as Text, span: spanOf(token) };
}

function buildOperand(children: cst.OperandCstChildren, context: Context): Expression {
  let result = buildPrimary(children.primary[0], context);
  const postfixes = children.postfix ?? [];
  for (let i = 0; i < postfixes.length; i++) {
    const { items, callArguments } = postfixes[i].children;
    const span = cover(result.span, nodeSpan(postfixes[i]));
    if (callArguments) {
      const args = buildArguments(callArguments[0], context);
      result = buildCall(result, args, span, context);
      continue;
    }
    const built = buildItems((items as cst.ItemsCstNode[])[0], context);
    const following = postfixes[i + 1]?.children.callArguments;
    if (result.kind === 'name' && i === 0 && following) {
      result = {
        kind: 'call',
        callee: { text: result.name, span: result.span },
        items: built,
        arguments: buildArguments(following[0], context),
        span: cover(span, nodeSpan(postfixes[i + 1])),
      };
      i++;
    } else {
      result = { kind: 'index', target: result, items: built, span };
    }
  }
  return result;
}

function buildCall(
  target: Expression,
  args: readonly Argument[],
  span: Span,
  context: Context,
): Expression {
  if (target.kind === 'name') {
    const callee = { text: target.name, span: target.span };
    return { kind: 'call', callee, arguments: args, span };
  }
  const message = 'only a name can be called: an operator may be missing before `(`';
  context.error('not-callable', target.span, message, 'write `*` for a product');
  return target;
}

function buildPrimary(node: cst.PrimaryCstNode, context: Context): Expression {
  const { NumberLiteral, StringLiteral, True, False, qualifiedName, list, expression } =
    node.children;
  const span = nodeSpan(node);
  if (NumberLiteral) return buildNumber(NumberLiteral[0], context);
  if (StringLiteral) return buildString(StringLiteral[0]);
  if (True ?? False) return { kind: 'boolean', value: True !== undefined, span };
  if (qualifiedName) {
    const parts = qualifiedName[0].children.Identifier.map(({ image }) => normaliseName(image));
    return { kind: 'name', name: parts.join('.'), span };
  }
  if (list) {
    const elements = list[0].children.expression ?? [];
    return { kind: 'list', elements: elements.map((e) => buildExpression(e, context)), span };
  }
  // The span of what stands in parentheses includes them.
  return { ...buildExpression((expression as cst.ExpressionCstNode[])[0], context), span };
}

function buildNumber(token: IToken, context: Context): Expression {
  const value = Number(token.image);
  const span = spanOf(token);
  if (value === Number.POSITIVE_INFINITY) {
    const message = `${token.image} is larger than any number of double precision (1.8e308)`;
    context.error('number-out-of-range', span, message, 'write `inf` for infinity');
  } else if (value === 0 && /[1-9]/.test(token.image.split(/[eE]/)[0])) {
    const message = `${token.image} is smaller than any number of double precision (4.9e-324)`;
    context.error('number-out-of-range', span, message, 'write `0`');
  }
  return { kind: 'number', value, integer: /^\d+$/.test(token.image), span };
}

export function buildArguments(node: cst.CallArgumentsCstNode, context: Context): Argument[] {
  return (node.children.argument ?? []).map((argument) => {
    const { Identifier, Tilde, expression } = argument.children;
    const value = buildExpression((expression as cst.ExpressionCstNode[])[0], context);
    const span = nodeSpan(argument);
    if (!Identifier) return { value, span };
    const name = buildName(Identifier[0]);
    return Tilde ? { name, value, isPrior: true, span } : { name, value, span };
  });
}

export function buildItems(node: cst.ItemsCstNode | undefined, context: Context): Item[] {
  return (node?.children.item ?? []).map((item): Item => {
    const { Colon, Identifier, range } = item.children;
    const span = nodeSpan(item);
    if (Colon) return { kind: 'all', span };
    const built = buildRange((range as cst.RangeCstNode[])[0], context);
    const { from, to, isRange } = built;
    if (!Identifier) {
      if (isRange) {
        const range = shorten(context.text.slice(span.start, span.end));
        const message = 'a range needs a name for its positions here';
        const hint = `write \`i in ${range}\` in an \`observe\` or a reduction, and \`:\` for a whole dimension; a part of a dimension has a name of its own: \`dim part = obs[${range}]\``;
        context.error('range-without-name', span, message, hint);
      }
      return { kind: 'expression', value: from, span };
    }
    const name = buildName(Identifier[0]);
    if (to) return { kind: 'range-binder', name, from, to, span };
    if (isRange) {
      context.error(
        'open-range',
        built.span,
        'this range has no end',
        'write `a .. b`, such as `2 .. size(time)`',
      );
    } else if (from.kind !== 'name') {
      const message = `after \`${name.text} in\` stands the name of a dimension or a range`;
      context.error(
        'binder-without-dimension',
        from.span,
        message,
        'write `i in home` or `i in 1 .. 5`',
      );
    }
    const dimension = { text: from.kind === 'name' ? from.name : '', span: from.span };
    return { kind: 'binder', name, dimension, span };
  });
}

export function buildRange(node: cst.RangeCstNode, context: Context): Range {
  const [first, last] = node.children.expression;
  const from = buildExpression(first, context);
  const isRange = node.children.DotDot !== undefined;
  const span = nodeSpan(node);
  return last
    ? { from, isRange, to: buildExpression(last, context), span }
    : { from, isRange, span };
}
