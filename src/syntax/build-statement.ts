import type { IToken } from 'chevrotain';
import type * as cst from '../../grammar/cst-types.ts';
import type { Span } from '../diagnostics/span.ts';
import type {
  DimDefinition,
  Item,
  Name,
  NetworkItem,
  Statement,
  StringLiteral,
  TypeExpression,
} from './ast.ts';
import {
  buildArguments,
  buildExpression,
  buildItems,
  buildName,
  buildRange,
  buildString,
  nodeSpan,
} from './build-expression.ts';
import type { Context } from './precedence.ts';

export interface Title {
  readonly kind: 'title';
  readonly text: StringLiteral;
  readonly span: Span;
}

/** The abstract syntax of one statement; what the grammar lets through but the language does not is reported. */
export function buildStatement(
  { children: node }: cst.StatementCstNode,
  context: Context,
): Statement | Title {
  if (node.title) {
    const text = buildString(node.title[0].children.StringLiteral[0]);
    return { kind: 'title', text, span: nodeSpan(node.title[0]) };
  }
  if (node.dimStatement) {
    const { Identifier, range } = node.dimStatement[0].children;
    const definition = range && buildDimDefinition(range[0], context);
    return {
      kind: 'dim',
      name: buildName(Identifier[0]),
      ...(definition && { definition }),
      span: nodeSpan(node.dimStatement[0]),
    };
  }
  if (node.dataStatement) {
    const { head, type, expression, StringLiteral } = node.dataStatement[0].children;
    return {
      kind: 'data',
      ...buildHead(head[0], context),
      type: buildType(type[0], context),
      ...(expression && { defaultValue: buildExpression(expression[0], context) }),
      ...(StringLiteral && { column: buildString(StringLiteral[0]) }),
      span: nodeSpan(node.dataStatement[0]),
    };
  }
  if (node.paramStatement) {
    const { typedHead, expression } = node.paramStatement[0].children;
    return {
      kind: 'param',
      ...buildTypedHead(typedHead[0], context),
      prior: buildExpression(expression[0], context),
      span: nodeSpan(node.paramStatement[0]),
    };
  }
  if (node.letStatement) {
    const { typedHead, expression } = node.letStatement[0].children;
    return {
      kind: 'let',
      ...buildTypedHead(typedHead[0], context),
      value: buildExpression(expression[0], context),
      span: nodeSpan(node.letStatement[0]),
    };
  }
  if (node.observeStatement) {
    const [left, distribution, where] = node.observeStatement[0].children.expression;
    return {
      kind: 'observe',
      left: buildExpression(left, context),
      distribution: buildExpression(distribution, context),
      ...(where && { where: buildExpression(where, context) }),
      span: nodeSpan(node.observeStatement[0]),
    };
  }
  if (node.factorStatement) {
    const value = buildExpression(node.factorStatement[0].children.expression[0], context);
    return { kind: 'factor', value, span: nodeSpan(node.factorStatement[0]) };
  }
  if (node.outputStatement) {
    const { typedHead, expression, Tilde } = node.outputStatement[0].children;
    const right = buildExpression(expression[0], context);
    return {
      kind: 'output',
      ...buildTypedHead(typedHead[0], context),
      ...(Tilde ? { distribution: right } : { value: right }),
      span: nodeSpan(node.outputStatement[0]),
    };
  }
  if (node.funStatement) {
    const { Identifier, names, expression } = node.funStatement[0].children;
    return {
      kind: 'fun',
      name: buildName(Identifier[0]),
      parameters: buildNames(names[0]),
      body: buildExpression(expression[0], context),
      span: nodeSpan(node.funStatement[0]),
    };
  }
  const network = (node.networkStatement as cst.NetworkStatementCstNode[])[0];
  const { Identifier, names, networkBody } = network.children;
  const [name, output] = Identifier as [IToken, IToken | undefined];
  return {
    kind: 'network',
    name: buildName(name),
    inputs: buildNames(names[0]),
    ...(output && { output: buildName(output) }),
    body: buildNetworkBody(networkBody[0], context),
    span: nodeSpan(network),
  };
}

function buildNames(node: cst.NamesCstNode): Name[] {
  return (node.children.Identifier ?? []).map(buildName);
}

function buildHead(
  { children }: cst.HeadCstNode,
  context: Context,
): { readonly name: Name; readonly items: readonly Item[] } {
  return {
    name: buildName(children.Identifier[0]),
    items: buildItems(children.items?.[0], context),
  };
}

function buildTypedHead(
  { children }: cst.TypedHeadCstNode,
  context: Context,
): { readonly name: Name; readonly items: readonly Item[]; readonly type?: TypeExpression } {
  return {
    ...buildHead(children.head[0], context),
    ...(children.type && { type: buildType(children.type[0], context) }),
  };
}

function buildType(node: cst.TypeCstNode, context: Context): TypeExpression {
  const { Identifier, callArguments, QuestionMark, By } = node.children;
  return {
    name: buildName(Identifier[0]),
    arguments: callArguments ? buildArguments(callArguments[0], context) : [],
    optional: QuestionMark !== undefined,
    byLabel: By !== undefined,
    span: nodeSpan(node),
  };
}

function buildDimDefinition(node: cst.RangeCstNode, context: Context): DimDefinition {
  const sub = subDimension(node, context);
  if (sub) return sub;
  const { from, to, isRange, span } = buildRange(node, context);
  if (isRange) return { kind: 'integers', from, ...(to && { to }), span };
  if (from.kind !== 'list') return { kind: 'size', size: from, span };
  const labels = from.elements.filter((element) => element.kind === 'string');
  const wrong = from.elements.find((element) => element.kind !== 'string');
  if (wrong) {
    const hint = 'write `["mon", "tue"]`; for whole numbers as labels write a range, `0 .. 9`';
    context.error(
      'label-not-text',
      wrong.span,
      'the labels of a dimension are texts in quotes',
      hint,
    );
  } else if (labels.length === 0) {
    context.error(
      'no-labels',
      span,
      'a dimension needs at least one label',
      'write `["mon", "tue"]`',
    );
  }
  return { kind: 'labels', labels, span };
}

/** `column[2 ..]`: an index of a bare name by one range, which stands nowhere else. */
function subDimension(node: cst.RangeCstNode, context: Context): DimDefinition | undefined {
  const operation = node.children.expression[0].children.choice[0].children.operation?.[0];
  const operand = operation?.children.operand[0].children;
  const base = operand?.primary[0].children.qualifiedName?.[0].children.Identifier;
  const items = operand?.postfix?.[0].children.items?.[0].children.item;
  const range = items?.[0].children.range?.[0];
  if (!base || items?.length !== 1 || range?.children.DotDot === undefined) return undefined;
  if (items[0].children.Identifier) return undefined;
  const { from, to } = buildRange(range, context);
  const more =
    node.children.DotDot ??
    operation?.children.BinaryOperator ??
    operand?.PrefixOperator ??
    operand?.postfix?.[1];
  if (more) {
    const message = 'a sub-dimension is only a name and a range';
    context.error('sub-dimension', nodeSpan(node), message, 'write `dim slope = column[2 ..]`');
  }
  return {
    kind: 'sub',
    base: buildName(base[0]),
    from,
    ...(to && { to }),
    span: nodeSpan(node),
  };
}

function buildNetworkBody(node: cst.NetworkBodyCstNode, context: Context): NetworkItem[] {
  return (node.children.networkItem ?? []).map((item): NetworkItem => {
    const { Identifier, Tilde, expression, callArguments, networkBody } = item.children;
    const name = buildName(Identifier[0]);
    const span = nodeSpan(item);
    if (Tilde && expression) {
      return {
        kind: 'prior',
        target: name,
        distribution: buildExpression(expression[0], context),
        span,
      };
    }
    return {
      kind: 'layer',
      name,
      arguments: callArguments ? buildArguments(callArguments[0], context) : [],
      ...(networkBody && { body: buildNetworkBody(networkBody[0], context) }),
      span,
    };
  });
}
