import { type DataInputs, inputsOf } from '../binding/inputs.ts';
import type { Table } from '../binding/table.ts';
import { type Diagnostic, DiagnosticSink, ModelError } from '../diagnostics/diagnostic.ts';
import { SourceFile } from '../diagnostics/span.ts';
import { check } from '../semantics/check.ts';
import type { TypedModel } from '../semantics/typed-model.ts';
import { parse } from '../syntax/parse.ts';
import { type BindOptions, bindModel, type Posterior } from './posterior.ts';
import type { Prediction } from './prediction.ts';
import { simulatePrior } from './simulate.ts';
import { bindForSimulation } from './simulation-data.ts';
import type { SimulateOptions } from './simulation-run.ts';

export interface CompileOptions {
  /** For messages; `model.bayes` where it is not known. */
  readonly fileName?: string;
}

/** A model without data: checked, ready to be bound. */
export class CompiledModel {
  readonly typed: TypedModel;

  constructor(typed: TypedModel) {
    this.typed = typed;
  }

  get source(): SourceFile {
    return this.typed.source;
  }

  get title(): string | undefined {
    return this.typed.title;
  }

  /** What is legal but suspect. */
  get warnings(): readonly Diagnostic[] {
    return this.typed.diagnostics;
  }

  /**
   * The posterior of this model given data.
   *
   * @param data values by name: numbers, nested arrays, typed arrays, arrays of labels, objects keyed by label; or a table, as `parseCsv` gives it
   * @throws DataError with every mismatch: which input, which row, what was expected.
   * @throws ModelError where the data reveal a fault of the model (a label that no member has).
   */
  bind(data: DataInputs | Table, options: BindOptions = {}): Posterior {
    return bindModel(this.typed, inputsOf(data), options);
  }

  /**
   * Draws of the parameters from their priors, and of all that follows from them: what each `observe` is about, and
   * the outputs.
   *
   * @param data as for `bind`; what is only observed may be left out
   * @throws DataError with every mismatch, OptionError for parameters from whose prior nothing can be drawn.
   */
  async simulate(
    data: DataInputs | Table = {},
    options: SimulateOptions = {},
  ): Promise<Prediction> {
    const inputs = inputsOf(data);
    return simulatePrior(this.typed, bindForSimulation(this.typed, inputs), options);
  }
}

/** Everything the compiler finds in a text, errors and warnings; the model where there are no errors. */
export function analyse(
  text: string,
  fileName = 'model.bayes',
): { source: SourceFile; diagnostics: readonly Diagnostic[]; model?: CompiledModel } {
  const source = new SourceFile(fileName, text);
  const sink = new DiagnosticSink();
  const { model, poisoned } = parse(source, sink);
  const typed = check(model, source, sink, poisoned);
  const diagnostics = sink.all();
  if (typed === undefined || sink.hasErrors) return { source, diagnostics };
  return { source, diagnostics, model: new CompiledModel({ ...typed, diagnostics }) };
}

/**
 * Compiles the text of a model.
 *
 * @throws ModelError with all its errors, each with a code, a message and a span.
 */
export function compile(text: string, options: CompileOptions = {}): CompiledModel {
  const { source, diagnostics, model } = analyse(text, options.fileName);
  if (model === undefined) throw new ModelError(source, diagnostics);
  return model;
}
