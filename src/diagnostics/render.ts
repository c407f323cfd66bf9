import type { Diagnostic, Severity } from './diagnostic.ts';
import { characterWidth } from './display-width.ts';
import type { SourceFile, Span } from './span.ts';

export interface RenderOptions {
  /** Whether to colour with ANSI escape sequences; no by default. */
  readonly color?: boolean;
}

const COLORS: Readonly<Record<Severity | 'help' | 'frame', string>> = {
  error: '\x1b[1;31m',
  warning: '\x1b[1;33m',
  note: '\x1b[1;36m',
  help: '\x1b[1;32m',
  frame: '\x1b[1;34m',
};
const RESET = '\x1b[0m';
const TAB_WIDTH = 4;
const LONGEST_LINE = 120;

type Paint = (kind: keyof typeof COLORS, text: string) => string;

/**
 * One diagnostic as text for people: the message, the place, the source line with the offending
 * text underlined, related places and the hint. Ends without a line break.
 */
export function renderDiagnostic(
  source: SourceFile,
  diagnostic: Diagnostic,
  options: RenderOptions = {},
): string {
  const paint: Paint = (kind, text) => (options.color ? `${COLORS[kind]}${text}${RESET}` : text);
  const { severity, code, message, span, related = [], hint } = diagnostic;
  const lines = [
    `${paint(severity, `${severity}[${code}]`)}: ${message}`,
    ...excerpt(source, span, severity, paint),
  ];
  for (const place of related) {
    lines.push(`${paint('note', 'note')}: ${place.message}`);
    lines.push(...excerpt(source, place.span, 'note', paint));
  }
  if (hint !== undefined) lines.push(`${paint('help', 'help')}: ${hint}`);
  return lines.join('\n');
}

/** All diagnostics, an empty line between two, and at the end how many there are of each kind. */
export function renderDiagnostics(
  source: SourceFile,
  diagnostics: readonly Diagnostic[],
  options: RenderOptions = {},
): string {
  if (diagnostics.length === 0) return '';
  const texts = diagnostics.map((diagnostic) => renderDiagnostic(source, diagnostic, options));
  const kinds: readonly Severity[] = ['error', 'warning', 'note'];
  const counts = kinds
    .map((kind) => ({ kind, count: diagnostics.filter((d) => d.severity === kind).length }))
    .filter(({ count }) => count > 0)
    .map(({ kind, count }) => `${count} ${kind}${count === 1 ? '' : 's'}`);
  return [...texts, counts.join(', ')].join('\n\n');
}

/** ` --> file:line:column`, then the line and its underline. */
function excerpt(source: SourceFile, span: Span, kind: Severity, paint: Paint): string[] {
  const start = source.position(span.start);
  const end = source.position(Math.max(span.start, span.end - 1));
  const text = source.line(start.line);
  const first = start.column - 1;
  const last = end.line > start.line ? text.length : first + (span.end - span.start);
  const shown = layOut(text, Math.min(first, text.length), Math.min(last, text.length));
  const number = String(start.line);
  const gutter = ' '.repeat(number.length);
  const continued = end.line > start.line ? ` to line ${end.line}` : '';
  const underline = `${'^'.repeat(Math.max(1, shown.width))}${continued}`;
  const line = `${paint('frame', `${number} |`)} ${shown.text}`;
  return [
    `${gutter}${paint('frame', '-->')} ${source.name}:${start.line}:${start.column}`,
    `${gutter} ${paint('frame', '|')}`,
    shown.text === '' ? line.trimEnd() : line,
    `${gutter} ${paint('frame', '|')} ${' '.repeat(shown.column)}${paint(kind, underline)}`,
  ];
}

interface Layout {
  readonly text: string;
  /** The terminal column where the underline starts, and how many columns it takes. */
  readonly column: number;
  readonly width: number;
}

/**
 * Lays a source line out in terminal columns: tabs become spaces, control characters become U+FFFD
 * (so that no text can steer the terminal), and a very long line is cut to the part around the span.
 */
function layOut(line: string, first: number, last: number): Layout {
  const cells: { shown: string; width: number; offset: number }[] = [];
  let column = 0;
  let offset = 0;
  for (const character of line) {
    const isTab = character === '\t';
    const width = isTab ? TAB_WIDTH - (column % TAB_WIDTH) : characterWidth(character);
    const shown = isTab
      ? ' '.repeat(width)
      : /\p{Cc}|\p{Cf}/u.test(character)
        ? '\ufffd'
        : character;
    cells.push({ shown, width: shown === '\ufffd' ? 1 : width, offset });
    column += shown === '\ufffd' ? 1 : width;
    offset += character.length;
  }
  const total = column;
  let from = 0;
  let to = cells.length;
  if (total > LONGEST_LINE) {
    const focus = cells.findIndex((cell) => cell.offset >= first);
    const centre = focus < 0 ? cells.length : focus;
    from = Math.max(0, Math.min(centre - LONGEST_LINE / 3, cells.length - LONGEST_LINE));
    from = Math.floor(from);
    to = Math.min(cells.length, from + LONGEST_LINE);
  }
  const visible = cells.slice(from, to);
  const widthOf = (low: number, high: number): number =>
    visible.reduce((sum, c) => (c.offset >= low && c.offset < high ? sum + c.width : sum), 0);
  const before = from > 0 ? '…' : '';
  return {
    text: before + visible.map((c) => c.shown).join('') + (to < cells.length ? '…' : ''),
    column: before.length + widthOf(0, first),
    width: widthOf(first, last),
  };
}
