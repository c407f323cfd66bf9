/**
 * The grammar, one rule a concept. A text is a sequence of statements, and each statement starts
 * with its keyword, so the tokens are divided at the keywords and every statement is read on its
 * own: an error in one cannot disturb another, and there is one syntax error a statement.
 *
 * Operators stay a flat list here; their precedence is resolved while the syntax tree is built.
 */
import { CstParser, EOF, type ILookaheadStrategy, type Rule } from 'chevrotain';
import { EXPECTED } from './expected.ts';
import { type Decisions, useDecisions } from './prepared.ts';
import * as t from './tokens.ts';

export interface ParserOptions {
  /** What the analysis of the grammar would find, so that it need not be done. */
  readonly decisions?: Decisions;
  /** Whether the analysis also looks for faults of the grammar. */
  readonly skipValidations?: boolean;
  readonly lookaheadStrategy?: ILookaheadStrategy;
}

/** Tokens after which at most a parser decides where the grammar leaves a choice. */
export const LOOKAHEAD = 2;

export class BayesParser extends CstParser {
  private readonly isAnalysed: boolean;
  private productions: Record<string, Rule> | undefined;

  constructor({ decisions, ...options }: ParserOptions) {
    super([...t.TOKENS], {
      maxLookahead: LOOKAHEAD,
      nodeLocationTracking: 'onlyOffset',
      recoveryEnabled: false,
      errorMessageProvider: EXPECTED,
      ...options,
    });
    this.isAnalysed = decisions === undefined;
    if (decisions === undefined) this.performSelfAnalysis();
    else useDecisions(this, decisions, [...t.TOKENS, EOF]);
  }

  /** Chevrotain asks for them where a text has an error, which is early enough to analyse the grammar. */
  override getGAstProductions(): Record<string, Rule> {
    if (this.isAnalysed) return super.getGAstProductions();
    this.productions ??= new BayesParser({ skipValidations: true }).getGAstProductions();
    return this.productions;
  }

  // ─── statements ────────────────────────────────────────────────────────────

  readonly statement = this.RULE('statement', () => {
    this.OR({
      ERR_MSG: 'a statement',
      DEF: [
        { ALT: () => this.SUBRULE(this.title) },
        { ALT: () => this.SUBRULE(this.dimStatement) },
        { ALT: () => this.SUBRULE(this.dataStatement) },
        { ALT: () => this.SUBRULE(this.paramStatement) },
        { ALT: () => this.SUBRULE(this.letStatement) },
        { ALT: () => this.SUBRULE(this.observeStatement) },
        { ALT: () => this.SUBRULE(this.factorStatement) },
        { ALT: () => this.SUBRULE(this.outputStatement) },
        { ALT: () => this.SUBRULE(this.funStatement) },
        { ALT: () => this.SUBRULE(this.networkStatement) },
      ],
    });
  });

  readonly title = this.RULE('title', () => {
    this.CONSUME(t.Model);
    this.CONSUME(t.StringLiteral);
  });

  readonly dimStatement = this.RULE('dimStatement', () => {
    this.CONSUME(t.Dim);
    this.CONSUME(t.Identifier);
    this.OPTION(() => {
      this.CONSUME(t.Equals);
      this.SUBRULE(this.range);
    });
  });

  readonly dataStatement = this.RULE('dataStatement', () => {
    this.CONSUME(t.Data);
    this.SUBRULE(this.head);
    this.CONSUME(t.Colon);
    this.SUBRULE(this.type);
    this.OPTION(() => {
      this.CONSUME(t.Equals);
      this.SUBRULE(this.expression);
    });
    this.OPTION1(() => {
      this.CONSUME(t.From);
      this.CONSUME(t.StringLiteral);
    });
  });

  readonly paramStatement = this.RULE('paramStatement', () => {
    this.CONSUME(t.Param);
    this.SUBRULE(this.typedHead);
    this.CONSUME(t.Tilde);
    this.SUBRULE(this.expression);
  });

  readonly letStatement = this.RULE('letStatement', () => {
    this.CONSUME(t.Let);
    this.SUBRULE(this.typedHead);
    this.CONSUME(t.Equals);
    this.SUBRULE(this.expression);
  });

  readonly observeStatement = this.RULE('observeStatement', () => {
    this.CONSUME(t.Observe);
    this.SUBRULE(this.expression);
    this.CONSUME(t.Tilde);
    this.SUBRULE1(this.expression);
    this.OPTION(() => {
      this.CONSUME(t.Where);
      this.SUBRULE2(this.expression);
    });
  });

  readonly factorStatement = this.RULE('factorStatement', () => {
    this.CONSUME(t.Factor);
    this.SUBRULE(this.expression);
  });

  readonly outputStatement = this.RULE('outputStatement', () => {
    this.CONSUME(t.Output);
    this.SUBRULE(this.typedHead);
    this.OR({
      ERR_MSG: '`=` or `~`',
      DEF: [{ ALT: () => this.CONSUME(t.Equals) }, { ALT: () => this.CONSUME(t.Tilde) }],
    });
    this.SUBRULE(this.expression);
  });

  readonly funStatement = this.RULE('funStatement', () => {
    this.CONSUME(t.Fun);
    this.CONSUME(t.Identifier);
    this.CONSUME(t.LeftParenthesis);
    this.SUBRULE(this.names);
    this.CONSUME(t.RightParenthesis);
    this.CONSUME(t.Equals);
    this.SUBRULE(this.expression);
  });

  readonly networkStatement = this.RULE('networkStatement', () => {
    this.CONSUME(t.Network);
    this.CONSUME(t.Identifier);
    this.CONSUME(t.LeftParenthesis);
    this.SUBRULE(this.names);
    this.CONSUME(t.RightParenthesis);
    this.OPTION(() => {
      this.CONSUME(t.Arrow);
      this.CONSUME1(t.Identifier);
    });
    this.SUBRULE(this.networkBody);
  });

  readonly networkBody = this.RULE('networkBody', () => {
    this.CONSUME(t.LeftBrace);
    this.MANY(() => this.SUBRULE(this.networkItem));
    this.CONSUME(t.RightBrace);
  });

  /** `weights ~ Normal(0, 1)`, `dense(256, activation = relu)`, `residual { … }` */
  readonly networkItem = this.RULE('networkItem', () => {
    this.CONSUME(t.Identifier);
    this.OR([
      {
        ALT: () => {
          this.CONSUME(t.Tilde);
          this.SUBRULE(this.expression);
        },
      },
      {
        ALT: () => {
          this.OPTION(() => this.SUBRULE(this.callArguments));
          this.OPTION1(() => this.SUBRULE(this.networkBody));
        },
      },
    ]);
  });

  // ─── heads and types ───────────────────────────────────────────────────────

  /** `theta[school]` */
  readonly head = this.RULE('head', () => {
    this.CONSUME(t.Identifier);
    this.OPTION(() => this.SUBRULE(this.items));
  });

  /** `tau`, `beta[predictor]: positive` */
  readonly typedHead = this.RULE('typedHead', () => {
    this.SUBRULE(this.head);
    this.OPTION(() => {
      this.CONSUME(t.Colon);
      this.SUBRULE(this.type);
    });
  });

  /** `real`, `real(lower = 0)?`, `county by label` */
  readonly type = this.RULE('type', () => {
    this.CONSUME(t.Identifier);
    this.OPTION(() => this.SUBRULE(this.callArguments));
    this.OPTION1(() => this.CONSUME(t.QuestionMark));
    this.OPTION2(() => {
      this.CONSUME(t.By);
      this.CONSUME(t.LabelWord);
    });
  });

  readonly names = this.RULE('names', () => {
    this.MANY_SEP({ SEP: t.Comma, DEF: () => this.CONSUME(t.Identifier) });
  });

  // ─── what stands in brackets ───────────────────────────────────────────────

  /** `[school]`, `[i in home, t - 1]`, `[last(time), :]` */
  readonly items = this.RULE('items', () => {
    this.CONSUME(t.LeftBracket);
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.item) });
    this.CONSUME(t.RightBracket);
  });

  readonly item = this.RULE('item', () => {
    this.OR({
      ERR_MSG: 'an index, a dimension or `:`',
      DEF: [
        { ALT: () => this.CONSUME(t.Colon) },
        {
          ALT: () => {
            this.CONSUME(t.Identifier);
            this.CONSUME(t.In);
            this.SUBRULE(this.range);
          },
        },
        { ALT: () => this.SUBRULE1(this.range) },
      ],
    });
  });

  /** `0 .. 9`, `2 ..`, or an expression alone */
  readonly range = this.RULE('range', () => {
    this.SUBRULE(this.expression);
    this.OPTION(() => {
      this.CONSUME(t.DotDot);
      this.OPTION1(() => this.SUBRULE1(this.expression));
    });
  });

  readonly callArguments = this.RULE('callArguments', () => {
    this.CONSUME(t.LeftParenthesis);
    this.MANY_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.argument) });
    this.CONSUME(t.RightParenthesis);
  });

  /** `x`, `sd = 1`, and for the weights of a layer `weights ~ Laplace(0, 1)` */
  readonly argument = this.RULE('argument', () => {
    this.OR({
      ERR_MSG: 'an argument',
      DEF: [
        {
          ALT: () => {
            this.CONSUME(t.Identifier);
            this.CONSUME(t.Equals);
            this.SUBRULE(this.expression);
          },
        },
        {
          ALT: () => {
            this.CONSUME1(t.Identifier);
            this.CONSUME(t.Tilde);
            this.SUBRULE1(this.expression);
          },
        },
        { ALT: () => this.SUBRULE2(this.expression) },
      ],
    });
  });

  // ─── expressions ───────────────────────────────────────────────────────────

  /** A value with names for its parts, `u * v with u = …, v = …`: it takes all `, name =` that follow. */
  readonly expression = this.RULE('expression', () => {
    this.SUBRULE(this.choice);
    this.OPTION(() => {
      this.CONSUME(t.With);
      this.SUBRULE(this.binding);
      this.MANY({
        GATE: () => this.LA(3).tokenType === t.Equals,
        DEF: () => {
          this.CONSUME(t.Comma);
          this.SUBRULE1(this.binding);
        },
      });
    });
  });

  readonly binding = this.RULE('binding', () => {
    this.CONSUME(t.Identifier);
    this.CONSUME(t.Equals);
    this.SUBRULE(this.choice);
  });

  /** `if a then x else if b then y else z`, or an operation */
  readonly choice = this.RULE('choice', () => {
    this.OR({
      ERR_MSG: 'an expression',
      DEF: [
        {
          ALT: () => {
            this.CONSUME(t.If);
            this.SUBRULE(this.branch);
            this.MANY(() => {
              this.CONSUME(t.Else);
              this.CONSUME1(t.If);
              this.SUBRULE1(this.branch);
            });
            this.CONSUME1(t.Else);
            this.SUBRULE(this.choice);
          },
        },
        { ALT: () => this.SUBRULE(this.operation) },
      ],
    });
  });

  readonly branch = this.RULE('branch', () => {
    this.SUBRULE(this.choice);
    this.CONSUME(t.Then);
    this.SUBRULE1(this.choice);
  });

  readonly operation = this.RULE('operation', () => {
    this.SUBRULE(this.operand);
    this.MANY(() => {
      this.CONSUME(t.BinaryOperator);
      this.SUBRULE1(this.operand);
    });
  });

  readonly operand = this.RULE('operand', () => {
    this.MANY(() => this.CONSUME(t.PrefixOperator));
    this.SUBRULE(this.primary);
    this.MANY1(() => this.SUBRULE(this.postfix));
  });

  readonly primary = this.RULE('primary', () => {
    this.OR({
      ERR_MSG: 'an expression',
      DEF: [
        { ALT: () => this.CONSUME(t.NumberLiteral) },
        { ALT: () => this.CONSUME(t.StringLiteral) },
        { ALT: () => this.CONSUME(t.True) },
        { ALT: () => this.CONSUME(t.False) },
        { ALT: () => this.SUBRULE(this.qualifiedName) },
        { ALT: () => this.SUBRULE(this.list) },
        {
          ALT: () => {
            this.CONSUME(t.LeftParenthesis);
            this.SUBRULE(this.expression);
            this.CONSUME(t.RightParenthesis);
          },
        },
      ],
    });
  });

  /** `mu`, and for the weights of a network `classify.layer1.weight` */
  readonly qualifiedName = this.RULE('qualifiedName', () => {
    this.CONSUME(t.Identifier);
    this.MANY(() => {
      this.CONSUME(t.Dot);
      this.CONSUME1(t.Identifier);
    });
  });

  readonly list = this.RULE('list', () => {
    this.CONSUME(t.LeftBracket);
    this.MANY_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.expression) });
    this.CONSUME(t.RightBracket);
  });

  /** An index `[i, j]` or the arguments of a call; `sum[k in lag](…)` has both. */
  readonly postfix = this.RULE('postfix', () => {
    this.OR([
      { ALT: () => this.SUBRULE(this.items) },
      { ALT: () => this.SUBRULE(this.callArguments) },
    ]);
  });
}
