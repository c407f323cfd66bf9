import type { CompiledModel } from '../../api/compile.ts';
import type { Posterior } from '../../api/posterior.ts';
import { referenceEngine } from '../../engines/reference/engine.ts';
import { sizeOf } from '../../graph/node.ts';
import { definitionOf } from '../../lowering/distribution.ts';
import { renderTable } from '../../report/terminal/table.ts';
import { describeAxes } from '../../semantics/axes.ts';
import { bindOptions, modelOptions, readModel } from '../model-options.ts';
import type { ParsedOptions } from '../options.ts';
import { exit, type Terminal } from '../terminal.ts';
import type { Verb } from '../verb.ts';

export const inspect: Verb = {
  name: 'inspect',
  summary: 'dimensions, parameters, priors; with data also the compiled graph and the engine',
  usage: 'MODEL [--data FILE…]',
  example: 'credence inspect models/radon/radon.bayes --data models/radon/radon.csv',
  options: modelOptions,

  async run(options, terminal) {
    const model = await readModel('inspect', options, terminal);
    const bound = options.list('data').length > 0 || options.list('set').length > 0;
    const posterior = bound ? await bindOptions(model, options, terminal) : undefined;
    const facts = { ...factsOfModel(model), ...(posterior && factsOfPosterior(posterior)) };
    if (options.flag('json')) terminal.out(`${JSON.stringify(facts, null, 2)}\n`);
    else print(facts, terminal, options);
    return exit.done;
  },
};

interface ParameterFacts {
  name: string;
  dimensions: string;
  prior: string;
  improper: boolean;
  /** With data. */
  form?: string;
  coordinates?: number;
  transform?: string;
}

interface Facts {
  model: string;
  dimensions: { name: string; size?: number; labels?: readonly string[] }[];
  parameters: ParameterFacts[];
  outputs: string[];
  unconstrainedDimension?: number;
  graph?: { nodes: number; nodesSimplified: number; elements: number };
  engine?: string;
}

function factsOfModel(model: CompiledModel): Facts {
  const { typed, source } = model;
  const parameters = typed.statements.flatMap((s) =>
    s.kind !== 'param'
      ? []
      : [
          {
            name: s.name,
            dimensions: describeAxes(s.axes),
            prior: source.text.slice(s.prior.span.start, s.prior.span.end),
            improper: definitionOf(s.prior).improper === true,
          },
        ],
  );
  return {
    model: model.title ?? source.name,
    dimensions: [...typed.dimensions.keys()].map((name) => ({ name })),
    parameters,
    outputs: typed.statements.flatMap((s) => (s.kind === 'output' ? [s.name] : [])),
  };
}

function factsOfPosterior(posterior: Posterior): Partial<Facts> {
  const { graph, simplified } = posterior.density(referenceEngine);
  const { typed, bound, lowered } = posterior;
  const text = (span: { start: number; end: number }): string =>
    typed.source.text.slice(span.start, span.end);
  return {
    dimensions: [...bound.dimensions.values()].map(({ name, size, labels }) => ({
      name,
      size,
      ...(labels && { labels }),
    })),
    parameters: lowered.parameters.map(({ declaration, shape, form, transform }) => ({
      name: declaration.name,
      dimensions: describeAxes(declaration.axes),
      prior: text(declaration.prior.span),
      improper: definitionOf(declaration.prior).improper === true,
      form,
      coordinates: sizeOf(shape),
      transform: transform.name,
    })),
    unconstrainedDimension: posterior.dimension,
    graph: {
      nodes: graph.nodes.length,
      nodesSimplified: simplified.nodes.length,
      elements: simplified.nodes.reduce((sum, node) => sum + sizeOf(node.shape), 0),
    },
    engine: referenceEngine.name,
  };
}

function print(facts: Facts, terminal: Terminal, options: ParsedOptions): void {
  terminal.out(`${facts.model}\n\n`);
  if (facts.dimensions.length > 0) {
    const rows = facts.dimensions.map(({ name, size, labels }) => [
      name,
      size === undefined ? 'from data' : String(size),
      labels === undefined ? '' : summarised(labels),
    ]);
    terminal.out(
      `${renderTable(
        [
          { title: 'dimension', align: 'left' },
          { title: 'size', align: 'right' },
          { title: 'members', align: 'left' },
        ],
        rows,
      )}\n`,
    );
  }
  const withData = facts.unconstrainedDimension !== undefined;
  const rows = facts.parameters.map((p) => [
    p.dimensions === '[]' ? p.name : p.name + p.dimensions,
    p.prior + (p.improper ? ' (improper)' : ''),
    ...(withData ? [p.form!, p.transform!, String(p.coordinates)] : []),
  ]);
  terminal.out(
    `${renderTable(
      [
        { title: 'parameter', align: 'left' },
        { title: 'prior', align: 'left' },
        ...(withData
          ? ([
              { title: 'form', align: 'left' },
              { title: 'constraint', align: 'left' },
              { title: 'coordinates', align: 'right' },
            ] as const)
          : []),
      ],
      rows,
    )}\n`,
  );
  if (facts.outputs.length > 0) terminal.out(`outputs: ${facts.outputs.join(', ')}\n`);
  if (facts.graph) {
    const { nodes, nodesSimplified, elements } = facts.graph;
    terminal.out(
      `${facts.unconstrainedDimension} unconstrained coordinates; log density and gradient: ${nodesSimplified} graph nodes ` +
        `(${nodes} before simplification), ${elements} numbers; engine: ${facts.engine}\n`,
    );
  } else if (!options.flag('quiet')) {
    terminal.out('with --data also: sizes, forms, the compiled graph\n');
  }
}

function summarised(labels: readonly string[]): string {
  const shown = labels.slice(0, 4).join(', ');
  return labels.length > 4 ? `${shown}, … (${labels.length})` : shown;
}
