import type { Note } from '../inference/method.ts';
import type { Quantity } from '../posterior/generated.ts';
import { type Draws, elementCount } from '../results/draws.ts';
import { nameOfKey } from '../results/element-key.ts';
import { type SummaryJson, type SummaryRow, summaryJson } from '../results/summary-table.ts';
import { type Nested, nest } from './nested.ts';

export interface Diagnostics {
  /** Whether the method stands by its result. */
  readonly trustworthy: boolean;
  readonly notes: readonly Note[];
  /** The method's figures by name: `logEvidence`, `elbo`, `paretoK`, … */
  readonly values: Readonly<Record<string, number>>;
}

export interface Timing {
  /** From the text to a gradient ready to run. */
  readonly compileMs: number;
  readonly runMs: number;
}

/** What `--json` prints: see the interface's contract. */
export interface FitJson {
  readonly model: string;
  readonly method: string;
  readonly engine: string;
  readonly seed: number;
  readonly parameters: Readonly<Record<string, SummaryJson>>;
  readonly outputs: Readonly<Record<string, SummaryJson>>;
  readonly diagnostics: Diagnostics;
  readonly timing: Timing;
}

export interface FitParts {
  readonly model: string;
  readonly method: string;
  readonly engine: string;
  readonly seed: number;
  readonly draws: Draws;
  /** Their summary. */
  readonly rows: readonly SummaryRow[];
  /** Computes draws of a let on request. */
  readonly drawsOfLet: (name: string) => Draws;
  readonly quantities: readonly Quantity[];
  readonly diagnostics: Diagnostics;
  readonly timing: Timing;
}

/** Draws from an approximation of a posterior, with what is known of their quality. */
export class Fit {
  readonly model: string;
  /** The method that gave the draws, also where `auto` was asked for. */
  readonly method: string;
  readonly engine: string;
  readonly seed: number;
  readonly diagnostics: Diagnostics;
  readonly timing: Timing;
  private readonly parts: FitParts;

  constructor(parts: FitParts) {
    this.parts = parts;
    this.model = parts.model;
    this.method = parts.method;
    this.engine = parts.engine;
    this.seed = parts.seed;
    this.diagnostics = parts.diagnostics;
    this.timing = parts.timing;
  }

  /** One row an element of every parameter and output, in the order of the model. */
  summary(): readonly SummaryRow[] {
    return this.parts.rows;
  }

  /**
   * The draws of a parameter, an output or a let: one entry a draw, a number or nested arrays.
   *
   * @throws RangeError where the model has no such name.
   */
  draws(name: string): Nested[] {
    const isLet = this.parts.quantities.some((q) => q.kind === 'let' && q.name === name);
    const draws = isLet ? this.parts.drawsOfLet(name) : this.parts.draws;
    const { values, shape } = draws.column(name);
    const size = elementCount(shape);
    return Array.from({ length: draws.count }, (_, k) => nest(values, shape, k * size));
  }

  toJSON(): FitJson {
    const { model, method, engine, seed, diagnostics, timing } = this;
    const rowsOf = (kind: Quantity['kind']): Record<string, SummaryJson> => {
      const names = new Set(
        this.parts.quantities.filter((q) => q.kind === kind).map((q) => q.name),
      );
      return summaryJson(this.summary().filter(({ key }) => names.has(nameOfKey(key))));
    };
    const parameters = rowsOf('parameter');
    const outputs = rowsOf('output');
    return { model, method, engine, seed, parameters, outputs, diagnostics, timing };
  }
}
