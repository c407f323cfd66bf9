// Generated from grammar/rules.ts by grammar/generate.ts; not edited by hand.
import type { Decisions } from './prepared.ts';

// biome-ignore format: one line an alternative
export const DECISIONS: Decisions = {
  'statement Alternation 0': [
    'Model',
    'Dim',
    'Data',
    'Param',
    'Let',
    'Observe',
    'Factor',
    'Output',
    'Fun',
    'Network',
  ],
  'dimStatement Option 0': [
    'Equals',
  ],
  'dataStatement Option 0': [
    'Equals',
  ],
  'dataStatement Option 1': [
    'From',
  ],
  'observeStatement Option 0': [
    'Where',
  ],
  'outputStatement Alternation 0': [
    'Equals',
    'Tilde',
  ],
  'networkStatement Option 0': [
    'Arrow',
  ],
  'networkBody Repetition 0': [
    'Identifier',
  ],
  'networkItem Alternation 0': [
    'Tilde',
    'WhiteSpace Documentation LineComment BlockComment BinaryOperator PrefixOperator StatementKeyword Model Dim Data Param Let Observe Factor Output Fun Network In If Then Else And Or Not With Where True False From By LabelWord StringLiteral DotDot Semicolon Inclusion HashComment UnclosedComment Transpose SingleQuoted CurlyQuoted UnclosedString GroupedDigits ExponentWithFraction SecondPoint NumberWithoutFraction NumberWithoutWhole DottedTimes DottedDivision DottedPower DoubleStar MatrixProduct IntegerDivision DoublePercent DoubleAmpersand DoubleBar Bar TripleEqual NotDoubleEqual Exclamation ColonEqual FatArrow LeftArrow TypographicMinus TypographicTilde TypographicTimes TypographicDivision TypographicLessEqual TypographicGreaterEqual TypographicNotEqual TypographicAnd TypographicOr TypographicNot TypographicIn TypographicRoot TypographicSum TypographicInfinity Superscript Identifier NumberLiteral Dot Arrow EqualEqual NotEqual LessEqual GreaterEqual Less Greater Equals Plus Minus Star Slash Percent At Caret LeftParenthesis RightParenthesis LeftBracket RightBracket LeftBrace RightBrace Comma Colon QuestionMark UnknownCharacters EOF',
  ],
  'networkItem Option 0': [
    'LeftParenthesis',
  ],
  'networkItem Option 1': [
    'LeftBrace',
  ],
  'head Option 0': [
    'LeftBracket',
  ],
  'typedHead Option 0': [
    'Colon',
  ],
  'type Option 0': [
    'LeftParenthesis',
  ],
  'type Option 1': [
    'QuestionMark',
  ],
  'type Option 2': [
    'By',
  ],
  'names RepetitionWithSeparator 0': [
    'Identifier',
  ],
  'items RepetitionMandatoryWithSeparator 0': [
    'PrefixOperator If Not True False StringLiteral Identifier NumberLiteral Plus Minus LeftParenthesis LeftBracket Colon',
  ],
  'item Alternation 0': [
    'Colon',
    'Identifier:In',
    'PrefixOperator If Not True False StringLiteral Identifier:WhiteSpace,Documentation,LineComment,BlockComment,BinaryOperator,PrefixOperator,StatementKeyword,Model,Dim,Data,Param,Let,Observe,Factor,Output,Fun,Network,If,Then,Else,And,Or,Not,With,Where,True,False,From,By,LabelWord,StringLiteral,DotDot,Semicolon,Inclusion,HashComment,UnclosedComment,Transpose,SingleQuoted,CurlyQuoted,UnclosedString,GroupedDigits,ExponentWithFraction,SecondPoint,NumberWithoutFraction,NumberWithoutWhole,DottedTimes,DottedDivision,DottedPower,DoubleStar,MatrixProduct,IntegerDivision,DoublePercent,DoubleAmpersand,DoubleBar,Bar,TripleEqual,NotDoubleEqual,Exclamation,ColonEqual,FatArrow,LeftArrow,TypographicMinus,TypographicTilde,TypographicTimes,TypographicDivision,TypographicLessEqual,TypographicGreaterEqual,TypographicNotEqual,TypographicAnd,TypographicOr,TypographicNot,TypographicIn,TypographicRoot,TypographicSum,TypographicInfinity,Superscript,Identifier,NumberLiteral,Dot,Arrow,EqualEqual,NotEqual,LessEqual,GreaterEqual,Less,Greater,Equals,Tilde,Plus,Minus,Star,Slash,Percent,At,Caret,LeftParenthesis,RightParenthesis,LeftBracket,RightBracket,LeftBrace,RightBrace,Comma,Colon,QuestionMark,UnknownCharacters,EOF NumberLiteral Plus Minus LeftParenthesis LeftBracket',
  ],
  'range Option 0': [
    'DotDot',
  ],
  'range Option 1': [
    'PrefixOperator If Not True False StringLiteral Identifier NumberLiteral Plus Minus LeftParenthesis LeftBracket',
  ],
  'callArguments RepetitionWithSeparator 0': [
    'PrefixOperator If Not True False StringLiteral Identifier NumberLiteral Plus Minus LeftParenthesis LeftBracket',
  ],
  'argument Alternation 0': [
    'Identifier:Equals',
    'Identifier:Tilde',
    'PrefixOperator If Not True False StringLiteral Identifier:WhiteSpace,Documentation,LineComment,BlockComment,BinaryOperator,PrefixOperator,StatementKeyword,Model,Dim,Data,Param,Let,Observe,Factor,Output,Fun,Network,In,If,Then,Else,And,Or,Not,With,Where,True,False,From,By,LabelWord,StringLiteral,DotDot,Semicolon,Inclusion,HashComment,UnclosedComment,Transpose,SingleQuoted,CurlyQuoted,UnclosedString,GroupedDigits,ExponentWithFraction,SecondPoint,NumberWithoutFraction,NumberWithoutWhole,DottedTimes,DottedDivision,DottedPower,DoubleStar,MatrixProduct,IntegerDivision,DoublePercent,DoubleAmpersand,DoubleBar,Bar,TripleEqual,NotDoubleEqual,Exclamation,ColonEqual,FatArrow,LeftArrow,TypographicMinus,TypographicTilde,TypographicTimes,TypographicDivision,TypographicLessEqual,TypographicGreaterEqual,TypographicNotEqual,TypographicAnd,TypographicOr,TypographicNot,TypographicIn,TypographicRoot,TypographicSum,TypographicInfinity,Superscript,Identifier,NumberLiteral,Dot,Arrow,EqualEqual,NotEqual,LessEqual,GreaterEqual,Less,Greater,Plus,Minus,Star,Slash,Percent,At,Caret,LeftParenthesis,RightParenthesis,LeftBracket,RightBracket,LeftBrace,RightBrace,Comma,Colon,QuestionMark,UnknownCharacters,EOF NumberLiteral Plus Minus LeftParenthesis LeftBracket',
  ],
  'expression Repetition 0': [
    'Comma',
  ],
  'expression Option 0': [
    'With',
  ],
  'choice Alternation 0': [
    'If',
    'PrefixOperator Not True False StringLiteral Identifier NumberLiteral Plus Minus LeftParenthesis LeftBracket',
  ],
  'choice Repetition 0': [
    'Else:If',
  ],
  'operation Repetition 0': [
    'BinaryOperator And Or EqualEqual NotEqual LessEqual GreaterEqual Less Greater Plus Minus Star Slash Percent At Caret',
  ],
  'operand Repetition 0': [
    'PrefixOperator Not Plus Minus',
  ],
  'operand Repetition 1': [
    'LeftParenthesis LeftBracket',
  ],
  'primary Alternation 0': [
    'NumberLiteral',
    'StringLiteral',
    'True',
    'False',
    'Identifier',
    'LeftBracket',
    'LeftParenthesis',
  ],
  'qualifiedName Repetition 0': [
    'Dot',
  ],
  'list RepetitionWithSeparator 0': [
    'PrefixOperator If Not True False StringLiteral Identifier NumberLiteral Plus Minus LeftParenthesis LeftBracket',
  ],
  'postfix Alternation 0': [
    'LeftBracket',
    'LeftParenthesis',
  ],
};
