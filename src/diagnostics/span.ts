/** A half-open range of character offsets in one source text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A position as people count it: both from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** The smallest span that covers both. */
export function cover(first: Span, last: Span): Span {
  return { start: Math.min(first.start, last.start), end: Math.max(first.end, last.end) };
}

/** A source text with its name and the offsets at which its lines start. */
export class SourceFile {
  readonly name: string;
  readonly text: string;
  private readonly lineStarts: number[];

  constructor(name: string, text: string) {
    this.name = name;
    this.text = text;
    this.lineStarts = [0];
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      const isReturn = code === 13 && text.charCodeAt(i + 1) !== 10;
      if (code === 10 || isReturn) this.lineStarts.push(i + 1);
    }
  }

  position(offset: number): Position {
    let low = 0;
    let high = this.lineStarts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.lineStarts[middle] <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - this.lineStarts[low] + 1 };
  }

  /** The text of a line (from 1), without its line break. */
  line(number: number): string {
    const start = this.lineStarts[number - 1];
    const end = this.lineStarts[number] ?? this.text.length + 1;
    return this.text.slice(start, end - 1).replace(/\r$/, '');
  }
}
