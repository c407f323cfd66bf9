import { shorten } from '../diagnostics/shorten.ts';
import type { Span } from '../diagnostics/span.ts';
import { axisDimension } from './axes.ts';
import { argumentsOf, familiesIn, visit } from './tree.ts';
import type { Axis, TypedDistribution, TypedExpression } from './typed-expression.ts';
import {
  isReported,
  type TypedModel,
  type TypedObserve,
  type TypedStatement,
} from './typed-model.ts';

/** One value of a model, or a term of its density, as a picture of the model shows it. */
export interface Influenced {
  /** Unique in the model. */
  readonly key: string;
  readonly label: string;
  /** Drawn from a distribution, computed from others, given with the data, or a `factor`. */
  readonly kind: 'drawn' | 'computed' | 'given' | 'factor';
  /** What it follows, where it is drawn: `Normal`, `mixture(Normal)`. */
  readonly distribution?: string;
  /** Its values are known before anything is inferred: data, and what follows from data alone. */
  readonly known: boolean;
  /** Reported beyond the parameters: an `output`. */
  readonly reported: boolean;
  /** The dimensions along which it varies, each once. */
  readonly dimensions: readonly string[];
  /** The statement that declares it. */
  readonly span: Span;
}

export interface Influences {
  /** In the order of the text. */
  readonly values: readonly Influenced[];
  /** From what is used to what uses it, each once, by key; one that uses earlier elements of itself points at itself. */
  readonly arrows: readonly { readonly from: string; readonly to: string }[];
  /** The dimensions that values have, with what the model says of their members: `power = degree`. */
  readonly dimensions: ReadonlyMap<string, string>;
}

/** What follows from what in a model. The weights of a network stand together as one value. */
export function influencesOf(model: TypedModel): Influences {
  const values = new Map<string, Influenced>();
  const arrows = new Map<string, { from: string; to: string }>();
  const point = (from: Iterable<string>, to: string): void => {
    for (const name of from) {
      const key = keyOf(name);
      if (key !== to || name === to) arrows.set(`${key} ${to}`, { from: key, to });
    }
  };
  for (const statement of model.statements) {
    if (statement.kind === 'dim') continue;
    if (statement.kind === 'observe') {
      const { observed, uses } = observedBy(statement, values);
      values.set(observed.key, observed);
      point(uses, observed.key);
      continue;
    }
    const value = describeValue(statement, values);
    values.set(value.key, value);
    point(usesOf(statement), value.key);
  }
  const shown = new Set([...values.values()].flatMap(({ dimensions }) => dimensions));
  return {
    values: [...values.values()],
    arrows: [...arrows.values()],
    dimensions: new Map([...shown].map((name) => [name, dimensionInWords(model, name)])),
  };
}

/** A network stands for its weights: `classify` for `classify.layer1.weight`. */
function keyOf(name: string): string {
  return name.split('.')[0]!;
}

type Declaring = Exclude<TypedStatement, { kind: 'dim' | 'observe' }>;

function describeValue(statement: Declaring, before: ReadonlyMap<string, Influenced>): Influenced {
  const { span } = statement;
  if (statement.kind === 'factor') {
    return {
      key: `factor ${span.start}`,
      label: 'factor',
      kind: 'factor',
      known: false,
      reported: false,
      dimensions: [],
      span,
    };
  }
  const { name, axes } = statement;
  const key = keyOf(name);
  const isNetwork = key !== name;
  const common = {
    key,
    label: key,
    reported: isReported(statement),
    dimensions: isNetwork ? [] : dimensionsOf(axes),
    span,
  };
  switch (statement.kind) {
    case 'data':
      return { ...common, kind: 'given', known: true };
    case 'param': {
      const count = isNetwork ? 'weights of a network' : describe(statement.prior);
      return { ...common, kind: 'drawn', distribution: count, known: false };
    }
    case 'let': {
      const known = [...variablesIn([statement.value])].every(
        (used) => used === name || before.get(keyOf(used))?.known,
      );
      return { ...common, kind: 'computed', known };
    }
    case 'output': {
      const { distribution } = statement;
      return distribution === undefined
        ? { ...common, kind: 'computed', known: false }
        : { ...common, kind: 'drawn', distribution: describe(distribution), known: false };
    }
  }
}

function usesOf(statement: Declaring): Set<string> {
  switch (statement.kind) {
    case 'data':
      return new Set();
    case 'param': {
      const { lower, upper, prior } = statement;
      const bounds = [lower, upper].filter((bound) => bound !== undefined);
      return variablesIn([...argumentsOf(prior), ...bounds]);
    }
    case 'let':
    case 'factor':
      return variablesIn([statement.value]);
    case 'output': {
      const { value, distribution } = statement;
      return variablesIn([
        ...(value === undefined ? [] : [value]),
        ...(distribution === undefined ? [] : argumentsOf(distribution)),
      ]);
    }
  }
}

/**
 * The value that an `observe` is about: the one on its left where that is all or some elements of it,
 * otherwise a value of its own that follows from those on the left.
 */
function observedBy(
  { left, leftText, distribution, span }: TypedObserve,
  before: ReadonlyMap<string, Influenced>,
): { observed: Influenced; uses: Iterable<string> } {
  const described = describe(distribution);
  const uses = variablesIn(argumentsOf(distribution));
  const onLeft = [...variablesIn([left])];
  const whole = wholeIn(left);
  const known = whole === undefined ? undefined : before.get(whole);
  if (known !== undefined) {
    const both = known.kind === 'drawn' && known.distribution !== described;
    return {
      observed: {
        ...known,
        kind: 'drawn',
        distribution: both ? `${known.distribution}, ${described}` : described,
      },
      uses,
    };
  }
  return {
    observed: {
      key: `observe ${span.start}`,
      label: shorten(leftText.replace(/\s+/g, ' ')),
      kind: 'drawn',
      distribution: described,
      known: true,
      reported: false,
      dimensions: dimensionsOf(left.axes),
      span,
    },
    uses: [...onLeft, ...uses],
  };
}

/** The name of the value of which an expression is all or some elements. */
function wholeIn(expression: TypedExpression): string | undefined {
  switch (expression.kind) {
    case 'variable':
      return expression.name;
    case 'rename':
      return wholeIn(expression.operand);
    case 'index': {
      const positions = expression.items.flatMap((item) =>
        item.kind === 'position' ? [item.value] : [],
      );
      return variablesIn(positions).size === 0 ? wholeIn(expression.target) : undefined;
    }
    default:
      return undefined;
  }
}

function variablesIn(expressions: readonly TypedExpression[]): Set<string> {
  const found = new Set<string>();
  const seen = new Set<TypedExpression>();
  for (const expression of expressions) {
    visit(
      expression,
      (part) => {
        if (part.kind === 'variable' || part.kind === 'observed') found.add(part.name);
      },
      seen,
    );
  }
  return found;
}

function dimensionsOf(axes: readonly Axis[]): string[] {
  return [...new Set(axes.flatMap((axis) => axisDimension(axis) ?? []))];
}

/** `Normal`, `mixture(Normal)`, `Normal or Cauchy`. */
function describe(distribution: TypedDistribution): string {
  if (distribution.kind === 'family') return distribution.name;
  const families = [...new Set(familiesIn(distribution).map(({ name }) => name))];
  return distribution.name === 'if'
    ? families.join(' or ')
    : `${distribution.name}(${families.join(', ')})`;
}

function dimensionInWords({ dimensions, source }: TypedModel, name: string): string {
  const dimension = dimensions.get(name);
  if (dimension === undefined || dimension.definition.kind === 'data') return name;
  if (dimension.definition.kind === 'labels')
    return `${name} (${dimension.definition.labels.length})`;
  const written = source.text.slice(dimension.nameSpan.end, dimension.span.end);
  return shorten(`${name} ${written.trim().replace(/\s+/g, ' ')}`);
}
