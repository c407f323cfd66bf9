import type { CompiledModel } from '../../api/compile.ts';
import { defaultEngine } from '../../api/engines.ts';
import type { Posterior } from '../../api/posterior.ts';
import { shorten } from '../../diagnostics/shorten.ts';
import type { SourceFile, Span } from '../../diagnostics/span.ts';
import { sizeOf } from '../../graph/node.ts';
import { canBeNonCentred } from '../../lowering/parameter.ts';
import type { DifferentiatedEquation } from '../../posterior/density.ts';
import { plateDiagram } from '../../report/diagram/plate-diagram.ts';
import { svgDocument } from '../../report/svg/picture.ts';
import { formatWithScale } from '../../report/terminal/format-number.ts';
import { cut, displayWidth, renderTable } from '../../report/terminal/table.ts';
import { wrap } from '../../report/terminal/wrap.ts';
import { describeAxes } from '../../semantics/axes.ts';
import { improperFamily } from '../../semantics/distribution-facts.ts';
import { type Influenced, influencesOf } from '../../semantics/influences.ts';
import type { TypedExpression } from '../../semantics/typed-expression.ts';
import { isReported, type TypedParam } from '../../semantics/typed-model.ts';
import { gradientTime } from '../gradient-time.ts';
import { bindOptions, modelOptions, readModel } from '../model-options.ts';
import { exit, type Terminal, UsageError } from '../terminal.ts';
import type { Verb } from '../verb.ts';
import { writeText } from '../write-text.ts';

export const inspect: Verb = {
  name: 'inspect',
  summary: 'dimensions, parameters, priors; with data also the compiled graph and the engine',
  usage: 'MODEL [--data FILE…] [--graph]',
  example: 'credence inspect models/radon/radon.bayes --data models/radon/radon.csv',
  options: {
    ...modelOptions,
    graph: { type: 'boolean', summary: 'instead: the model as a plate diagram, SVG' },
    out: { type: 'string', value: 'FILE', summary: 'of --graph; standard output unless said' },
  },

  async run(options, terminal) {
    const model = await readModel('inspect', options, terminal);
    if (options.flag('graph')) {
      await writeText(diagramOf(model, options.flag('json')), options, terminal);
      return exit.done;
    }
    if (options.text('out') !== undefined)
      throw new UsageError('--out is where the picture goes: inspect MODEL --graph --out FILE');
    const hasData = options.list('data').length > 0 || options.list('set').length > 0;
    const needsData = model.typed.statements.some(({ kind }) => kind === 'data');
    const posterior =
      hasData || !needsData ? await bindOptions(model, options, terminal) : undefined;
    const facts = { ...factsOfModel(model), ...(posterior && factsOfPosterior(posterior)) };
    if (options.flag('json')) terminal.out(`${JSON.stringify(facts, null, 2)}\n`);
    else print(facts, terminal, options.flag('quiet'));
    return exit.done;
  },
};

/** The plate diagram; as JSON its values and arrows. */
function diagramOf({ typed, title, source }: CompiledModel, asJson: boolean): string {
  const influences = influencesOf(typed);
  if (asJson) {
    const values = influences.values.map(({ span, ...value }) => value);
    return `${JSON.stringify({ model: title ?? source.name, values, arrows: influences.arrows }, null, 2)}\n`;
  }
  const statements = new Map(
    typed.statements.map((statement) => [statement.span.start, statement]),
  );
  const tooltipOf = ({ span }: Influenced): string => {
    const statement = statements.get(span.start);
    const written = source.text.slice(span.start, span.end);
    return statement !== undefined && 'documentation' in statement
      ? `${statement.documentation}\n${written}`
      : written;
  };
  return svgDocument(plateDiagram(influences, title ?? source.name, tooltipOf));
}

interface ParameterFacts {
  name: string;
  dimensions: string;
  prior: string;
  improper: boolean;
  /** The declared type cuts the prior's support, and the prior is renormalised. */
  truncated: boolean;
  /** The constraint is narrower than the prior, whose mass there is not known. */
  unnormalised: boolean;
  /** With data: why the prior does not integrate to 1. */
  whyUnnormalised?: string;
  /** Bounds as the model writes them. */
  lower?: string;
  upper?: string;
  /** With data; the form where there are two to choose from. */
  form?: string;
  coordinates?: number;
}

interface EquationFacts extends Omit<DifferentiatedEquation, 'origin'> {
  /** As the model writes it, and where. */
  text: string;
  line: number;
}

interface Facts {
  model: string;
  dimensions: { name: string; size?: number; labels?: readonly string[] }[];
  parameters: ParameterFacts[];
  outputs: string[];
  unconstrainedDimension?: number;
  graph?: { nodes: number; nodesSimplified: number; elements: number };
  /** How the solutions of differential equations are differentiated. */
  equations?: EquationFacts[];
  engine?: string;
  /** Of the module compiled for the density and its gradient. */
  moduleBytes?: number;
  microsecondsPerGradient?: number;
}

function factsOfModel({ typed, title, source }: CompiledModel): Facts {
  return {
    model: title ?? source.name,
    dimensions: [...typed.dimensions.keys()].map((name) => {
      const { size, labels } = typed.knownMembers.get(name) ?? {};
      return { name, ...(size !== undefined && { size }), ...(labels && { labels }) };
    }),
    parameters: typed.statements.flatMap((s) =>
      s.kind === 'param' ? [factsOfParameter(s, source)] : [],
    ),
    outputs: typed.statements.flatMap((s) => (isReported(s) ? [s.name] : [])),
  };
}

function factsOfParameter(declaration: TypedParam, source: SourceFile): ParameterFacts {
  const { name, axes, prior, truncation, lower, upper, renormalised } = declaration;
  const written = ({ span }: { readonly span: Span }): string =>
    source.text.slice(span.start, span.end).replace(/\s+/g, ' ');
  const bound = (end: TypedExpression): string => {
    if (end.kind === 'number') return String(end.value).replace('Infinity', 'inf');
    // of a prior chosen by a condition, whose text is that of the whole choice
    const isOfPrior = end.kind === 'if' && end.span === prior.span;
    return isOfPrior
      ? `if ${written(end.condition)} then ${bound(end.then)} else ${bound(end.else)}`
      : written(end);
  };
  return {
    name,
    dimensions: describeAxes(axes),
    prior: written(prior),
    improper: improperFamily(prior) !== undefined && renormalised !== 'zero-sum',
    unnormalised: renormalised === 'unknown',
    truncated: truncation !== undefined,
    ...(lower && { lower: bound(lower) }),
    ...(upper && { upper: bound(upper) }),
  };
}

function factsOfPosterior(asBound: Posterior): Partial<Facts> {
  const posterior = asBound.inChosenForms();
  const { typed, bound, lowered, dimension } = posterior;
  const density = posterior.density(defaultEngine().engine);
  const { size, engine, codeBytes } = density;
  return {
    dimensions: [...bound.dimensions.values()].map(({ name, size, labels }) => ({
      name,
      size,
      ...(labels && { labels }),
    })),
    parameters: lowered.parameters.map(({ declaration, unconstrainedShape, form, ...rest }) => ({
      ...factsOfParameter(declaration, typed.source),
      ...(rest.unnormalised && { whyUnnormalised: rest.unnormalised }),
      ...(canBeNonCentred(declaration) && { form }),
      coordinates: sizeOf(unconstrainedShape),
    })),
    unconstrainedDimension: dimension,
    graph: {
      nodes: size.nodes,
      nodesSimplified: size.nodesSimplified,
      elements: size.elements,
    },
    ...(size.equations.length > 0 && {
      equations: size.equations.map(({ origin = { start: 0, end: 0 }, ...equation }) => ({
        text: typed.source.text.slice(origin.start, origin.end).replace(/\s+/g, ' '),
        line: typed.source.position(origin.start).line,
        ...equation,
      })),
    }),
    engine: engine.name,
    ...(codeBytes !== undefined && { moduleBytes: codeBytes }),
    microsecondsPerGradient: gradientTime(density),
  };
}

function print(facts: Facts, terminal: Terminal, quiet: boolean): void {
  const { model, dimensions, parameters, outputs, graph, engine } = facts;
  const { moduleBytes, microsecondsPerGradient } = facts;
  const parts = [`${model}\n`];
  if (dimensions.length > 0) parts.push(dimensionTable(dimensions, terminal.width));
  if (parameters.length > 0)
    parts.push(parameterTable(parameters, graph !== undefined, terminal.width));
  for (const { name, whyUnnormalised } of parameters) {
    if (whyUnnormalised !== undefined) {
      parts.push(wrap(`${name} is not normalised: ${whyUnnormalised}`, terminal.width));
    }
  }
  if (outputs.length > 0) parts.push(wrap(`outputs: ${outputs.join(', ')}`, terminal.width));
  for (const equation of facts.equations ?? []) {
    parts.push(wrap(equationInWords(equation), terminal.width));
  }
  if (graph) {
    const module =
      moduleBytes === undefined ? '' : `, a module of ${threeDigits(moduleBytes / 1000)} KB`;
    const summary =
      `${facts.unconstrainedDimension} unconstrained coordinates; log density and gradient: ` +
      `${graph.nodesSimplified} graph nodes (${graph.nodes} before simplification), ` +
      `${graph.elements} numbers; engine: ${engine}${module}; ` +
      `${threeDigits(microsecondsPerGradient!)} µs per gradient`;
    parts.push(wrap(summary, terminal.width));
  } else if (!quiet) {
    parts.push('with --data also: sizes, forms, the compiled graph\n');
  }
  terminal.out(parts.join('\n'));
}

function equationInWords(equation: EquationFacts): string {
  const { text, line, method, states, unknowns } = equation;
  return `${shorten(text)} (line ${line}): ${method}, a state of ${states}; derivatives in ${unknowns} numbers by the adjoint of its steps`;
}

const threeDigits = (value: number): string => formatWithScale(value, value);

function dimensionTable(dimensions: Facts['dimensions'], width: number): string {
  const rows = dimensions.map(({ name, size, labels = [] }) => [
    name,
    size === undefined ? 'from data' : String(size),
    labels.slice(0, 4).join(', ') + (labels.length > 4 ? ', …' : ''),
  ]);
  const taken = [0, 1].reduce(
    (sum, k) => sum + 2 + Math.max(9, ...rows.map((row) => displayWidth(row[k]))),
    0,
  );
  return renderTable(
    [
      { title: 'dimension', align: 'left' },
      { title: 'size', align: 'right' },
      { title: 'members', align: 'left' },
    ],
    rows.map(([name, size, members]) => [name, size, cut(members, Math.max(12, width - taken))]),
  );
}

function parameterTable(parameters: Facts['parameters'], withData: boolean, width: number): string {
  const withForms = parameters.some(({ form }) => form !== undefined);
  const rows = parameters.map((parameter) => {
    const { name, dimensions, prior, improper, truncated, form, coordinates } = parameter;
    const { unnormalised, whyUnnormalised } = parameter;
    return [
      dimensions === '[]' ? name : name + dimensions,
      shorten(prior) +
        (improper ? ' (improper)' : '') +
        (truncated ? ' (truncated)' : '') +
        (unnormalised || (whyUnnormalised !== undefined && !improper) ? ' (not normalised)' : ''),
      rangeInWords(parameter),
      ...(withForms ? [form ?? ''] : []),
      ...(withData ? [String(coordinates)] : []),
    ];
  });
  const left = (title: string) => ({ title, align: 'left' as const });
  return renderTable(
    [
      left('parameter'),
      left('prior'),
      left('range'),
      ...(withForms ? [left('form')] : []),
      ...(withData ? [{ title: 'coordinates', align: 'right' as const }] : []),
    ],
    rows,
    width,
  );
}

function rangeInWords({ lower, upper }: ParameterFacts): string {
  if (lower === undefined) return upper === undefined ? '' : `below ${shorten(upper)}`;
  if (upper === undefined) return `above ${shorten(lower)}`;
  return `${shorten(lower)} to ${shorten(upper)}`;
}
