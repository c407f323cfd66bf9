import type { Diagnostic } from '../src/diagnostics/diagnostic.ts';
import type { Span } from '../src/diagnostics/span.ts';
import { highlight } from '../src/report/html/highlight.ts';

/**
 * An editor of a model: a text field of the browser, with all that people and their aids expect of one, over the same
 * text in colours.
 */
export class Editor {
  private readonly field = document.createElement('textarea');
  private readonly colours = document.createElement('pre');
  private readonly numbers = document.createElement('pre');

  constructor(place: HTMLElement, onChange: () => void) {
    const { field, colours, numbers } = this;
    place.className = 'editor';
    numbers.className = 'numbers';
    for (const hidden of [numbers, colours]) hidden.setAttribute('aria-hidden', 'true');
    Object.assign(field, { spellcheck: false, autocapitalize: 'off', autocomplete: 'off' });
    field.setAttribute('aria-label', 'Model');
    field.wrap = 'off';
    const sheet = wrapped('sheet', wrapped('layers', colours, field));
    place.append(numbers, sheet);
    field.addEventListener('input', () => {
      this.draw();
      onChange();
    });
  }

  get text(): string {
    return this.field.value;
  }

  set text(text: string) {
    this.field.value = text;
    this.draw();
  }

  /** Underlines what diagnostics of the present text are about. */
  underline(diagnostics: readonly Diagnostic[]): void {
    this.draw();
    // warnings first: an error on the same place lies over them
    const ordered = diagnostics.toSorted((a, b) => b.severity.localeCompare(a.severity));
    for (const { span, severity } of ordered)
      mark(this.colours, visible(span, this.text.length), `squiggle ${severity}`);
  }

  /** Selects a part of the text and brings it into sight. */
  select({ start, end }: Span): void {
    this.field.focus();
    this.field.setSelectionRange(start, end);
  }

  private draw(): void {
    const { text } = this;
    // the empty line after a last line break is one too
    this.colours.innerHTML = `${highlight(text)}\n`;
    const count = text.split('\n').length;
    this.numbers.textContent = Array.from({ length: count }, (_, k) => k + 1).join('\n');
  }
}

function wrapped(name: string, ...children: readonly HTMLElement[]): HTMLElement {
  const element = document.createElement('div');
  element.className = name;
  element.append(...children);
  return element;
}

/** At least one character, so that there is something to see. */
function visible({ start, end }: Span, length: number): Span {
  if (end > start) return { start, end };
  return start < length ? { start, end: start + 1 } : { start: Math.max(0, start - 1), end: start };
}

/** Wraps a part of the text of an element, which may lie in several of its children. */
function mark(container: HTMLElement, { start, end }: Span, classes: string): void {
  const walker = document.createTreeWalker(container, NodeFilter.SHOW_TEXT);
  const parts: { readonly node: Text; readonly from: number; readonly to: number }[] = [];
  for (let at = 0; walker.nextNode() !== null; ) {
    const node = walker.currentNode as Text;
    const [from, to] = [Math.max(0, start - at), Math.min(node.length, end - at)];
    if (from < to) parts.push({ node, from, to });
    at += node.length;
  }
  for (const { node, from, to } of parts) {
    const range = document.createRange();
    range.setStart(node, from);
    range.setEnd(node, to);
    const span = document.createElement('span');
    span.className = classes;
    range.surroundContents(span);
  }
}
