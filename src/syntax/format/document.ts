/**
 * A text that does not know yet where its lines end. A group stays on one line where it fits there,
 * otherwise a line ends at each of its own breaks (Wadler, "A prettier printer", 2003).
 */
import type { Gap } from './comments.ts';

export type Document = string | readonly Document[] | Group | Indent | Fill | Break;

/** On one line where it fits. */
interface Group {
  readonly kind: 'group';
  readonly content: Document;
}

/** Lines that start inside stand two columns further right. */
interface Indent {
  readonly kind: 'indent';
  readonly content: Document;
}

/** A line ends only where the next element does not fit, as words fill a paragraph. */
interface Fill {
  readonly kind: 'fill';
  readonly elements: readonly Document[];
  /** Between the elements: always one fewer. */
  readonly breaks: readonly Break[];
}

/** Where a line may end. */
export interface Break {
  readonly kind: 'break';
  /** What stands here while the line goes on. */
  readonly flat: '' | ' ';
  /** Whether an empty line that the text has here stays. */
  readonly keepsEmptyLine: boolean;
  /** Whether a line ends here in any case, or in no case. */
  ends?: 'always' | 'never';
  /** The comments that stand here. */
  gap?: Gap;
  /** Whether the comments stand deeper than what follows, which closes a bracket. */
  isBeforeClosing?: boolean;
}

export const group = (content: Document): Group => ({ kind: 'group', content });
export const indent = (content: Document): Indent => ({ kind: 'indent', content });

/** Whether a line ends inside in any case: `known` keeps what was found of parts. */
export function mustBreak(document: Document, known: Map<object, boolean>): boolean {
  if (typeof document === 'string') return false;
  if ('kind' in document && document.kind === 'break') return document.ends === 'always';
  let found = known.get(document);
  if (found === undefined) {
    found = partsOf(document).some((part) => mustBreak(part, known));
    known.set(document, found);
  }
  return found;
}

function partsOf(document: Exclude<Document, string | Break>): readonly Document[] {
  if (!('kind' in document)) return document;
  if (document.kind === 'fill') return [...document.elements, ...document.breaks];
  return [document.content];
}
