import { displayWidth } from '../../diagnostics/display-width.ts';
import { type Break, type Document, mustBreak } from './document.ts';

/** The columns of a line, where words and signs allow it. */
const WIDTH = 100;
const STEP = 2;

/** A printed line; the comment at its end stands apart until those of its neighbours are aligned. */
interface Line {
  code: string;
  comment: string;
}

type Command =
  | { readonly column: number; readonly isFlat: boolean; readonly content: Document }
  | { readonly column: number; readonly fill: Extract<Document, { kind: 'fill' }>; at: number };

/** The text of a document, in lines of at most `WIDTH` columns where that is possible. */
export function print(document: Document): string {
  const printer = new Printer();
  printer.print(document);
  return join(printer.lines);
}

class Printer {
  readonly lines: Line[] = [{ code: '', comment: '' }];
  /** What is still to be printed, the next last. */
  private readonly commands: Command[] = [];
  private readonly broken = new Map<object, boolean>();

  print(document: Document): void {
    const { commands } = this;
    commands.push({ column: 0, isFlat: false, content: document });
    for (let command = commands.pop(); command !== undefined; command = commands.pop()) {
      if ('fill' in command) this.fillFrom(command);
      else this.put(command);
    }
  }

  private get line(): Line {
    return this.lines[this.lines.length - 1]!;
  }

  private put({ column, isFlat, content }: Exclude<Command, { fill: unknown }>): void {
    const { commands } = this;
    if (typeof content === 'string') {
      this.append(content);
    } else if (!('kind' in content)) {
      for (const part of content.toReversed()) commands.push({ column, isFlat, content: part });
    } else if (content.kind === 'indent') {
      commands.push({ column: column + STEP, isFlat, content: content.content });
    } else if (content.kind === 'group') {
      const inner = content.content;
      const stays = isFlat || (!mustBreak(inner, this.broken) && this.fits(inner, commands));
      commands.push({ column, isFlat: stays, content: inner });
    } else if (content.kind === 'fill') {
      commands.push({ column, fill: content, at: 0 });
    } else if (endsHere(content, isFlat)) {
      this.endLine(content, column);
    } else {
      this.append(content.flat);
    }
  }

  /** Prints an element of a paragraph, before it the end of a line where it does not fit. */
  private fillFrom({ column, fill, at }: Extract<Command, { fill: unknown }>): void {
    const { commands } = this;
    const content = fill.elements[at]!;
    const isLast = at + 1 === fill.elements.length;
    if (at > 0) {
      const between = fill.breaks[at - 1]!;
      const stays = this.fits([between.flat, content], isLast ? commands : []);
      if (endsHere(between, stays)) this.endLine(between, column);
      else this.append(between.flat);
    }
    if (!isLast) commands.push({ column, fill, at: at + 1 });
    commands.push({ column, isFlat: false, content });
  }

  private append(text: string): void {
    const { line } = this;
    if (text === ' ' && line.code.trim() === '') return;
    // a comment in the middle of a line stands apart from what is before it
    const before = line.code.at(-1) ?? ' ';
    line.code += text.startsWith('/*') && !/[\s([{]/.test(before) ? ` ${text}` : text;
  }

  /** Whether a document and what stands behind it, up to the next end of a line, fit into the line. */
  private fits(document: Document, behind: readonly Command[]): boolean {
    let rest = WIDTH - displayWidth(this.line.code);
    const waiting: { readonly content: Document; readonly isFlat: boolean }[] = [
      { content: document, isFlat: true },
    ];
    let next = behind.length;
    while (rest >= 0) {
      const entry = waiting.pop();
      if (entry === undefined) {
        const command = behind[--next];
        if (command === undefined || 'fill' in command) return true;
        waiting.push(command);
        continue;
      }
      const { content, isFlat } = entry;
      if (typeof content === 'string') {
        rest -= displayWidth(content);
      } else if (!('kind' in content)) {
        for (const part of content.toReversed()) waiting.push({ content: part, isFlat });
      } else if (content.kind === 'fill') {
        const parts = content.elements.flatMap((element, i) => [element, content.breaks[i] ?? '']);
        for (const part of parts.toReversed()) waiting.push({ content: part, isFlat });
      } else if (content.kind === 'break') {
        if (endsHere(content, isFlat)) return true;
        rest -= content.flat.length;
      } else {
        waiting.push({ content: content.content, isFlat });
      }
    }
    return false;
  }

  /** Ends a line, with the comments that stand here. */
  private endLine({ gap, keepsEmptyLine, isBeforeClosing }: Break, column: number): void {
    const { lines } = this;
    const emptyLine = (wanted: boolean): void => {
      if (wanted && keepsEmptyLine) lines.push({ code: '', comment: '' });
    };
    if (gap !== undefined) {
      this.line.comment = gap.trailing.join(' ');
      const before = ' '.repeat(column + (isBeforeClosing ? STEP : 0));
      for (const { text, followsEmptyLine } of gap.lines) {
        emptyLine(followsEmptyLine);
        lines.push({ code: before + text, comment: '' });
      }
      emptyLine(gap.endsWithEmptyLine);
    }
    lines.push({ code: ' '.repeat(column), comment: '' });
  }
}

function endsHere({ ends }: Break, isFlat: boolean): boolean {
  return ends === 'always' || (ends === undefined && !isFlat);
}

/** The comments at the ends of lines that follow each other start in one column. */
function join(lines: readonly Line[]): string {
  const printed: string[] = [];
  for (let start = 0; start < lines.length; ) {
    let end = start + 1;
    if (lines[start]!.comment !== '') while (lines[end]?.comment) end++;
    const run = lines
      .slice(start, end)
      .map(({ code, comment }) => ({ code: code.trimEnd(), comment }));
    const width = Math.max(...run.map(({ code }) => displayWidth(code)));
    for (const { code, comment } of run) {
      const space = ' '.repeat(width - displayWidth(code) + 2);
      printed.push(comment === '' ? code : code + space + comment);
    }
    start = end;
  }
  const text = printed.join('\n').trim();
  return text === '' ? '' : `${text}\n`;
}
