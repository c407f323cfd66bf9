import { describeAxes } from '../semantics/axes.ts';
import { describeType } from '../semantics/value-types.ts';
import { type Cursor, cursorAt } from '../syntax/cursor.ts';
import type { Analysis } from './analysis.ts';
import {
  takesDimensionAsArgument,
  takesDimensions,
  vocabulary,
  type Word,
  wordsNamed,
} from './vocabulary.ts';

export interface Candidate {
  readonly label: string;
  readonly kind: Word['kind'] | 'value' | 'dimension' | 'local' | 'argument' | 'word';
  /** Beside the label: a signature, dimensions, a type. */
  readonly detail?: string;
  readonly documentation?: string;
  /** Where it is not the label. */
  readonly insert?: string;
}

export interface Completion {
  /** The word that a candidate replaces. */
  readonly start: number;
  readonly candidates: readonly Candidate[];
}

/** What can be written at an offset: only what the place allows. */
export function complete(analysis: Analysis, offset: number): Completion {
  const cursor = cursorAt(analysis.source.text, offset);
  if (cursor === undefined) return { start: offset, candidates: [] };
  return { start: cursor.wordStart, candidates: candidatesAt(analysis, cursor) };
}

function candidatesAt(analysis: Analysis, cursor: Cursor): Candidate[] {
  const { keyword, before, brackets, atStart, afterOperand } = cursor;
  const inner = brackets.at(-1);
  if (atStart) return [...ofKind('statement'), ...joining(cursor)];
  if (keyword === 'network' && inner !== undefined) return inNetwork(analysis, cursor);
  if (afterOperand) return joining(cursor);
  if (before === keyword || before === '.') return keywordFollowers(analysis, cursor);
  if (before === 'in' || before === '->') return dimensions(analysis, cursor);
  if (before === '~') return distributionsHere();
  if (before === ':' && brackets.length === 0) return types(analysis, cursor);
  const inHead =
    inner?.sign === '[' &&
    brackets.length === 1 &&
    ['data', 'param', 'let', 'output'].includes(keyword ?? '') &&
    !cursor.words.some((word) => ['=', '~', ':'].includes(word));
  if (inHead || (inner?.sign === '[' && takesDimensions(inner.owner ?? ''))) {
    return dimensions(analysis, cursor);
  }
  if (inner?.sign === '(' && takesDimensionAsArgument(inner.owner ?? '')) {
    return dimensions(analysis, cursor);
  }
  return expressions(analysis, cursor);
}

/** After the keyword of a statement: what does not declare a name starts with an expression. */
function keywordFollowers(analysis: Analysis, cursor: Cursor): Candidate[] {
  const { keyword, before } = cursor;
  const startsExpression = before !== '.' && ['observe', 'factor'].includes(keyword ?? '');
  return startsExpression ? expressions(analysis, cursor) : [];
}

function ofKind(...kinds: Word['kind'][]): Candidate[] {
  return vocabulary.filter(({ kind }) => kinds.includes(kind)).map(candidateOf);
}

function candidateOf({ name, kind, signature, documentation }: Word): Candidate {
  return { label: name, kind, detail: signature, documentation };
}

const asWords = (...labels: string[]): Candidate[] =>
  labels.map((label) => ({ label, kind: 'word' }));

/** Words that can follow an operand. */
function joining({ keyword, words }: Cursor): Candidate[] {
  if (keyword === undefined || keyword === 'model' || keyword === 'dim') return [];
  if (keyword === 'data') {
    return words.includes(':') ? asWords('from', 'by') : [];
  }
  const hasIf = words.lastIndexOf('if') > words.lastIndexOf('then');
  const hasThen = words.includes('then');
  return asWords(
    'and',
    'or',
    ...(hasIf ? ['then'] : []),
    ...(hasThen ? ['else'] : []),
    'with',
    ...(keyword === 'observe' ? ['where'] : []),
    'in',
  );
}

function dimensions({ scope }: Analysis, { statementStart }: Cursor): Candidate[] {
  return [...scope.dimensions.values()]
    .filter(({ nameSpan }) => nameSpan.start < statementStart)
    .map(({ name, size, labels }) => ({
      label: name,
      kind: 'dimension',
      ...(size !== undefined && { detail: `${size} members` }),
      ...(labels !== undefined && { documentation: labels.join(', ') }),
    }));
}

function types(analysis: Analysis, cursor: Cursor): Candidate[] {
  return [
    ...ofKind('type'),
    ...(cursor.keyword === 'param' ? ofKind('constraint') : dimensions(analysis, cursor)),
  ];
}

function distributionsHere(): Candidate[] {
  return [...ofKind('distribution', 'combinator'), ...asWords('if')];
}

function inNetwork(analysis: Analysis, cursor: Cursor): Candidate[] {
  const { before, brackets } = cursor;
  const inner = brackets.at(-1)!;
  if (before === '~') return ofKind('distribution');
  if (inner.sign === '{') {
    return [...ofKind('layer'), ...asWords('residual', 'weights', 'biases')];
  }
  if (brackets.length === 1) return dimensions(analysis, cursor);
  if (before === '=') return ofKind('function');
  const layer = wordsNamed(inner.owner ?? '', 'layer')[0];
  if (layer === undefined) return expressions(analysis, cursor);
  return [
    ...dimensions(analysis, cursor),
    ...[...layer.parameters!, 'activation', 'bias', 'name'].map(argument),
    ...asWords('weights', 'biases'),
  ];
}

const argument = (name: string): Candidate => ({
  label: `${name} =`,
  kind: 'argument',
  insert: `${name} = `,
});

function expressions(analysis: Analysis, cursor: Cursor): Candidate[] {
  const { scope } = analysis;
  const { statementStart, locals, brackets, before, keyword } = cursor;
  const inner = brackets.at(-1);
  const owners = wordsNamed(inner?.owner ?? '', 'distribution', 'combinator', 'function');
  const takesDistribution = owners.some(({ parameters }) => parameters!.includes('distribution'));
  const named =
    inner?.sign === '(' && (before === '(' || before === ',')
      ? owners
          .filter(({ kind }) => kind !== 'function')
          .flatMap(({ parameters }) => parameters!.filter((name) => name !== 'distribution'))
          .map(argument)
      : [];
  const isFunction = keyword === 'fun';
  const values = isFunction
    ? []
    : [...scope.values.values()].filter(({ nameSpan }) => nameSpan.start < statementStart);
  return [
    ...named,
    ...locals.map((label): Candidate => ({ label, kind: 'local' })),
    ...values.map(({ name, kind, shape }): Candidate => {
      const detail =
        shape &&
        `${kind} ${name}${shape.axes.length === 0 ? '' : describeAxes(shape.axes)}: ${describeType(shape.type)}`;
      return { label: name, kind: 'value', detail: detail ?? kind };
    }),
    ...[...scope.functions.values()]
      .filter(({ nameSpan }) => nameSpan.start < statementStart)
      .map(({ name, statement }): Candidate => {
        const parameters = statement?.parameters.map(({ text }) => text) ?? ['…'];
        return { label: name, kind: 'function', detail: `${name}(${parameters.join(', ')})` };
      }),
    ...ofKind('function', 'reduction', 'constant'),
    ...(takesDistribution ? ofKind('distribution', 'combinator') : []),
    ...asWords('if', 'not', 'true', 'false'),
  ];
}
