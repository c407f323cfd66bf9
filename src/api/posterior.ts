import type { GraphModel } from '@tensorflow/tfjs-converter';
import type { io } from '@tensorflow/tfjs-core';
import { bind } from '../binding/bind.ts';
import type { BoundData } from '../binding/bound-data.ts';
import { type Diagnostic, NumericalError } from '../diagnostics/diagnostic.ts';
import type { Engine } from '../engines/engine.ts';
import type { NaNOrigin } from '../engines/reference/first-nan.ts';
import type { DensityOp } from '../engines/tfjs/density-op.ts';
import type { SavedModel } from '../engines/tfjs/export.ts';
import { BatchLowering, type TrainedParts } from '../lowering/batch.ts';
import type { EarlierNormal } from '../lowering/earlier-posterior.ts';
import { type LoweredModel, lowerModel } from '../lowering/model.ts';
import type { Form } from '../lowering/parameter.ts';
import { BatchedDensity } from '../posterior/batched-density.ts';
import { type StoredData, storedData } from '../posterior/bound-values.ts';
import { checkValues } from '../posterior/check-values.ts';
import { Coordinates } from '../posterior/coordinates.ts';
import { Density } from '../posterior/density.ts';
import { evaluateData } from '../posterior/evaluate-data.ts';
import { Generated } from '../posterior/generated.ts';
import { NetworkTraining } from '../posterior/network-training.ts';
import { type UnnormalisedPart, unnormalisedParts } from '../posterior/normalisation.ts';
import { priorScaleWarnings } from '../posterior/prior-scale.ts';
import { Random } from '../random/random.ts';
import type { LayerNode } from '../semantics/typed-expression.ts';
import type { TypedModel } from '../semantics/typed-model.ts';
import { checkBatch } from './batch.ts';
import { type ChosenForm, chooseForms } from './choose-forms.ts';
import { defaultEngine } from './engines.ts';
import type { Evidence } from './evidence.ts';
import type { Fit } from './fit.ts';
import type { FitOptions } from './fit-options.ts';
import { fixParameter } from './fix-parameter.ts';
import { checkForms } from './forms.ts';
import { densityOpOf, type GraphOptions, graphModelOf, savedGraphOf } from './graph-model.ts';
import { type Nested, nest } from './nested.ts';
import { checkNames } from './option-error.ts';
import { quotePlace } from './place.ts';
import { type EvidenceOptions, runEvidence } from './run-evidence.ts';
import { runFit } from './run-fit.ts';
import { scalePrior } from './scale-prior.ts';

export interface BindOptions {
  /** How named parameters are drawn, where the compiler's choice should be another. */
  readonly forms?: Readonly<Record<string, Form>>;
}

/** Binds data to a checked model: see `CompiledModel.bind`. */
export function bindModel(
  typed: TypedModel,
  data: Readonly<Record<string, unknown>>,
  options: BindOptions,
): Posterior {
  checkNames(options, { forms: true });
  const started = performance.now();
  const asked = checkForms(typed, options.forms ?? {});
  const bound = storedData(
    bind(typed, data, (expression, soFar) => evaluateData(typed, expression, soFar)),
  );
  const lowered = lowerModel(typed, bound, asked);
  checkValues(typed, lowered);
  return new Posterior(typed, bound, lowered, {
    asked,
    compileMs: performance.now() - started,
  });
}

/** How a posterior came about. */
interface Making {
  /** Forms that were asked for, by parameter. */
  readonly asked: ReadonlyMap<string, Form>;
  /** How long binding and lowering took. */
  readonly compileMs: number;
  /** The posterior of an earlier fit that stands in place of the priors. */
  readonly earlier?: EarlierNormal;
}

/** A model with its data: the density of its parameters given what was observed. */
export class Posterior {
  readonly typed: TypedModel;
  readonly bound: StoredData;
  readonly lowered: LoweredModel;
  readonly coordinates: Coordinates;
  private readonly making: Making;
  private inOtherForms: Posterior | undefined;
  private chosenForms: ReadonlyMap<string, ChosenForm> | undefined;
  /** Of all but fits that choose another. */
  readonly engine = defaultEngine().engine;
  private readonly densities = new Map<Engine, Density>();
  private generatedQuantities: Generated | undefined;

  constructor(typed: TypedModel, bound: StoredData, lowered: LoweredModel, making: Making) {
    this.making = making;
    this.typed = typed;
    this.bound = bound;
    this.lowered = lowered;
    this.coordinates = new Coordinates(lowered.parameters, bound, typed.source);
  }

  /** How long binding and lowering took. */
  get compileMs(): number {
    return this.making.compileMs;
  }

  /** How each parameter that has two forms is drawn, and why; empty before that was chosen. */
  get forms(): ReadonlyMap<string, ChosenForm> {
    return this.chosenForms ?? new Map();
  }

  /**
   * The same posterior in the coordinates that suit it, in which inference works: for each parameter with two forms
   * that none was asked for, a quick look at the density decides, once.
   */
  inChosenForms(): Posterior {
    if (this.chosenForms !== undefined) return this;
    if (this.inOtherForms !== undefined) return this.inOtherForms;
    const { making } = this;
    const { posterior, forms } = chooseForms(this, making.asked, (others) => this.inForms(others));
    posterior.chosenForms = forms;
    if (posterior !== this) this.inOtherForms = posterior;
    return posterior;
  }

  /**
   * The same posterior with the scale of one parameter's prior multiplied: the prior of x becomes that of
   * location + factor · (x − location), of distributions without a location that of factor · x.
   *
   * @throws OptionError where there is no such parameter, or its prior has no scale
   */
  withScaledPrior(parameter: string, factor: number): Posterior {
    return this.withModel(scalePrior(this.typed, parameter, factor));
  }

  /** The same data with a model made of this one. */
  withModel(typed: TypedModel): Posterior {
    if (typed === this.typed) return this;
    const { bound, making } = this;
    return new Posterior(typed, bound, lowerModel(typed, bound, making.asked), making);
  }

  /**
   * The same model and data with the posterior of an earlier fit in place of the priors, in the coordinates of that fit.
   *
   * @param forms of all parameters of which there are two
   */
  withEarlier(earlier: EarlierNormal, forms: ReadonlyMap<string, Form>): Posterior {
    const { typed, bound } = this;
    const making = { ...this.making, asked: forms, earlier };
    const posterior = new Posterior(
      typed,
      bound,
      lowerModel(typed, bound, forms, [], earlier),
      making,
    );
    posterior.chosenForms = new Map();
    return posterior;
  }

  /** The same posterior in coordinates of the given forms, by parameter. */
  inForms(forms: ReadonlyMap<string, Form>): Posterior {
    const { typed, bound, making } = this;
    return new Posterior(typed, bound, lowerModel(typed, bound, forms, [], making.earlier), making);
  }

  /**
   * The same posterior with all elements of one parameter known, and its prior left out: the point null hypothesis. Where
   * the prior of the parameter depends on no other, the Bayes factor of the null against this posterior,
   * `bayesFactor(posterior.withFixed('delta', 0), posterior)`, is the Savage-Dickey ratio: the density of the
   * parameter at that value after the data over that before (Dickey 1971, Annals of Mathematical Statistics 42:204).
   *
   * @throws OptionError where there is no such parameter, or it cannot have that value, ModelError where the rest of
   *   the model cannot be with it
   */
  withFixed(parameter: string, value: number): Posterior {
    return this.withModel(fixParameter(this.typed, parameter, value));
  }

  /** The number of unconstrained coordinates. */
  get dimension(): number {
    return this.coordinates.dimension;
  }

  /** What binding noticed, in plain words. */
  get notes(): readonly string[] {
    return this.bound.notes;
  }

  /** What is legal but suspect now that there are data, beside the warnings of the model. */
  get warnings(): readonly Diagnostic[] {
    return priorScaleWarnings(this.typed, this.bound, this.lowered);
  }

  /**
   * The parts of the log density that do not integrate to 1 over the parameters, and why, in plain
   * words: with one of them the model has no evidence to compare.
   */
  get unnormalised(): readonly UnnormalisedPart[] {
    return unnormalisedParts(this.typed, this.lowered);
  }

  /**
   * The log joint density on the unconstrained space, Jacobians included, normalised but for improper priors.
   *
   * @param point unconstrained coordinates, `dimension` of them
   * @param gradient filled with the derivatives
   * @throws NumericalError where the density is NaN, naming the statement.
   */
  logDensityGradient(point: Float64Array, gradient: Float64Array): number {
    this.checkLength(point, 'point');
    this.checkLength(gradient, 'gradient');
    const density = this.density(this.engine);
    const value = density.logDensityGradient(point, gradient);
    if (Number.isNaN(value) || gradient.some(Number.isNaN)) throw this.explainNaN(density, point);
    return value;
  }

  /** As `logDensityGradient`, the value alone. */
  logDensity(point: Float64Array): number {
    this.checkLength(point, 'point');
    const density = this.density(this.engine);
    const value = density.logDensity(point);
    if (Number.isNaN(value)) throw this.explainNaN(density, point);
    return value;
  }

  /** The parameters' values at a point, by name: numbers and nested arrays. */
  constrain(point: Float64Array): Record<string, Nested> {
    this.checkLength(point, 'point');
    const { parameters } = this.generated;
    const names = parameters.map((quantity) => quantity.name);
    const values = this.generated.evaluate(names, point, Random.fromSeed(0));
    return Object.fromEntries(
      parameters.map(({ name, shape }) => [name, nest(values[name], shape)]),
    );
  }

  /**
   * Approximates the posterior and draws from it.
   *
   * @throws OptionError for an option that does not fit, InferenceError where the method has no answer.
   */
  fit(options: FitOptions = {}): Promise<Fit> {
    return runFit(this, options);
  }

  /**
   * The log evidence (log marginal likelihood) with its error, by one or several estimators.
   *
   * @throws ModelError where the model has no evidence, naming every prior or `factor` that is not normalised;
   *   OptionError for an option that does not fit; InferenceError where no estimator has an answer.
   */
  evidence(options: EvidenceOptions = {}): Promise<Evidence> {
    return runEvidence(this, options);
  }

  /**
   * The compiled TensorFlow.js graph (float32): inputs are the unconstrained parameters by name, outputs
   * `logDensity`, `gradient/NAME`, `parameter/NAME` (constrained) and `output/NAME`. Of a drawn output it
   * gives the arguments of its distribution, `output/NAME/ARGUMENT`; outputs that use its value take it
   * as the input `drawn/NAME`. The caller disposes of the model.
   *
   * @throws NotPortableError where the model uses a function that TensorFlow.js does not have, ModelError where it is
   *   beyond a limit of TensorFlow.js.
   * @throws UnavailableBackendError where the backend asked for is not there.
   */
  graph(options: GraphOptions = {}): Promise<GraphModel<io.IOHandlerSync>> {
    return graphModelOf(this, options);
  }

  /**
   * The same graph as the two files that plain TensorFlow.js loads: the text of `model.json`, and the
   * weights for the file beside it that `model.json` names.
   *
   * @throws NotPortableError where the model uses a function that TensorFlow.js does not have, ModelError where it is
   *   beyond a limit of TensorFlow.js.
   */
  savedGraph(): Promise<SavedModel> {
    return savedGraphOf(this);
  }

  /**
   * The log density and its gradient as one op of TensorFlow.js, computed in float64 by the compiled
   * engine: for graph models that hold the op, and for programs that differentiate through it. The
   * caller disposes of it. At a point where the density is NaN it throws as `logDensityGradient` does.
   *
   * @param name of the op in graph models; one op for each name
   * @throws UnavailableBackendError where the backend asked for is not there.
   */
  densityOp(name = 'CredenceDensity', options: GraphOptions = {}): Promise<DensityOp> {
    return densityOpOf(this, name, options);
  }

  /** The density run by an engine, prepared once. */
  density(engine: Engine): Density {
    let density = this.densities.get(engine);
    if (density === undefined) {
      density = new Density(this.lowered, this.coordinates, engine);
      this.densities.set(engine, density);
      for (const value of this.bound.values.values()) {
        const read = density.readerOf(value.data);
        if (read !== undefined) value.moveTo(read);
      }
    }
    return density;
  }

  /**
   * The log density estimated from batches of the data, run by an engine.
   *
   * @throws OptionError where the batch does not fit, ModelError where the model mixes members of the dimension.
   */
  batches(engine: Engine, given: Readonly<Record<string, number>>): BatchedDensity {
    const { dimension, size } = checkBatch(given, this, false);
    const lowering = this.batchLowering(dimension);
    return new BatchedDensity(lowering, dimension, size, this.dimension, engine);
  }

  /**
   * The training of networks by batches, which may be all of the data, likewise.
   *
   * @throws as `batches`
   */
  training(
    engine: Engine,
    given: Readonly<Record<string, number>>,
    parts: TrainedParts,
  ): NetworkTraining {
    const { dimension, size } = checkBatch(given, this, true);
    const lowering = this.batchLowering(dimension, parts);
    const quick = engine.forStochasticGradients ?? engine;
    return new NetworkTraining(lowering, dimension, size, this.dimension, quick);
  }

  /** Parameters, lets and outputs as functions of a point. */
  get generated(): Generated {
    this.generatedQuantities ??= new Generated(
      this.typed,
      this.lowered,
      this.coordinates,
      this.engine,
    );
    return this.generatedQuantities;
  }

  /** As `generated`, with results of networks that are told in place of what their weights give. */
  generatedWith(networks: readonly LayerNode[]): Generated {
    const { typed, bound, lowered, coordinates, engine } = this;
    const forms = new Map(lowered.parameters.map((p) => [p.declaration.name, p.form]));
    return new Generated(typed, lowerModel(typed, bound, forms, networks), coordinates, engine);
  }

  /** What a batch, or a member, of the data is made from: those of the posterior unless others are given. */
  batchLowering(
    dimension: string,
    parts?: TrainedParts,
    bound: BoundData = this.bound,
  ): BatchLowering {
    const forms = new Map(this.lowered.parameters.map((p) => [p.declaration.name, p.form]));
    return new BatchLowering(this.typed, bound, forms, dimension, parts, this.making.earlier);
  }

  private checkLength(vector: Float64Array, name: string): void {
    if (vector.length === this.dimension) return;
    throw new RangeError(
      `${name} has ${vector.length} coordinates, but the posterior has ${this.dimension}`,
    );
  }

  private explainNaN(density: Density, point: Float64Array): NumericalError {
    const { source } = this.typed;
    const value = density.originOfNaN(point);
    const span = value?.node.origin;
    if (value === undefined || span === undefined) {
      const slope = density.originOfNaNSlope(point);
      const place = slope?.node.origin;
      const cause = place === undefined ? '' : `: ${quotePlace(source, place)} has no derivative`;
      return new NumericalError(
        `the gradient of the log density is not a number${cause} at this point${because(slope)}`,
        place,
      );
    }
    return new NumericalError(
      `the log density is not a number: ${quotePlace(source, span)} has no value at this point${because(value)}`,
      span,
    );
  }
}

const because = (origin: NaNOrigin | undefined): string =>
  origin?.reason === undefined ? '' : `: ${origin.reason}`;
