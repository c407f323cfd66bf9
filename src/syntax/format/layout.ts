/** Where lines of a model may end: from the concrete trees of its statements to a document. */
import type { CstNode, IToken, TokenType } from 'chevrotain';
import type * as cst from '../../../grammar/cst-types.ts';
import * as t from '../../../grammar/tokens.ts';
import { endsLine, type Gap, joined, NO_COMMENTS } from './comments.ts';
import { type Break, type Document, group, indent } from './document.ts';
import {
  endsInBrackets,
  firstToken,
  isKeywordAsName,
  isLiteral,
  isNames,
  isToken,
  isWord,
  type Piece,
  piecesOf,
  startOf,
} from './pieces.ts';

/** Loosest first; `not` and the signs belong to their operands. */
const LEVELS: readonly ReadonlySet<TokenType>[] = [
  new Set([t.Or]),
  new Set([t.And]),
  new Set([t.EqualEqual, t.NotEqual, t.Less, t.LessEqual, t.Greater, t.GreaterEqual]),
  new Set([t.Plus, t.Minus]),
  new Set([t.Star, t.Slash, t.Percent, t.At]),
  new Set([t.Caret]),
];

const CLOSING: ReadonlySet<TokenType> = new Set([
  ...[t.RightParenthesis, t.RightBracket, t.RightBrace],
]);
/** Comments on the line of one of these stand before it. */
const CLOSES_OR_DIVIDES: ReadonlySet<TokenType> = new Set([...CLOSING, t.Comma, t.QuestionMark]);

/**
 * Builds the document in the order of the text, so that the comments before a token find the break
 * before it.
 */
export class Layout {
  private readonly gaps: Map<number, Gap>;
  /** The break behind the token built last. */
  private open: Break | undefined;

  constructor(gaps: ReadonlyMap<number, Gap>) {
    this.gaps = new Map(gaps);
  }

  model(statements: readonly cst.StatementCstNode[], textEnd: number): Document {
    const parts = statements.map((statement) => [this.lineEnd(), this.statement(statement)]);
    return [parts, this.lineEnd(), this.comments(textEnd)];
  }

  // ─── tokens, breaks and comments ───────────────────────────────────────────

  private break(flat: '' | ' '): Break {
    this.open = { kind: 'break', flat, keepsEmptyLine: false };
    return this.open;
  }

  private lineEnd(): Break {
    this.open = { kind: 'break', flat: ' ', keepsEmptyLine: true, ends: 'always' };
    return this.open;
  }

  /** The comments before the token at an offset: those that need a line's end go to the break there. */
  private comments(offset: number, isClosing = false): Document {
    const gap = this.gaps.get(offset)!;
    const { open } = this;
    this.open = undefined;
    if (open !== undefined) {
      open.gap = gap;
      open.isBeforeClosing = isClosing;
      if (endsLine(gap)) open.ends = 'always';
    } else if (endsLine(gap)) {
      return indent({ kind: 'break', flat: '', keepsEmptyLine: false, ends: 'always', gap });
    }
    return '';
  }

  /**
   * A comma or an operator behind which a line may end: comments before it that need the end of a line
   * come to stand behind it, where what follows it finds them.
   */
  private divider(token: IToken, following: Piece): Document {
    const before = this.gaps.get(token.startOffset)!;
    // a line cannot start with a name that would be a keyword there
    if (endsLine(before) && !isKeywordAsName(firstToken(following))) {
      const next = startOf(following);
      this.gaps.set(next, joined(before, this.gaps.get(next)!));
      this.gaps.set(token.startOffset, NO_COMMENTS);
    }
    return this.token(token);
  }

  private token(token: IToken): Document {
    const { image, startOffset, tokenType } = token;
    // at the start of a line the word would be a keyword
    const { open } = this;
    if (open !== undefined && isKeywordAsName(token)) open.ends = 'never';
    const before = this.comments(startOffset, CLOSING.has(tokenType));
    const { leading } = this.gaps.get(startOffset)!;
    const closes = CLOSES_OR_DIVIDES.has(tokenType);
    return [before, leading.map((comment) => (closes ? [comment, ''] : [comment, ' '])), image];
  }

  // ─── statements ────────────────────────────────────────────────────────────

  private statement({ children }: cst.StatementCstNode): Document {
    if (children.networkStatement) return this.network(children.networkStatement[0]!);
    const [node] = Object.values(children).flat() as CstNode[];
    return group(this.statementPieces(piecesOf(node!)));
  }

  /** A keyword, a head, and what stands behind `:`, `=`, `~`, `from` and `where`. */
  private statementPieces(pieces: readonly Piece[]): Document {
    const parts: Document[] = [];
    for (let i = 0; i < pieces.length; i++) {
      const piece = pieces[i]!;
      const next = pieces[i + 1];
      if (!isToken(piece)) {
        const content = this.node(piece);
        parts.push(i === 1 ? ' ' : '', piece.name === 'expression' ? indent(content) : content);
      } else if (next !== undefined && isNames(next)) {
        parts.push(this.names(piece, next as CstNode, pieces[i + 2] as IToken));
        i += 2;
      } else if (piece.tokenType === t.Equals || piece.tokenType === t.Tilde) {
        parts.push(' ', this.token(piece), this.right(pieces[++i] as CstNode));
      } else if (piece.tokenType === t.Colon) {
        parts.push(this.token(piece), ' ');
      } else if (piece.tokenType === t.From) {
        i++;
        parts.push(
          group(indent([this.break(' '), this.token(piece), ' ', this.token(next as IToken)])),
        );
      } else if (piece.tokenType === t.Where) {
        const content = indent([this.break(' '), this.token(piece), this.right(next as CstNode)]);
        // behind a closing bracket that starts a line it goes on in that line
        const before = pieces[i - 1] as CstNode;
        parts.push(endsInBrackets(before) ? group(content) : content);
        i++;
      } else {
        parts.push(i > 0 && isWord(piece) ? ' ' : '', this.token(piece));
      }
    }
    return parts;
  }

  /** What stands behind `=` or `~`: on a line of its own where it is too long and no bracket. */
  private right(node: CstNode): Document {
    const [choice, word] = piecesOf(node);
    const isWith = word !== undefined && isToken(word) && word.tokenType === t.With;
    if (endsInBrackets(isWith ? (choice as CstNode) : node)) return [' ', this.node(node)];
    return group(indent([this.break(' '), group(this.node(node))]));
  }

  private network(node: cst.NetworkStatementCstNode): Document {
    const pieces = piecesOf(node);
    const parts: Document[] = [];
    for (let i = 0; i < pieces.length; i++) {
      const piece = pieces[i]!;
      const next = pieces[i + 1];
      if (!isToken(piece)) {
        parts.push(' ', this.node(piece));
      } else if (next !== undefined && isNames(next)) {
        parts.push(this.names(piece, next as CstNode, pieces[i + 2] as IToken));
        i += 2;
      } else {
        const space = i > 0 && (isWord(piece) || piece.tokenType === t.Arrow) ? ' ' : '';
        parts.push(space, this.token(piece));
      }
    }
    return parts;
  }

  /** The names in the parentheses of a function or a network. */
  private names(opening: IToken, names: CstNode, closing: IToken): Document {
    return this.bracketed([opening, ...piecesOf(names), closing]);
  }

  private networkBody({ children }: cst.NetworkBodyCstNode): Document {
    const { LeftBrace, networkItem = [], RightBrace } = children;
    const opening = this.token(LeftBrace[0]!);
    if (networkItem.length === 0)
      return group([opening, this.break(''), this.token(RightBrace[0]!)]);
    const items = networkItem.map((item) => {
      const isKeyword = isKeywordAsName(item.children.Identifier[0]!);
      const end = isKeyword ? this.break(' ') : this.lineEnd();
      return [end, group(this.networkItem(item))];
    });
    return [opening, indent(items), this.lineEnd(), this.token(RightBrace[0]!)];
  }

  private networkItem(node: cst.NetworkItemCstNode): Document {
    const { Identifier, Tilde, expression, callArguments, networkBody } = node.children;
    const name = this.token(Identifier[0]!);
    if (Tilde && expression) return [name, ' ', this.token(Tilde[0]!), this.right(expression[0]!)];
    return [
      name,
      callArguments ? this.node(callArguments[0]!) : '',
      networkBody ? [' ', this.networkBody(networkBody[0]!)] : '',
    ];
  }

  // ─── parts of statements ───────────────────────────────────────────────────

  private piece(piece: Piece): Document {
    return isToken(piece) ? this.token(piece) : this.node(piece);
  }

  private node(node: CstNode): Document {
    switch (node.name) {
      case 'networkBody':
        return this.networkBody(node as cst.NetworkBodyCstNode);
      case 'typedHead':
      case 'argument':
      case 'binding':
        return this.named(piecesOf(node));
      case 'items':
      case 'callArguments':
        return this.bracketed(piecesOf(node));
      case 'list':
        return this.list(node as cst.ListCstNode);
      case 'item':
      case 'range':
      case 'type':
        return this.spaced(piecesOf(node));
      case 'expression':
        return this.expression(node as cst.ExpressionCstNode);
      case 'choice':
        return this.choice(node as cst.ChoiceCstNode);
      case 'branch':
        return this.branch(node as cst.BranchCstNode);
      case 'operation':
        return this.operation(node as cst.OperationCstNode);
      case 'operand':
        return this.operand(node as cst.OperandCstNode);
      case 'primary':
        return this.primary(node as cst.PrimaryCstNode);
      default:
        return piecesOf(node).map((piece) => this.piece(piece));
    }
  }

  /** `name: type`, `name = value`, `name ~ prior` */
  private named(pieces: readonly Piece[]): Document {
    return pieces.map((piece, i) => {
      if (!isToken(piece) || i === 0) return this.piece(piece);
      const space = piece.tokenType === t.Colon ? '' : ' ';
      return [space, this.token(piece), ' '];
    });
  }

  /** `i in home`, `2 .. 5`, `county by label`, `real?` */
  private spaced(pieces: readonly Piece[]): Document {
    return pieces.map((piece, i) => {
      const isApart =
        i > 0 &&
        (!isToken(piece) ? piece.name !== 'callArguments' : piece.tokenType !== t.QuestionMark);
      return [isApart ? ' ' : '', this.piece(piece)];
    });
  }

  /** What stands in brackets, each part on a line of its own where they do not fit on one. */
  private bracketed(pieces: readonly Piece[], isFilled = false): Document {
    const inner = pieces.slice(1, -1);
    const opening = this.token(pieces[0] as IToken);
    const closing = pieces.at(-1) as IToken;
    if (inner.length === 0) return group([opening, this.break(''), this.token(closing)]);
    return group([
      opening,
      indent([
        this.break(''),
        isFilled ? { kind: 'fill', ...this.parts(inner) } : this.separated(inner),
      ]),
      this.break(''),
      this.token(closing),
    ]);
  }

  /** Numbers, names and texts fill their lines. */
  private list(node: cst.ListCstNode): Document {
    return this.bracketed(piecesOf(node), node.children.expression?.every(isLiteral));
  }

  /** Parts with commas between them. */
  private separated(pieces: readonly Piece[]): Document {
    const { elements, breaks } = this.parts(pieces);
    return elements.map((element, i) => [element, breaks[i] ?? '']);
  }

  private parts(pieces: readonly Piece[]): { elements: Document[]; breaks: Break[] } {
    const elements: Document[] = [];
    const breaks: Break[] = [];
    for (let i = 0; i < pieces.length; i += 2) {
      const element = group(this.piece(pieces[i]!));
      const comma = pieces[i + 1] as IToken | undefined;
      elements.push(comma === undefined ? element : [element, this.divider(comma, pieces[i + 2]!)]);
      if (comma !== undefined) breaks.push(this.break(' '));
    }
    return { elements, breaks };
  }

  // ─── expressions ───────────────────────────────────────────────────────────

  private expression({ children }: cst.ExpressionCstNode): Document {
    const { choice, With, binding, Comma = [] } = children;
    const body = this.node(choice[0]!);
    if (With === undefined || binding === undefined) return body;
    const word = [this.break(' '), this.token(With[0]!), ' '];
    const bindings = binding.map((part, i) => [
      group(this.node(part)),
      Comma[i] === undefined ? '' : [this.divider(Comma[i], binding[i + 1]!), this.break(' ')],
    ]);
    const names = indent([word, group(indent(bindings))]);
    return group([body, endsInBrackets(choice[0]!) ? group(names) : names]);
  }

  /** `if` and each `else` on lines of their own where they do not fit on one. */
  private choice({ children }: cst.ChoiceCstNode): Document {
    const { operation, If = [], Else = [], branch = [], choice } = children;
    if (operation) return group(this.operation(operation[0]!));
    const branches = branch.map((part, i) => [
      i === 0 ? '' : [this.break(' '), this.token(Else[i - 1]!), ' '],
      this.token(If[i]!),
      this.branch(part),
    ]);
    const last = [this.break(' '), this.token(Else.at(-1)!), ' ', indent(this.node(choice![0]!))];
    return group([branches, last]);
  }

  /** Behind a condition of several lines `then` starts one of its own. */
  private branch({ children }: cst.BranchCstNode): Document {
    const [condition, value] = children.choice as [cst.ChoiceCstNode, cst.ChoiceCstNode];
    const tested = [
      indent([' ', this.node(condition)]),
      this.break(' '),
      this.token(children.Then[0]!),
    ];
    return [group(tested), group(indent([this.break(' '), this.node(value)]))];
  }

  private operation({ children }: cst.OperationCstNode): Document {
    const { operand, BinaryOperator = [] } = children;
    return this.chain(operand, BinaryOperator, 0);
  }

  /** Operators of one level, the tighter ones in groups of their own; lines end behind operators. */
  private chain(
    operands: readonly cst.OperandCstNode[],
    operators: readonly IToken[],
    level: number,
  ): Document {
    if (operators.length === 0) return this.node(operands[0]!);
    const isHere = ({ tokenType }: IToken): boolean => LEVELS[level]!.has(tokenType);
    if (!operators.some(isHere)) return this.chain(operands, operators, level + 1);
    const isPower = level === LEVELS.length - 1;
    const parts: Document[] = [];
    let start = 0;
    for (let i = 0; i <= operators.length; i++) {
      const operator = operators[i];
      if (operator !== undefined && !isHere(operator)) continue;
      const part = this.chain(operands.slice(start, i + 1), operators.slice(start, i), level + 1);
      parts.push(i > start ? group(indent(part)) : part);
      if (operator !== undefined) {
        const sign = isPower ? this.token(operator) : this.divider(operator, operands[i + 1]!);
        parts.push(isPower ? '' : ' ', sign, isPower ? '' : this.break(' '));
      }
      start = i + 1;
    }
    return parts;
  }

  private operand({ children }: cst.OperandCstNode): Document {
    const { PrefixOperator = [], primary, postfix = [] } = children;
    const prefixes = PrefixOperator.map((token, i) => {
      const isApart = token.tokenType === t.Not || i + 1 < PrefixOperator.length;
      return [this.token(token), isApart ? ' ' : ''];
    });
    return [prefixes, this.node(primary[0]!), postfix.map((part) => this.node(part))];
  }

  private primary(node: cst.PrimaryCstNode): Document {
    const pieces = piecesOf(node);
    return pieces.length === 3 ? this.bracketed(pieces) : pieces.map((piece) => this.piece(piece));
  }
}
