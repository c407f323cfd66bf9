import type { BoundData } from '../binding/bound-data.ts';
import { fingerprint } from '../binding/fingerprint.ts';
import { type DataInputs, inputsOf } from '../binding/inputs.ts';
import type { Table } from '../binding/table.ts';
import type { Note, Trace } from '../inference/method.ts';
import type { Quantity } from '../posterior/generated.ts';
import { type ArvizJson, arvizJson } from '../results/arviz.ts';
import { type Draws, elementCount } from '../results/draws.ts';
import { nameOfKey } from '../results/element-key.ts';
import { stanCsv } from '../results/stan-csv.ts';
import { type SummaryJson, type SummaryRow, summaryJson } from '../results/summary-table.ts';
import type { TypedModel } from '../semantics/typed-model.ts';
import { writeFitFolder } from '../storage/fit-folder.ts';
import { type Acquisition, type AcquisitionScore, acquireFrom } from './acquire.ts';
import type { DivergenceTrace } from './divergence-trace.ts';
import { evaluatePrediction } from './evaluate.ts';
import type { Evaluation } from './evaluation.ts';
import { accuracyOfFit, foreignLikelihood } from './fit-accuracy.ts';
import { type Nested, nest } from './nested.ts';
import { checkCount, checkNames, OptionError, type OptionNames } from './option-error.ts';
import { predictFrom } from './predict.ts';
import type { Prediction } from './prediction.ts';
import { accuracyFrom, type PredictiveAccuracy } from './predictive-comparison.ts';
import type { PlacedNormal } from './prior-fit.ts';
import { type FitOrigin, saveFit } from './saved-fit.ts';
import { bindForSimulation } from './simulation-data.ts';
import {
  type PredictOptions,
  type SimulateOptions,
  simulateOptionNames,
} from './simulation-run.ts';
import { tangentSpread } from './tangent-spread.ts';
import { fitTemperatures, type Temperatures } from './temperature.ts';

export interface Diagnostics {
  /** Whether the method stands by its result. */
  readonly trustworthy: boolean;
  readonly notes: readonly Note[];
  /** The method's figures by name: `logEvidence`, `elbo`, `paretoK`, … */
  readonly values: Readonly<Record<string, number>>;
  /**
   * Of `laplace` and `vi`: the Kullback-Leibler divergence of the fitted normal from the prior, in nats, by parameter
   * with a proper prior. Near 0 where the data say nothing of it.
   */
  readonly priorDivergence?: Readonly<Record<string, number>>;
  /** Of an ensemble: the seed and the figures of each fit, what it raised, and how its training predicted held-out data. */
  readonly members?: readonly ({ readonly seed: number } & Pick<
    Diagnostics,
    'values' | 'trace' | 'heldOutTrace'
  >)[];
  /** Of `vi`: how far it was from the prior at some of the steps, and of networks each of their layers. */
  readonly priorDivergenceTrace?: DivergenceTrace;
  /** Of `vi` and `mc-dropout`: what was maximised, at no more than 256 of the steps. */
  readonly trace?: Trace;
  /** Where held-out data were given: their negative log likelihood in nats an observation, at no more than 256 of the steps. */
  readonly heldOutTrace?: Trace;
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

export interface EvaluateOptions extends SimulateOptions {
  /** Rows of another kind, which predictions should know less of; what is observed may be left out. */
  readonly others?: DataInputs | Table;
}

export interface AcquireOptions extends SimulateOptions {
  /** `mutual-information` of classes and `variance` of numbers unless said. */
  readonly by?: AcquisitionScore;
  /** 10 unless said. */
  readonly count?: number;
  /** Of several things that are observed the one that is meant. */
  readonly outcome?: string;
}

const evaluateOptionNames: OptionNames<EvaluateOptions> = { ...simulateOptionNames, others: true };
const acquireOptionNames: OptionNames<AcquireOptions> = {
  ...simulateOptionNames,
  by: true,
  count: true,
  outcome: true,
};

/** Of a fit with more. */
const EVALUATION_DRAWS = 1000;
const ACQUISITION_DRAWS = 500;

export type QuantityKind = Quantity['kind'];

export interface FitParts {
  readonly model: string;
  readonly method: string;
  readonly engine: string;
  readonly seed: number;
  readonly draws: Draws;
  /** Their summary. */
  readonly rows: readonly SummaryRow[];
  /** Computes draws of a let on request; a fit that was read from a folder cannot. */
  readonly drawsOfLet: ((name: string) => Draws) | undefined;
  readonly quantities: readonly Pick<Quantity, 'name' | 'kind'>[];
  /** The model's text, the data's fingerprint and the options. */
  readonly origin: () => FitOrigin;
  readonly typed: () => TypedModel;
  /** The data of the fit; a fit that was read from a folder does not have them. */
  readonly bound: BoundData | undefined;
  readonly diagnostics: Diagnostics;
  readonly timing: Timing;
  /** By outcome, where held-out data gave some. */
  readonly temperatures?: Temperatures;
  /** Of draws that another program made, which come without their model and data. */
  readonly foreign?: {
    /** The log likelihood of each observation at each draw, where the draws have it. */
    readonly logLikelihood: readonly Float64Array[] | undefined;
  };
  /** The normal distribution that was fitted, where the method has one and it can be the prior of another fit. */
  readonly normal?: PlacedNormal;
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
  /** @internal */
  readonly parts: FitParts;

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
    const { quantities, drawsOfLet } = this.parts;
    const isLet = quantities.some((q) => q.kind === 'let' && q.name === name);
    const draws = isLet && drawsOfLet !== undefined ? drawsOfLet(name) : this.parts.draws;
    const { values, shape } = draws.column(name);
    const size = elementCount(shape);
    return Array.from({ length: draws.count }, (_, k) => nest(values, shape, k * size));
  }

  /**
   * Writes the fit into a folder, which is made where there is none: the model's text, a fingerprint of the data,
   * options, versions, draws and diagnostics. Whenever the writing is interrupted, the folder holds the fit of
   * before or this one, whole.
   *
   * @throws StorageError where the folder cannot be written; in a browser, which has no folders, an Error.
   */
  async save(folder: string): Promise<void> {
    const { quantities, draws, origin, temperatures, normal } = this.parts;
    const kinds = new Map(quantities.map(({ name, kind }) => [name, kind]));
    const saved = saveFit(this.toJSON(), origin(), draws, (name) => kinds.get(name)!, {
      ...(temperatures && { temperatures }),
      ...(normal && { normal }),
    });
    await writeFitFolder(folder, saved);
  }

  /**
   * What the model says, with these draws, of new data: draws of what each `observe` is about, and of the outputs.
   * Members that the fit knows keep their parameters, those of new members are drawn from their prior. What is
   * only observed may be left out of the data; where it is there, the draws are checked against it.
   *
   * @param data as for `bind`; the data of the fit where they are left out
   * @throws DataError for data that do not fit, OptionError where new members cannot be drawn.
   */
  async predict(data?: DataInputs | Table, options: SimulateOptions = {}): Promise<Prediction> {
    checkNames(options, simulateOptionNames);
    return this.predictBound(this.bindNew(data), options);
  }

  /**
   * How good the predictions of held-out data are: accuracy or error, log score, calibration; each figure with a 90%
   * interval. 1,000 draws are looked at unless said.
   *
   * @param data with what is observed
   * @throws DataError for data that do not fit, OptionError where they hold nothing of what is observed.
   */
  async evaluate(data: DataInputs | Table, options: EvaluateOptions = {}): Promise<Evaluation> {
    checkNames(options, evaluateOptionNames);
    const { others, ...rest } = { draws: EVALUATION_DRAWS, ...options };
    const bound = this.bindNew(data);
    const other = others === undefined ? undefined : this.bindNew(others);
    const prediction = await this.predictBound(bound, { ...rest, withLogDensities: true });
    const unusual = other && (await this.predictBound(other, rest));
    return evaluatePrediction(prediction, unusual, rest.seed ?? 1);
  }

  /**
   * The same fit with the temperatures at which its probabilities of classes are best on held-out data: all its
   * predictions are at them.
   *
   * @param data with what is observed, which neither the fit nor a later evaluation should have seen
   * @throws DataError for data that do not fit, OptionError where they hold no classes or no temperature is best.
   */
  async withTemperature(data: DataInputs | Table, options: SimulateOptions = {}): Promise<Fit> {
    checkNames(options, simulateOptionNames);
    const bound = this.bindNew(data);
    const plain = new Fit({ ...this.parts, temperatures: {} });
    const prediction = await plain.predictBound(bound, { draws: EVALUATION_DRAWS, ...options });
    return new Fit({
      ...this.parts,
      temperatures: fitTemperatures(prediction, fingerprint(bound)),
    });
  }

  /**
   * Which rows of a pool would teach the model most, once what they hold is observed (active learning). 500 draws are
   * looked at unless said.
   *
   * @param pool data without what is observed
   * @throws DataError for data that do not fit, OptionError where the score is not for what is observed.
   */
  async acquire(pool: DataInputs | Table, options: AcquireOptions = {}): Promise<Acquisition> {
    checkNames(options, acquireOptionNames);
    const { by, count = 10, outcome, seed = 1, ...rest } = options;
    checkCount('count', count);
    const prediction = await this.predictBound(this.bindNew(pool), {
      draws: ACQUISITION_DRAWS,
      seed,
      ...rest,
    });
    return acquireFrom(prediction, { by, count, outcome, seed });
  }

  /**
   * How well the fit predicts each of its observations from all others: leave-one-out cross-validation by
   * Pareto-smoothed importance sampling of its draws, and WAIC.
   *
   * @param data those of the fit, which a fit that was read from a folder does not hold
   * @throws DataError for data that do not fit, OptionError where they are not those of the fit, or its likelihood is not
   *   made of observations alone.
   */
  async leaveOneOut(
    data?: DataInputs | Table,
    options: Pick<SimulateOptions, 'signal'> = {},
  ): Promise<PredictiveAccuracy> {
    const { foreign, draws } = this.parts;
    if (foreign !== undefined) return accuracyFrom(foreignLikelihood(foreign), draws.chains);
    return accuracyOfFit(this.parts, this.bindNew(data), options);
  }

  /** By outcome, where held-out data gave some. */
  get temperatures(): Temperatures {
    return this.parts.temperatures ?? {};
  }

  private bindNew(data: DataInputs | Table | undefined): BoundData {
    const { bound } = this.parts;
    if (data === undefined && bound === undefined) {
      throw new OptionError('a fit that was read from a folder does not hold its data: give some');
    }
    const inputs = data && inputsOf(data);
    return inputs === undefined
      ? bound!
      : bindForSimulation(this.parts.typed(), inputs, this.parts.draws);
  }

  private predictBound(bound: BoundData, options: PredictOptions): Promise<Prediction> {
    const { draws, origin, typed, temperatures } = this.parts;
    const spread = tangentSpread(this.parts);
    return predictFrom(draws, origin().data, typed(), bound, options, temperatures, spread);
  }

  /** The draws as the JSON that ArviZ's `from_dict` takes, as keyword arguments. */
  toArviz(): ArvizJson {
    return arvizJson(this.parts.draws);
  }

  /** The draws as the text of CSV files in Stan's format, one a chain. */
  toStanCsv(): string[] {
    return stanCsv(this.parts.draws, { model: this.model, method: this.method, seed: this.seed });
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
