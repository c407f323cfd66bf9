/**
 * From a flat list of operands and operators to a tree, one level of precedence after the other and
 * without recursion, so that a sum of many thousand terms is built as safely as one of two.
 */

import { shorten } from '../diagnostics/shorten.ts';
import { cover, type Span } from '../diagnostics/span.ts';
import type { BinaryExpression, BinaryOperator, Expression, UnaryOperator } from './ast.ts';

export interface Operator<Text extends string> {
  readonly text: Text;
  readonly span: Span;
}

export interface Operand {
  /** From the outermost to the innermost. */
  readonly prefixes: readonly Operator<UnaryOperator>[];
  readonly value: Expression;
}

/** What building a tree needs of its surroundings: the text, and where errors go. */
export interface Context {
  readonly text: string;
  error(code: string, span: Span, message: string, hint?: string): void;
}

/** Operands and the operators between them: always one operator fewer. */
interface Chain {
  operands: Expression[];
  operators: Operator<BinaryOperator>[];
}

const MULTIPLICATIVE: ReadonlySet<BinaryOperator> = new Set(['*', '/', '%', '@']);
const ADDITIVE: ReadonlySet<BinaryOperator> = new Set(['+', '-']);
const COMPARISON: ReadonlySet<BinaryOperator> = new Set(['==', '!=', '<', '<=', '>', '>=']);
const AND: ReadonlySet<BinaryOperator> = new Set(['and']);
const OR: ReadonlySet<BinaryOperator> = new Set(['or']);

/** A sum of more terms than this is built of blocks of this many, so that the tree stays shallow. */
const LONGEST_PLAIN_SUM = 200;

/** Loosest to tightest: `or`, `and`, `not`, comparisons, `+ -`, `* / % @`, unary `- +`, `^`. */
export function resolvePrecedence(
  operands: readonly Operand[],
  operators: readonly Operator<BinaryOperator>[],
  context: Context,
): Expression {
  // Each `and` and `or` ends a stretch; only before the first operand of one may `not` stand.
  const joined: Chain = { operands: [], operators: [] };
  let start = 0;
  for (let i = 0; i <= operators.length; i++) {
    if (i < operators.length && !AND.has(operators[i].text) && !OR.has(operators[i].text)) continue;
    joined.operands.push(
      resolveComparison(operands.slice(start, i + 1), operators.slice(start, i), context),
    );
    if (i < operators.length) joined.operators.push(operators[i]);
    start = i + 1;
  }
  return fold(fold(joined, AND), OR).operands[0];
}

/** Everything that binds tighter than `and`. */
function resolveComparison(
  operands: readonly Operand[],
  operators: readonly Operator<BinaryOperator>[],
  context: Context,
): Expression {
  const negations: Operator<UnaryOperator>[] = [];
  const arithmetic = operands.map(({ prefixes, value }, i) => {
    const sign = prefixes.findIndex(({ text }) => text !== 'not');
    const leading = i > 0 ? 0 : sign < 0 ? prefixes.length : sign;
    const signs = prefixes.slice(leading);
    const wrong = signs.find(({ text }) => text === 'not');
    if (wrong !== undefined) {
      const message = '`not` binds more loosely than arithmetic and comparisons';
      context.error('misplaced-not', wrong.span, message, 'put it in parentheses: `(not …)`');
    }
    negations.push(...prefixes.slice(0, leading));
    return { prefixes: signs, value };
  });
  const compared = fold(fold(powers(arithmetic, operators), MULTIPLICATIVE), ADDITIVE);
  const [first, second] = compared.operators;
  if (second !== undefined) {
    const [a, b] = compared.operands;
    const span = cover(a.span, compared.operands[2].span);
    const [left, middle, right] = compared.operands.map(({ span: part }) =>
      shorten(context.text.slice(part.start, part.end).replace(/\s+/g, ' ')),
    );
    const hint = `write \`${left} ${first.text} ${middle} and ${middle} ${second.text} ${right}\``;
    const message = 'comparisons cannot be chained';
    context.error('chained-comparison', span, message, hint);
    return prefix(negations, binary(first, a, b));
  }
  return prefix(negations, fold(compared, COMPARISON).operands[0]);
}

/** `^`, from the right, and the signs, which bind more loosely: `-x^2` is `-(x^2)`. */
function powers(
  operands: readonly Operand[],
  operators: readonly Operator<BinaryOperator>[],
): Chain {
  const chain: Chain = { operands: [], operators: [] };
  let right: Expression | undefined;
  for (let i = operands.length - 1; i >= 0; i--) {
    const { prefixes, value } = operands[i];
    const power = right === undefined ? value : binary(operators[i], value, right);
    right = prefix(prefixes, power);
    if (i > 0 && operators[i - 1].text === '^') continue;
    chain.operands.push(right);
    if (i > 0) chain.operators.push(operators[i - 1]);
    right = undefined;
  }
  chain.operands.reverse();
  chain.operators.reverse();
  return chain;
}

/** Replaces each run of these operators by one operand, from the left. */
function fold(chain: Chain, level: ReadonlySet<BinaryOperator>): Chain {
  const folded: Chain = { operands: [], operators: [] };
  let run: Chain = { operands: [chain.operands[0]], operators: [] };
  chain.operators.forEach((operator, i) => {
    const operand = chain.operands[i + 1];
    if (level.has(operator.text)) {
      run.operands.push(operand);
      run.operators.push(operator);
    } else {
      folded.operands.push(tree(run));
      folded.operators.push(operator);
      run = { operands: [operand], operators: [] };
    }
  });
  folded.operands.push(tree(run));
  return folded;
}

/**
 * One run of operators of equal precedence, from the left. In long runs that can be regrouped,
 * blocks are joined at `+`, `and` or `or`: `a + b - c + d` is `(a + b - c) + d`.
 */
function tree(run: Chain): Expression {
  if (run.operands.length <= LONGEST_PLAIN_SUM || !run.operators.every((o) => JOINS.has(o.text))) {
    return leftDeep(run);
  }
  const blocks: Chain = { operands: [], operators: [] };
  let block: Chain = { operands: [run.operands[0]], operators: [] };
  run.operators.forEach((operator, i) => {
    if (block.operands.length >= LONGEST_PLAIN_SUM && operator.text !== '-') {
      blocks.operands.push(leftDeep(block));
      blocks.operators.push(operator);
      block = { operands: [], operators: [] };
    } else {
      block.operators.push(operator);
    }
    block.operands.push(run.operands[i + 1]);
  });
  blocks.operands.push(leftDeep(block));
  return leftDeep(blocks);
}

const JOINS: ReadonlySet<BinaryOperator> = new Set(['+', '-', 'and', 'or']);

function leftDeep({ operands, operators }: Chain): Expression {
  return operators.reduce<Expression>(
    (left, operator, i) => binary(operator, left, operands[i + 1]),
    operands[0],
  );
}

function binary(
  operator: Operator<BinaryOperator>,
  left: Expression,
  right: Expression,
): BinaryExpression {
  return {
    kind: 'binary',
    operator: operator.text,
    left,
    right,
    operatorSpan: operator.span,
    span: cover(left.span, right.span),
  };
}

function prefix(operators: readonly Operator<UnaryOperator>[], operand: Expression): Expression {
  return operators.reduceRight<Expression>(
    (inner, { text, span }) => ({
      kind: 'unary',
      operator: text,
      operand: inner,
      span: cover(span, inner.span),
    }),
    operand,
  );
}
