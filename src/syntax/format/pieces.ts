/** What a concrete tree is made of, in the order of the text. */
import { type CstNode, type IToken, tokenMatcher } from 'chevrotain';
import type * as cst from '../../../grammar/cst-types.ts';
import * as t from '../../../grammar/tokens.ts';

export type Piece = IToken | CstNode;

export function isToken(piece: Piece): piece is IToken {
  return 'image' in piece;
}

export function startOf(piece: Piece): number {
  return isToken(piece) ? piece.startOffset : (piece.location?.startOffset ?? Number.NaN);
}

/** What a node is made of, in the order of the text. */
export function piecesOf(node: {
  readonly children: Readonly<Record<string, readonly Piece[]>>;
}): Piece[] {
  return Object.values(node.children)
    .flat()
    .filter((piece) => !Number.isNaN(startOf(piece)))
    .sort((a, b) => startOf(a) - startOf(b));
}

export function firstToken(piece: Piece): IToken {
  let first = piece;
  while (!isToken(first)) [first] = piecesOf(first) as [Piece];
  return first;
}

export function isNames(piece: Piece): boolean {
  return !isToken(piece) && piece.name === 'names';
}

/** A name that is spelled as a statement keyword. */
export function isKeywordAsName({ tokenType, image }: IToken): boolean {
  return tokenType === t.Identifier && t.STATEMENT_KEYWORDS.has(image);
}

export function isWord({ tokenType }: IToken): boolean {
  return (
    tokenType === t.Identifier ||
    tokenType === t.StringLiteral ||
    tokenMatcher({ tokenType } as IToken, t.StatementKeyword)
  );
}

/** The single operand of an expression that has no operators, conditions or local names. */
export function onlyOperand(node: CstNode): cst.OperandCstNode | undefined {
  if (node.name === 'operand') return node as cst.OperandCstNode;
  const pieces = piecesOf(node);
  const [only] = pieces;
  return pieces.length === 1 && only !== undefined && !isToken(only)
    ? onlyOperand(only)
    : undefined;
}

/** A call, a list or an expression in parentheses, whose brackets can be spread over lines. */
export function endsInBrackets(node: CstNode): boolean {
  const operand = onlyOperand(node)?.children;
  if (operand === undefined || operand.PrefixOperator) return false;
  const { LeftParenthesis, list } = operand.primary[0]!.children;
  return operand.postfix !== undefined || LeftParenthesis !== undefined || list !== undefined;
}

/** A number, perhaps with a sign, a name or a text. */
export function isLiteral(node: CstNode): boolean {
  const operand = onlyOperand(node)?.children;
  if (operand === undefined || operand.postfix) return false;
  const { LeftParenthesis, list } = operand.primary[0]!.children;
  return LeftParenthesis === undefined && list === undefined;
}
