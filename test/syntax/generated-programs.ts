/**
 * Texts that parse: each word and sign of the grammar in any place where it may stand, in any layout and
 * with comments anywhere. What they say has no meaning.
 */
import fc from 'fast-check';

const NAMES = 'x y mu σ school theta_1 from by label data output model'.split(' ');
const TEXTS = ['"Choate"', '"a \\"quoted\\" // text"', '"/* none */"', '""'];
const NUMBERS = ['1', '0', '2.5', '1e-3', '123456.789'];
const KEYWORDS = new Set('model dim data param let observe factor output fun network'.split(' '));

/** Blanks and comments, where a line may not end, and where it may. */
const INLINE = [' ', '', '   ', '\t', ' /* c */ ', ' /*d*/'];
const ANYWHERE = [
  ...INLINE,
  ...['\n', '\n\n', '\r\n', '\n\n\n  ', ' // e\n', ' //f \n', '\n// g\n', '\n  /// h\n\n'],
  ...['\n/* i */ // j\n', ' /* k\n k */ ', '\n/* l */ ', ' /* m */\n', '\n\n/// n\n/// o\n'],
];

/** Writes a program, each choice of it a number of the tape; at its end the simplest is taken. */
class Writer {
  private readonly tape: readonly number[];
  private next = 0;
  private depth = 0;
  private written = '';
  /** `0 ..` can be the end of a statement, so a line, or a word that can be a keyword, starts another. */
  private isAfterRange = false;

  constructor(tape: readonly number[]) {
    this.tape = tape;
  }

  program(): string {
    this.gap(ANYWHERE);
    do {
      if (!/(^|\n)[^\S\n]*$/.test(this.written)) this.written += '\n';
      this.statement();
      this.gap(ANYWHERE);
    } while (this.next < this.tape.length);
    return this.written;
  }

  private pick(count: number): number {
    return (this.tape[this.next++] ?? 0) % count;
  }

  private oneOf(...choices: (() => void)[]): void {
    choices[this.depth > 8 ? 0 : this.pick(choices.length)]!();
  }

  private gap(choices: readonly string[]): void {
    // most gaps are plain
    this.written += this.pick(4) === 3 ? choices[this.pick(choices.length)]! : ' ';
  }

  private put(...tokens: string[]): void {
    for (const token of tokens) {
      if (this.written !== '') {
        // at the start of a line the name would be a keyword
        this.gap(KEYWORDS.has(token) || this.isAfterRange ? INLINE : ANYWHERE);
        if (/[\w"σ.<>=!/+-]$/.test(this.written) && !/^[,()[\]:?]/.test(token)) this.written += ' ';
      }
      this.written += token;
      this.isAfterRange = token === '..';
    }
  }

  private name(): void {
    const name = NAMES[this.pick(NAMES.length)]!;
    this.put(this.isAfterRange && KEYWORDS.has(name) ? 'x' : name);
  }

  private text(): void {
    this.put(TEXTS[this.pick(TEXTS.length)]!);
  }

  private number(): void {
    this.put(NUMBERS[this.pick(NUMBERS.length)]!);
  }

  private list(open: string, part: () => void, close: string, least = 0, most = 3): void {
    this.put(open);
    const count = least + this.pick(most - least + 1);
    for (let i = 0; i < count; i++) {
      if (i > 0) this.put(',');
      part();
    }
    this.put(close);
  }

  private maybe(part: () => void): void {
    if (this.pick(2) === 1) part();
  }

  // ─── statements ────────────────────────────────────────────────────────────

  /** A keyword starts its line, and a name follows it on the same one. */
  private keyword(word: string): void {
    this.written += word;
  }

  private statement(): void {
    this.oneOf(
      () => this.dim(),
      () => {
        this.keyword('data');
        this.head();
        this.put(':');
        this.type();
        this.maybe(() => this.value('='));
        this.maybe(() => {
          this.put('from');
          this.text();
        });
      },
      () => this.defined('param', '~'),
      () => this.defined('let', '='),
      () => this.defined('output', this.pick(2) === 0 ? '=' : '~'),
      () => {
        this.keyword('observe');
        this.expression();
        this.value('~');
        this.maybe(() => {
          this.put('where');
          this.expression();
        });
      },
      () => {
        this.keyword('factor');
        this.expression();
      },
      () => {
        this.keyword('fun');
        this.name();
        this.list('(', () => this.name(), ')');
        this.value('=');
      },
      () => {
        this.keyword('network');
        this.name();
        this.list('(', () => this.name(), ')');
        this.maybe(() => {
          this.put('->');
          this.name();
        });
        this.networkBody();
      },
    );
  }

  private dim(): void {
    this.keyword('dim');
    this.name();
    this.oneOf(
      () => {},
      () => {
        this.put('=');
        this.number();
        this.put('..');
        this.maybe(() => this.number());
      },
      () => {
        this.put('=', 'column', '[');
        this.number();
        this.put('..', ']');
      },
      () => {
        this.put('=');
        this.list('[', () => this.text(), ']', 1, 9);
      },
      () => {
        this.put('=', 'size');
        this.arguments();
      },
    );
  }

  private defined(word: string, sign: string): void {
    this.keyword(word);
    this.head();
    this.maybe(() => {
      this.put(':');
      this.type();
    });
    this.value(sign);
  }

  private head(): void {
    this.name();
    this.maybe(() => this.list('[', () => this.item(), ']', 1));
  }

  private type(): void {
    this.name();
    this.maybe(() => this.arguments());
    this.oneOf(
      () => {},
      () => this.put('?'),
      () => this.put('by', 'label'),
    );
  }

  private value(sign: string): void {
    this.put(sign);
    this.expression();
  }

  private networkBody(): void {
    this.put('{');
    for (let i = this.pick(4); i > 0; i--) {
      this.oneOf(
        () => {
          this.put('dense');
          this.arguments();
        },
        () => {
          this.put('weights');
          this.value('~');
        },
        () => {
          this.put('residual');
          this.depth++;
          this.networkBody();
          this.depth--;
        },
      );
    }
    this.put('}');
  }

  // ─── expressions ───────────────────────────────────────────────────────────

  private item(): void {
    this.oneOf(
      () => this.expression(),
      () => this.put(':'),
      () => {
        this.name();
        this.put('in');
        this.name();
      },
      () => {
        this.name();
        this.put('in');
        this.expression();
        this.put('..');
        this.expression();
      },
    );
  }

  private arguments(): void {
    const argument = (): void => {
      this.oneOf(
        () => this.expression(),
        () => {
          this.name();
          this.value(this.pick(2) === 0 ? '=' : '~');
        },
      );
    };
    this.list('(', argument, ')');
  }

  private expression(): void {
    this.depth++;
    this.oneOf(
      () => this.operand(),
      () => this.operation(),
      () => {
        this.put('if');
        this.operation();
        this.put('then');
        this.expressionInParentheses();
        this.put('else');
        this.oneOf(
          () => this.operation(),
          () => {
            this.put('if');
            this.operation();
            this.put('then');
            this.operand();
            this.put('else');
            this.operand();
          },
        );
      },
    );
    this.depth--;
  }

  private expressionInParentheses(): void {
    this.put('(');
    this.expression();
    this.maybe(() => {
      this.put('with', 'u');
      this.value('=');
      this.maybe(() => {
        this.put(',', 'v');
        this.value('=');
      });
    });
    this.put(')');
  }

  /** Operands with `or` and `and`, comparisons and arithmetic between them. */
  private operation(): void {
    this.maybe(() => this.put('not'));
    this.arithmetic();
    this.maybe(() => {
      this.put(['<', '<=', '>', '>=', '==', '!='][this.pick(6)]!);
      this.arithmetic();
    });
    this.maybe(() => {
      this.put(this.pick(2) === 0 ? 'and' : 'or');
      this.operation();
    });
  }

  private arithmetic(): void {
    this.operand();
    for (let i = this.pick(6); i > 0; i--) {
      this.put(['+', '-', '*', '/', '%', '@', '^'][this.pick(7)]!);
      this.operand();
    }
  }

  private operand(): void {
    this.depth++;
    this.oneOf(
      () => this.name(),
      () => this.number(),
      () => this.text(),
      () => this.put('true'),
      () => {
        this.name();
        this.put('.');
        this.name();
      },
      () => {
        this.name();
        this.maybe(() => this.list('[', () => this.item(), ']', 1));
        this.arguments();
      },
      () => {
        this.name();
        this.list('[', () => this.item(), ']', 1);
      },
      () => {
        this.put(this.pick(2) === 0 ? '-' : '+');
        this.operand();
      },
      () => this.expressionInParentheses(),
      () => {
        this.expressionInParentheses();
        this.list('[', () => this.item(), ']', 1);
      },
      () => this.list('[', () => this.expression(), ']', 0, 5),
      () => this.list('[', () => this.number(), ']', 0, 60),
    );
    this.depth--;
  }
}

export const programs: fc.Arbitrary<string> = fc
  .array(fc.nat(2 ** 20), { minLength: 1, maxLength: 60, size: 'max' })
  .map((tape) => new Writer(tape).program());
