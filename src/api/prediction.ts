import type { BoundData } from '../binding/bound-data.ts';
import type { Quantity } from '../posterior/generated.ts';
import { namesOf } from '../posterior/labels.ts';
import type { Outcome, Simulation } from '../posterior/simulation.ts';
import { type DrawColumn, Draws, elementCount } from '../results/draws.ts';
import { type PredictiveCheck, predictiveCheck } from '../results/predictive-check.ts';
import {
  type SummaryJson,
  type SummaryRow,
  summaryJson,
  summaryTable,
} from '../results/summary-table.ts';
import { axisDimension } from '../semantics/axes.ts';
import { type Nested, nest } from './nested.ts';
import type { Temperatures } from './temperature.ts';
import type { Uncertainty, UncertaintyCollector } from './uncertainty.ts';

/** What `--json` prints of a simulation or a prediction. */
export interface PredictionJson {
  readonly model: string;
  readonly seed: number;
  readonly parameters?: Readonly<Record<string, SummaryJson>>;
  readonly observed: Readonly<Record<string, SummaryJson>>;
  /** By element: a variance or an entropy, split; only after a fit. */
  readonly uncertainty?: Readonly<Record<string, Omit<Uncertainty, 'key'>>>;
  readonly outputs: Readonly<Record<string, SummaryJson>>;
  /** Posterior predictive p-values by quantity, where the data hold what was observed. */
  readonly checks: Readonly<Record<string, PredictiveCheck>>;
  readonly notes: readonly string[];
}

export interface PredictionParts {
  readonly model: string;
  readonly seed: number;
  readonly simulation: Pick<Simulation, 'parameters' | 'outcomes' | 'outputs'>;
  readonly draws: Draws;
  /** Whether parameters were given; then what was drawn can be checked against the data. */
  readonly isPosterior: boolean;
  /** Whether the parameters were found from these very data. */
  readonly isDataOfFit?: boolean;
  /** Of what is observed, given the parameters of the draws. */
  readonly given: readonly UncertaintyCollector[];
  /** Where asked for: log predictive densities of the observed events, by outcome. */
  readonly logDensities?: ReadonlyMap<string, Float64Array>;
  /** Of outcomes: what their predictive probabilities are at. */
  readonly temperatures?: Temperatures;
  readonly notes: readonly string[];
}

/** Draws of what a model says of data: of each `observe`, of outputs, and before any fit of parameters. */
export class Prediction {
  readonly model: string;
  readonly seed: number;
  readonly notes: readonly string[];
  /** Posterior predictive p-values by quantity, where the data hold what was observed. */
  readonly checks: Readonly<Record<string, PredictiveCheck>>;
  /** @internal */
  readonly parts: PredictionParts;

  constructor(parts: PredictionParts) {
    this.parts = parts;
    this.model = parts.model;
    this.seed = parts.seed;
    this.notes = parts.notes;
    this.checks = parts.isPosterior ? checksOf(parts) : {};
  }

  /**
   * What is uncertain of each observed value: noise (aleatoric) and parameters (epistemic). One row an element that
   * follows a distribution of single numbers or of classes; nothing before a fit.
   */
  get uncertainty(): readonly Uncertainty[] {
    return this.parts.given.flatMap((outcome) => outcome.rows());
  }

  /** One row an element; of what is observed only elements that the `observe` is about. */
  summary(): readonly SummaryRow[] {
    return this.names.flatMap((name) => this.rowsOf(name));
  }

  /**
   * The draws of one quantity: one entry a draw, a number or nested arrays.
   *
   * @throws RangeError where there is no such name.
   */
  draws(name: string): Nested[] {
    const { values, shape } = this.parts.draws.column(name);
    const size = elementCount(shape);
    return Array.from({ length: this.parts.draws.count }, (_, k) => nest(values, shape, k * size));
  }

  /** Names of the quantities, in the order of the summary. */
  get names(): readonly string[] {
    return [...this.parts.draws.columns.keys()];
  }

  toJSON(): PredictionJson {
    const { simulation, isPosterior } = this.parts;
    const rowsOf = (quantities: readonly { readonly name: string }[]) =>
      summaryJson(quantities.flatMap(({ name }) => this.rowsOf(name)));
    return {
      model: this.model,
      seed: this.seed,
      ...(!isPosterior && { parameters: rowsOf(simulation.parameters) }),
      observed: rowsOf(simulation.outcomes),
      ...(isPosterior && {
        uncertainty: Object.fromEntries(this.uncertainty.map(({ key, ...rest }) => [key, rest])),
      }),
      outputs: rowsOf(simulation.outputs),
      checks: this.checks,
      notes: this.notes,
    };
  }

  private rowsOf(name: string): readonly SummaryRow[] {
    const { draws, simulation } = this.parts;
    const column = [draws.column(name)];
    const rows = summaryTable(new Draws(draws.count, column, undefined, draws.statistics));
    const included = simulation.outcomes.find((outcome) => outcome.name === name)?.included;
    return included === undefined ? rows : rows.filter((_, k) => included[k] === 1);
  }
}

/** An empty column for the draws of a quantity. */
export function emptyColumn(
  quantity: Quantity | Outcome,
  count: number,
  bound: BoundData,
): DrawColumn {
  const { name, axes, shape } = quantity;
  const labels = axes.map((axis, k) => {
    const own = bound.dimensions.get(axisDimension(axis) ?? '')?.labels;
    const first = 'first' in quantity ? quantity.first[k] : 1;
    if (own !== undefined) return own.slice(first - 1, first - 1 + shape[k]);
    // positions in the model, where they are not those in the draws
    return first === 1 ? undefined : Array.from({ length: shape[k] }, (_, m) => String(first + m));
  });
  return {
    name,
    shape,
    labels,
    dimensions: namesOf(axes),
    values: new Float64Array(count * elementCount(shape)),
  };
}

function checksOf({ simulation, draws }: PredictionParts): Record<string, PredictiveCheck> {
  const checks = simulation.outcomes.flatMap(({ name, observed }) => {
    const check = observed && predictiveCheck(observed, draws.column(name).values);
    return check === undefined ? [] : [[name, check] as const];
  });
  return Object.fromEntries(checks);
}
