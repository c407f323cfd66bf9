import { DataError } from '../diagnostics/diagnostic.ts';
import { SourceFile } from '../diagnostics/span.ts';

/** Deeper nesting is no data, and would overflow the stack. */
const DEEPEST = 100;

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /[+-]?[\p{L}_$][\p{L}\p{N}_$]*|[+-]?[.\d][\w.]*/uy;
/** All but quotes, backslashes and control characters. */
const PLAIN_TEXT = /[ !#-[\]-\u{10ffff}]*/uy;
const HEX = /[0-9a-fA-F]{4}/y;
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);

/**
 * JSON (RFC 8259), read here rather than by `JSON.parse` because people need the line and the column
 * of a slip in the same words on every engine, and a name given twice told rather than dropped.
 * Objects have no prototype, so `__proto__` is a name like any other.
 */
export class JsonParser {
  private readonly text: string;
  private readonly fileName: string;
  private at = 0;
  private depth = 0;

  constructor(text: string, fileName: string) {
    this.text = text;
    this.fileName = fileName;
  }

  parse(): unknown {
    this.skipSpace();
    if (this.at >= this.text.length) this.fail(0, 'The file is empty.');
    const value = this.value();
    this.skipSpace();
    if (this.at < this.text.length) {
      this.fail(this.at, `The data end here, but ${this.found()} follows.`);
    }
    return value;
  }

  private value(): unknown {
    const character = this.text[this.at];
    if (character === '{' || character === '[') {
      if (++this.depth > DEEPEST)
        this.fail(this.at, `The data are nested more than ${DEEPEST} deep.`);
      const value = character === '{' ? this.object() : this.array();
      this.depth--;
      return value;
    }
    if (character === '"') return this.string();
    const start = this.at;
    const number = this.match(NUMBER);
    if (number !== '' && !/[\w.]/.test(this.text[this.at] ?? '')) return Number(number);
    this.at = start;
    const word = this.match(WORD);
    if (word === 'true') return true;
    if (word === 'false') return false;
    if (word === 'null') return null;
    this.at = start;
    return this.fail(
      start,
      wordProblem(word) ?? `A value was expected, but ${this.found()} stands here.`,
    );
  }

  private array(): unknown[] {
    const values: unknown[] = [];
    const open = this.at++;
    this.skipSpace();
    if (this.take(']')) return values;
    for (;;) {
      values.push(this.value());
      this.skipSpace();
      if (this.take(']')) return values;
      this.separator(open, '[', ']');
      if (this.text[this.at] === ']')
        this.fail(this.at, 'A value was expected after the last comma.');
    }
  }

  private object(): Readonly<Record<string, unknown>> {
    const entries = Object.create(null) as Record<string, unknown>;
    const open = this.at++;
    this.skipSpace();
    if (this.take('}')) return entries;
    for (;;) {
      const start = this.at;
      if (this.text[start] === '}') this.fail(start, 'A name was expected after the last comma.');
      if (this.text[start] !== '"') {
        this.fail(start, `A name in double quotes was expected, but ${this.found()} stands here.`);
      }
      const name = this.string();
      if (Object.hasOwn(entries, name))
        this.fail(start, `The name ${JSON.stringify(name)} is given twice.`);
      this.skipSpace();
      if (!this.take(':'))
        this.fail(this.at, `A colon was expected after ${JSON.stringify(name)}.`);
      this.skipSpace();
      entries[name] = this.value();
      this.skipSpace();
      if (this.take('}')) return entries;
      this.separator(open, '{', '}');
    }
  }

  private separator(open: number, opening: string, closing: string): void {
    if (this.at >= this.text.length) {
      this.fail(open, `The \`${opening}\` that opens here is never closed with \`${closing}\`.`);
    }
    if (!this.take(',')) {
      this.fail(
        this.at,
        `A comma or \`${closing}\` was expected, but ${this.found()} stands here.`,
      );
    }
    this.skipSpace();
  }

  private string(): string {
    const start = this.at++;
    let value = '';
    for (;;) {
      value += this.match(PLAIN_TEXT);
      const character = this.text[this.at];
      if (character === undefined)
        this.fail(start, 'The text that starts here has no closing quote.');
      if (character === '"') {
        this.at++;
        return value;
      }
      if (character !== '\\') {
        const what =
          character === '\n' || character === '\r' ? 'a line break' : 'a control character';
        this.fail(
          this.at,
          `Text in quotes cannot hold ${what}; write it as an escape such as \\n.`,
        );
      }
      value += this.escape();
    }
  }

  private escape(): string {
    const start = this.at++;
    const letter = this.text[this.at++] ?? '';
    const simple = ESCAPES.get(letter);
    if (simple !== undefined) return simple;
    const hex = letter === 'u' ? this.match(HEX) : '';
    if (hex === '') this.fail(start, `\`\\${letter}\` is not an escape of JSON.`);
    return String.fromCharCode(Number.parseInt(hex, 16));
  }

  private match(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const matched = pattern.exec(this.text)?.[0] ?? '';
    this.at += matched.length;
    return matched;
  }

  private take(character: string): boolean {
    if (this.text[this.at] !== character) return false;
    this.at++;
    return true;
  }

  private skipSpace(): void {
    for (;;) {
      const code = this.text.charCodeAt(this.at);
      if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return;
      this.at++;
    }
  }

  /** What stands here, for a message. */
  private found(): string {
    const point = this.text.codePointAt(this.at);
    if (point === undefined) return 'the end of the file';
    const start = this.at;
    const word = this.match(WORD);
    this.at = start;
    return `\`${word === '' ? String.fromCodePoint(point) : word.slice(0, 40)}\``;
  }

  private fail(at: number, message: string): never {
    const { line, column } = new SourceFile(this.fileName, this.text).position(at);
    throw new DataError([
      { input: this.fileName, message: `${this.fileName}:${line}:${column}: ${message}` },
    ]);
  }
}

/** What is wrong with a word or a number that JSON does not know. */
function wordProblem(word: string): string | undefined {
  if (/^[+-]?(?:nan|na)$/i.test(word))
    return `JSON has no \`${word}\`; a missing value is \`null\`.`;
  if (/^[+-]?inf(?:inity)?$/i.test(word)) {
    return `JSON has no \`${word}\`, and data must be finite numbers.`;
  }
  if (/^none$/i.test(word)) return 'JSON writes a missing value as `null`.';
  if (/^(?:true|false)$/i.test(word))
    return `JSON writes \`${word}\` as \`${word.toLowerCase()}\`.`;
  if (/^[+-]?[.\d]/.test(word)) return `\`${word}\` is not a number as JSON writes it.`;
  return undefined;
}
