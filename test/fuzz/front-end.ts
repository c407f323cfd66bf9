import { DiagnosticSink } from '../../src/diagnostics/diagnostic.ts';
import { renderDiagnostics } from '../../src/diagnostics/render.ts';
import { SourceFile } from '../../src/diagnostics/span.ts';
import { check } from '../../src/semantics/check.ts';
import { format } from '../../src/syntax/format/format.ts';
import { parse } from '../../src/syntax/parse.ts';
import { meaningOf } from '../syntax/helpers.ts';

/** Milliseconds of processor time that no text of this size may take. */
const LONGEST = 1000;

/**
 * What is wrong with what the front end makes of a text, in words; undefined where nothing is. Whatever the
 * text: it ends soon, nothing is thrown, there is a model or an error, messages speak of places in the
 * text and are complete, and a text that can be read has one layout that means the same.
 */
export function faultOf(text: string): string | undefined {
  const start = performance.now();
  const fault = faultOfResult(text);
  if (fault !== undefined || performance.now() - start < LONGEST) return fault;
  // the machine may have been busy with other work
  const before = process.cpuUsage();
  faultOfResult(text);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 > LONGEST ? 'takes more than a second' : undefined;
}

function faultOfResult(text: string): string | undefined {
  try {
    const source = new SourceFile('fuzz.bayes', text);
    const sink = new DiagnosticSink();
    const { model, poisoned } = parse(source, sink);
    // the same parser reads a text to lay it out
    const canBeRead = !sink.hasErrors;
    const typed = check(model, source, sink, poisoned);
    const fault = faultOfMessages(source, sink, typed !== undefined);
    return fault ?? (canBeRead ? faultOfLayout(text) : undefined);
  } catch (error) {
    const { message, stack = '' } = error as Error;
    const place = /\/((?:src|grammar)\/[\w/-]+\.ts)/.exec(stack)?.[1] ?? 'somewhere';
    return `throws in ${place}: ${message}`;
  }
}

function faultOfMessages(
  source: SourceFile,
  sink: DiagnosticSink,
  isModel: boolean,
): string | undefined {
  const { text } = source;
  const diagnostics = sink.all();
  const hasErrors = diagnostics.some(({ severity }) => severity === 'error');
  if (hasErrors === isModel) return 'has neither a model nor an error, or both';
  for (const { code, message, hint = '', span, related = [] } of diagnostics) {
    for (const { start, end } of [span, ...related.map((place) => place.span)]) {
      const isPlace = Number.isInteger(start) && start >= 0 && start <= end && end <= text.length;
      if (!isPlace) return `${code} is not at a place of the text`;
    }
    if (!/^[a-z]+(-[a-z]+)*$/.test(code)) return `the code ${code} is no words`;
    for (const said of [message, hint]) {
      // what the text says may be quoted
      const strange = /undefined|\[object|NaN|CstNode/.exec(said)?.[0];
      if (strange !== undefined && !text.includes(strange)) return `${code} says ${strange}`;
    }
  }
  renderDiagnostics(source, diagnostics);
  return undefined;
}

function faultOfLayout(text: string): string | undefined {
  const once = formatted(text);
  if (once === undefined) return 'can be read and not formatted';
  const twice = formatted(once);
  if (twice === undefined) return 'cannot be read once it is formatted';
  if (twice !== once) return 'is formatted differently once it is formatted';
  return meaningOf(once) === meaningOf(text) ? undefined : 'means something else formatted';
}

function formatted(text: string): string | undefined {
  return format(new SourceFile('fuzz.bayes', text), new DiagnosticSink());
}

/** A short text with the same fault: lines, then words, then characters are left out while it remains. */
export function shrink(text: string, fault: string): string {
  let shortest = text;
  for (const divider of [/(?<=\n)/, /(?<=\s)|(?=\s)|\b/, /(?:)/u]) {
    let parts = shortest.split(divider);
    for (let size = Math.ceil(parts.length / 2); size >= 1; size = Math.floor(size / 2)) {
      for (let at = 0; at < parts.length; ) {
        const fewer = parts.toSpliced(at, size);
        if (faultOf(fewer.join('')) === fault) parts = fewer;
        else at += size;
      }
    }
    shortest = parts.join('');
  }
  return shortest;
}
