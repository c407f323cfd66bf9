// Generated from grammar/rules.ts by grammar/generate.ts; not edited by hand.
import type { CstNode, ICstVisitor, IToken } from "chevrotain";

export interface StatementCstNode extends CstNode {
  name: "statement";
  children: StatementCstChildren;
}

export type StatementCstChildren = {
  title?: TitleCstNode[];
  dimStatement?: DimStatementCstNode[];
  dataStatement?: DataStatementCstNode[];
  paramStatement?: ParamStatementCstNode[];
  letStatement?: LetStatementCstNode[];
  observeStatement?: ObserveStatementCstNode[];
  factorStatement?: FactorStatementCstNode[];
  outputStatement?: OutputStatementCstNode[];
  funStatement?: FunStatementCstNode[];
  networkStatement?: NetworkStatementCstNode[];
};

export interface TitleCstNode extends CstNode {
  name: "title";
  children: TitleCstChildren;
}

export type TitleCstChildren = {
  Model: IToken[];
  StringLiteral: IToken[];
};

export interface DimStatementCstNode extends CstNode {
  name: "dimStatement";
  children: DimStatementCstChildren;
}

export type DimStatementCstChildren = {
  Dim: IToken[];
  Identifier: IToken[];
  Equals?: IToken[];
  range?: RangeCstNode[];
};

export interface DataStatementCstNode extends CstNode {
  name: "dataStatement";
  children: DataStatementCstChildren;
}

export type DataStatementCstChildren = {
  Data: IToken[];
  head: HeadCstNode[];
  Colon: IToken[];
  type: TypeCstNode[];
  Equals?: IToken[];
  expression?: ExpressionCstNode[];
  From?: IToken[];
  StringLiteral?: IToken[];
};

export interface ParamStatementCstNode extends CstNode {
  name: "paramStatement";
  children: ParamStatementCstChildren;
}

export type ParamStatementCstChildren = {
  Param: IToken[];
  typedHead: TypedHeadCstNode[];
  Tilde: IToken[];
  expression: ExpressionCstNode[];
};

export interface LetStatementCstNode extends CstNode {
  name: "letStatement";
  children: LetStatementCstChildren;
}

export type LetStatementCstChildren = {
  Let: IToken[];
  typedHead: TypedHeadCstNode[];
  Equals: IToken[];
  expression: ExpressionCstNode[];
};

export interface ObserveStatementCstNode extends CstNode {
  name: "observeStatement";
  children: ObserveStatementCstChildren;
}

export type ObserveStatementCstChildren = {
  Observe: IToken[];
  expression: (ExpressionCstNode)[];
  Tilde: IToken[];
  Where?: IToken[];
};

export interface FactorStatementCstNode extends CstNode {
  name: "factorStatement";
  children: FactorStatementCstChildren;
}

export type FactorStatementCstChildren = {
  Factor: IToken[];
  expression: ExpressionCstNode[];
};

export interface OutputStatementCstNode extends CstNode {
  name: "outputStatement";
  children: OutputStatementCstChildren;
}

export type OutputStatementCstChildren = {
  Output: IToken[];
  typedHead: TypedHeadCstNode[];
  Equals?: IToken[];
  Tilde?: IToken[];
  expression: ExpressionCstNode[];
};

export interface FunStatementCstNode extends CstNode {
  name: "funStatement";
  children: FunStatementCstChildren;
}

export type FunStatementCstChildren = {
  Fun: IToken[];
  Identifier: IToken[];
  LeftParenthesis: IToken[];
  names: NamesCstNode[];
  RightParenthesis: IToken[];
  Equals: IToken[];
  expression: ExpressionCstNode[];
};

export interface NetworkStatementCstNode extends CstNode {
  name: "networkStatement";
  children: NetworkStatementCstChildren;
}

export type NetworkStatementCstChildren = {
  Network: IToken[];
  Identifier: (IToken)[];
  LeftParenthesis: IToken[];
  names: NamesCstNode[];
  RightParenthesis: IToken[];
  Arrow?: IToken[];
  networkBody: NetworkBodyCstNode[];
};

export interface NetworkBodyCstNode extends CstNode {
  name: "networkBody";
  children: NetworkBodyCstChildren;
}

export type NetworkBodyCstChildren = {
  LeftBrace: IToken[];
  networkItem?: NetworkItemCstNode[];
  RightBrace: IToken[];
};

export interface NetworkItemCstNode extends CstNode {
  name: "networkItem";
  children: NetworkItemCstChildren;
}

export type NetworkItemCstChildren = {
  Identifier: IToken[];
  Tilde?: IToken[];
  expression?: ExpressionCstNode[];
  callArguments?: CallArgumentsCstNode[];
  networkBody?: NetworkBodyCstNode[];
};

export interface HeadCstNode extends CstNode {
  name: "head";
  children: HeadCstChildren;
}

export type HeadCstChildren = {
  Identifier: IToken[];
  items?: ItemsCstNode[];
};

export interface TypedHeadCstNode extends CstNode {
  name: "typedHead";
  children: TypedHeadCstChildren;
}

export type TypedHeadCstChildren = {
  head: HeadCstNode[];
  Colon?: IToken[];
  type?: TypeCstNode[];
};

export interface TypeCstNode extends CstNode {
  name: "type";
  children: TypeCstChildren;
}

export type TypeCstChildren = {
  Identifier: IToken[];
  callArguments?: CallArgumentsCstNode[];
  QuestionMark?: IToken[];
  By?: IToken[];
  LabelWord?: IToken[];
};

export interface NamesCstNode extends CstNode {
  name: "names";
  children: NamesCstChildren;
}

export type NamesCstChildren = {
  Identifier?: IToken[];
  Comma?: IToken[];
};

export interface ItemsCstNode extends CstNode {
  name: "items";
  children: ItemsCstChildren;
}

export type ItemsCstChildren = {
  LeftBracket: IToken[];
  item: ItemCstNode[];
  Comma?: IToken[];
  RightBracket: IToken[];
};

export interface ItemCstNode extends CstNode {
  name: "item";
  children: ItemCstChildren;
}

export type ItemCstChildren = {
  Colon?: IToken[];
  Identifier?: IToken[];
  In?: IToken[];
  range?: (RangeCstNode)[];
};

export interface RangeCstNode extends CstNode {
  name: "range";
  children: RangeCstChildren;
}

export type RangeCstChildren = {
  expression: (ExpressionCstNode)[];
  DotDot?: IToken[];
};

export interface CallArgumentsCstNode extends CstNode {
  name: "callArguments";
  children: CallArgumentsCstChildren;
}

export type CallArgumentsCstChildren = {
  LeftParenthesis: IToken[];
  argument?: ArgumentCstNode[];
  Comma?: IToken[];
  RightParenthesis: IToken[];
};

export interface ArgumentCstNode extends CstNode {
  name: "argument";
  children: ArgumentCstChildren;
}

export type ArgumentCstChildren = {
  Identifier?: (IToken)[];
  Equals?: IToken[];
  expression?: (ExpressionCstNode)[];
  Tilde?: IToken[];
};

export interface ExpressionCstNode extends CstNode {
  name: "expression";
  children: ExpressionCstChildren;
}

export type ExpressionCstChildren = {
  choice: ChoiceCstNode[];
  With?: IToken[];
  binding?: (BindingCstNode)[];
  Comma?: IToken[];
};

export interface BindingCstNode extends CstNode {
  name: "binding";
  children: BindingCstChildren;
}

export type BindingCstChildren = {
  Identifier: IToken[];
  Equals: IToken[];
  choice: ChoiceCstNode[];
};

export interface ChoiceCstNode extends CstNode {
  name: "choice";
  children: ChoiceCstChildren;
}

export type ChoiceCstChildren = {
  If?: (IToken)[];
  branch?: (BranchCstNode)[];
  Else?: (IToken)[];
  choice?: ChoiceCstNode[];
  operation?: OperationCstNode[];
};

export interface BranchCstNode extends CstNode {
  name: "branch";
  children: BranchCstChildren;
}

export type BranchCstChildren = {
  choice: (ChoiceCstNode)[];
  Then: IToken[];
};

export interface OperationCstNode extends CstNode {
  name: "operation";
  children: OperationCstChildren;
}

export type OperationCstChildren = {
  operand: (OperandCstNode)[];
  BinaryOperator?: IToken[];
};

export interface OperandCstNode extends CstNode {
  name: "operand";
  children: OperandCstChildren;
}

export type OperandCstChildren = {
  PrefixOperator?: IToken[];
  primary: PrimaryCstNode[];
  postfix?: PostfixCstNode[];
};

export interface PrimaryCstNode extends CstNode {
  name: "primary";
  children: PrimaryCstChildren;
}

export type PrimaryCstChildren = {
  NumberLiteral?: IToken[];
  StringLiteral?: IToken[];
  True?: IToken[];
  False?: IToken[];
  qualifiedName?: QualifiedNameCstNode[];
  list?: ListCstNode[];
  LeftParenthesis?: IToken[];
  expression?: ExpressionCstNode[];
  RightParenthesis?: IToken[];
};

export interface QualifiedNameCstNode extends CstNode {
  name: "qualifiedName";
  children: QualifiedNameCstChildren;
}

export type QualifiedNameCstChildren = {
  Identifier: (IToken)[];
  Dot?: IToken[];
};

export interface ListCstNode extends CstNode {
  name: "list";
  children: ListCstChildren;
}

export type ListCstChildren = {
  LeftBracket: IToken[];
  expression?: ExpressionCstNode[];
  Comma?: IToken[];
  RightBracket: IToken[];
};

export interface PostfixCstNode extends CstNode {
  name: "postfix";
  children: PostfixCstChildren;
}

export type PostfixCstChildren = {
  items?: ItemsCstNode[];
  callArguments?: CallArgumentsCstNode[];
};

export interface ICstNodeVisitor<IN, OUT> extends ICstVisitor<IN, OUT> {
  statement(children: StatementCstChildren, param?: IN): OUT;
  title(children: TitleCstChildren, param?: IN): OUT;
  dimStatement(children: DimStatementCstChildren, param?: IN): OUT;
  dataStatement(children: DataStatementCstChildren, param?: IN): OUT;
  paramStatement(children: ParamStatementCstChildren, param?: IN): OUT;
  letStatement(children: LetStatementCstChildren, param?: IN): OUT;
  observeStatement(children: ObserveStatementCstChildren, param?: IN): OUT;
  factorStatement(children: FactorStatementCstChildren, param?: IN): OUT;
  outputStatement(children: OutputStatementCstChildren, param?: IN): OUT;
  funStatement(children: FunStatementCstChildren, param?: IN): OUT;
  networkStatement(children: NetworkStatementCstChildren, param?: IN): OUT;
  networkBody(children: NetworkBodyCstChildren, param?: IN): OUT;
  networkItem(children: NetworkItemCstChildren, param?: IN): OUT;
  head(children: HeadCstChildren, param?: IN): OUT;
  typedHead(children: TypedHeadCstChildren, param?: IN): OUT;
  type(children: TypeCstChildren, param?: IN): OUT;
  names(children: NamesCstChildren, param?: IN): OUT;
  items(children: ItemsCstChildren, param?: IN): OUT;
  item(children: ItemCstChildren, param?: IN): OUT;
  range(children: RangeCstChildren, param?: IN): OUT;
  callArguments(children: CallArgumentsCstChildren, param?: IN): OUT;
  argument(children: ArgumentCstChildren, param?: IN): OUT;
  expression(children: ExpressionCstChildren, param?: IN): OUT;
  binding(children: BindingCstChildren, param?: IN): OUT;
  choice(children: ChoiceCstChildren, param?: IN): OUT;
  branch(children: BranchCstChildren, param?: IN): OUT;
  operation(children: OperationCstChildren, param?: IN): OUT;
  operand(children: OperandCstChildren, param?: IN): OUT;
  primary(children: PrimaryCstChildren, param?: IN): OUT;
  qualifiedName(children: QualifiedNameCstChildren, param?: IN): OUT;
  list(children: ListCstChildren, param?: IN): OUT;
  postfix(children: PostfixCstChildren, param?: IN): OUT;
}

