import type { Span } from '../diagnostics/span.ts';
import { axesInWords } from '../semantics/axes.ts';
import type { Value } from '../semantics/scope.ts';
import type { TypedExpression } from '../semantics/typed-expression.ts';
import { describeType } from '../semantics/value-types.ts';
import type { Statement } from '../syntax/ast.ts';
import { cursorAt } from '../syntax/cursor.ts';
import type { Analysis } from './analysis.ts';
import { type Occurrence, occurrenceAt } from './occurrences.ts';
import { vocabulary, type Word } from './vocabulary.ts';
import { placedWord } from './words.ts';

export interface Hover {
  /** Markdown. */
  readonly text: string;
  readonly span: Span;
}

const LONGEST_CODE = 600;

/** What is known of the name at an offset. */
export function hoverAt(analysis: Analysis, offset: number): Hover | undefined {
  const occurrence = occurrenceAt(analysis.occurrences, offset);
  if (occurrence?.declaration !== undefined) {
    return { text: describe(analysis, occurrence), span: occurrence.span };
  }
  const { text } = analysis.source;
  const word = wordAround(text, offset);
  const cursor = word && cursorAt(text, word.start);
  if (word === undefined || cursor === undefined) return undefined;
  const name = text.slice(word.start, word.end);
  const isStatement = cursor.statementStart === word.start || cursor.atStart;
  const isType = cursor.before === ':' && cursor.brackets.length === 0;
  const inNetwork = cursor.keyword === 'network' && cursor.brackets.at(-1)?.sign === '{';
  const placed = placedWord(cursor, name);
  if (placed !== undefined) {
    return { text: `${code(placed.signature)}\n${placed.documentation}`, span: word };
  }
  const kinds: readonly Word['kind'][] = isStatement
    ? ['statement']
    : isType
      ? ['type', 'constraint']
      : inNetwork
        ? ['layer']
        : occurrence?.namespace === 'function'
          ? ['distribution', 'combinator', 'function', 'reduction']
          : ['constant', 'function'];
  const found = vocabulary.filter((entry) => entry.name === name && kinds.includes(entry.kind));
  if (found.length === 0) return undefined;
  const shown = found.map(({ signature, documentation }) => `${code(signature)}\n${documentation}`);
  return { text: shown.join('\n\n'), span: word };
}

const code = (text: string): string => `\`\`\`bayes\n${text}\n\`\`\``;

function wordAround(text: string, offset: number): Span | undefined {
  const isPart = (at: number): boolean => /[\p{L}\p{N}_]/u.test(text.charAt(at));
  let start = offset;
  let end = offset;
  while (start > 0 && isPart(start - 1)) start--;
  while (end < text.length && isPart(end)) end++;
  return end > start ? { start, end } : undefined;
}

function describe(analysis: Analysis, occurrence: Occurrence): string {
  const { namespace, name, walksOver, declaration } = occurrence;
  if (namespace === 'local') {
    return walksOver === undefined
      ? `\`${name}\` is known only in this statement.`
      : `\`${name}\` walks over the members of \`${walksOver}\`.`;
  }
  const statement = analysis.model.statements.find(
    ({ span }) => span.start <= declaration!.start && declaration!.end <= span.end,
  );
  const parts: string[] = [];
  if (statement !== undefined) {
    const written = analysis.source.text.slice(statement.span.start, statement.span.end);
    parts.push(
      code(written.length > LONGEST_CODE ? `${written.slice(0, LONGEST_CODE)}…` : written),
    );
    if (statement.documentation !== undefined) parts.push(statement.documentation);
  }
  parts.push(...inferred(analysis, occurrence, statement));
  return parts.join('\n\n');
}

/** What the compiler found out: dimensions, types, ranges, sizes. */
function inferred(
  { scope, typed }: Analysis,
  { namespace, name }: Occurrence,
  statement: Statement | undefined,
): string[] {
  if (namespace === 'dimension') {
    const dimension = scope.dimensions.get(name);
    if (dimension === undefined) return [];
    const { size, labels } = dimension;
    const shown = labels?.slice(0, 8).join(', ');
    const more = labels !== undefined && labels.length > 8 ? ', …' : '';
    if (shown !== undefined) return [`${labels!.length} members: ${shown}${more}`];
    return [size === undefined ? 'Its size comes from the data.' : `${size} members.`];
  }
  if (namespace === 'function') {
    const network = scope.functions.get(name)?.network;
    return network === undefined
      ? []
      : [`From [${network.inputs.join(', ')}] to [${network.output.join(', ')}].`];
  }
  const value = scope.values.get(name);
  if (value?.shape === undefined) return [];
  const declared = typed?.statements.find(
    (candidate) => candidate.kind === 'param' && candidate.name === name,
  );
  const range = declared?.kind === 'param' ? rangeInWords(declared.lower, declared.upper) : '';
  return [`\`${name}\`: ${describeValue(value)}${range}.`, ...stageInWords(value, statement)];
}

function describeValue({ shape }: Value): string {
  const { axes, type } = shape!;
  return `${axes.length === 0 ? 'one number' : axesInWords(axes)}, ${describeType(type)}`;
}

function rangeInWords(lower?: TypedExpression, upper?: TypedExpression): string {
  const [low, high] = [lower, upper].map((end) =>
    end?.kind === 'number' && Number.isFinite(end.value) ? String(end.value) : undefined,
  );
  if (low !== undefined && high !== undefined) return ` from ${low} to ${high}`;
  if (low !== undefined) return ` above ${low}`;
  return high === undefined ? '' : ` below ${high}`;
}

function stageInWords({ kind, shape }: Value, statement: Statement | undefined): string[] {
  const isComputed = statement?.kind === 'let' && kind === 'let';
  return isComputed && shape!.stage !== 'parameter' ? ['Computed from data alone, once.'] : [];
}
