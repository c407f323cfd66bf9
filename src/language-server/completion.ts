import { layers } from '../layers/index.ts';
import { describeAxes } from '../semantics/axes.ts';
import { settingsOfTrained } from '../semantics/networks/settings.ts';
import { describeType } from '../semantics/value-types.ts';
import { type Cursor, cursorAt, type OpenBracket } from '../syntax/cursor.ts';
import type { Analysis } from './analysis.ts';
import {
  takesDimensionAsArgument,
  takesDimensions,
  vocabulary,
  type Word,
  wordsNamed,
} from './vocabulary.ts';
import { PLACED_WORDS } from './words.ts';

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
  if (before === '~' || choosesDistribution(cursor)) return distributionsHere();
  // a new name follows
  if (before === 'with' || (keyword === 'fun' && !cursor.words.includes('='))) return [];
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

/** After `then` and `else` of `~ if …`, and in the list of a mixture. */
function choosesDistribution({ before, brackets, words }: Cursor): boolean {
  if (brackets.length === 0 && (before === 'then' || before === 'else')) {
    return words[words.indexOf('~') + 1] === 'if';
  }
  const [list, mixture] = brackets.toReversed();
  return list?.sign === '[' && mixture?.owner === 'mixture' && mixture.commas > 0;
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
  labels.map((label) => {
    const known = PLACED_WORDS.find(({ name }) => name === label);
    return { label, kind: 'word', ...(known && { documentation: known.documentation }) };
  });

/** Words that can follow an operand. */
function joining({ keyword, words, brackets }: Cursor): Candidate[] {
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
    ...(brackets.at(-1)?.sign === '[' ? ['in'] : []),
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
  const layer = layers.get(inner.owner ?? '');
  if (layer === undefined) {
    return [...asWords('fan_in', 'fan_out'), ...expressions(analysis, cursor)];
  }
  const settings = Object.entries(layer.settings);
  if (before === '=') {
    const name = cursor.words.at(-2);
    if (name === 'activation') return ofKind('function');
    const definition = settings.find(([setting]) => setting === name)?.[1];
    if (definition?.kind === 'word') return asWords(...definition.words);
    const { values = [] } = PLACED_WORDS.find((word) => word.name === name) ?? {};
    return asWords(...values);
  }
  const takesDimension = settings.some(([, { kind }]) => kind === 'units' || kind === 'dimension');
  const isTrained = layer.trained !== undefined;
  return [
    ...(takesDimension ? dimensions(analysis, cursor) : []),
    ...[...settings.map(([name]) => name), ...settingsOfTrained(layer)].map(argument),
    ...(isTrained ? asWords('weights') : []),
    ...(layer.trained === 'weight and bias' ? asWords('biases') : []),
  ];
}

const argument = (name: string): Candidate => ({
  label: `${name} =`,
  kind: 'argument',
  insert: `${name} = `,
});

/** The names of arguments, of an equation's settings or of the bounds of a type. */
function argumentNames({ owner, commas }: OpenBracket, owners: readonly Word[]): string[] {
  if (owner === 'real' || owner === 'int') return ['lower', 'upper'];
  if (owner === 'ode') {
    const isBehind = commas > 3;
    return isBehind
      ? PLACED_WORDS.filter((word) => word.place === 'equation').map(({ name }) => name)
      : [];
  }
  return owners
    .filter(({ kind }) => kind !== 'function')
    .flatMap(({ parameters }) => parameters!.filter((name) => name !== 'distribution'));
}

function expressions(analysis: Analysis, cursor: Cursor): Candidate[] {
  const { scope } = analysis;
  const { statementStart, locals, brackets, before, keyword } = cursor;
  const inner = brackets.at(-1);
  const owners = wordsNamed(inner?.owner ?? '', 'distribution', 'combinator', 'function');
  const takesDistribution = owners.some(({ parameters }) => parameters!.includes('distribution'));
  if (inner?.owner === 'ode' && before === '=') {
    const { values = [] } = PLACED_WORDS.find(({ name }) => name === cursor.words.at(-2)) ?? {};
    if (values.length > 0) return asWords(...values);
  }
  const startsArgument = inner?.sign === '(' && (before === '(' || before === ',');
  const named = startsArgument ? argumentNames(inner, owners).map(argument) : [];
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
