/**
 * credence: probabilistic models in `.bayes` files, compiled and inferred.
 *
 * @packageDocumentation
 */

export type { AcquiredRow, Acquisition, AcquisitionScore } from './api/acquire.ts';
export {
  type AverageOptions,
  averagePredictions,
  modelWeights,
  type WeightKind,
} from './api/average-predictions.ts';
export { type BayesFactor, type BayesFactorOptions, bayesFactor } from './api/bayes-factor.ts';
export type { Checkpoint } from './api/checkpoint.ts';
export { type CompareOptions, compare } from './api/compare.ts';
export { type CompareFitsOptions, compareFits } from './api/compare-fits.ts';
export type {
  ByModel,
  Comparison,
  EvidenceComparison,
  LogBayesFactor,
  LooComparison,
  PredictiveComparison,
  ScaledPrior,
} from './api/comparison.ts';
export { analyse, CompiledModel, type CompileOptions, compile } from './api/compile.ts';
export type { DivergenceTrace } from './api/divergence-trace.ts';
export type { EngineName, EngineOptions } from './api/engines.ts';
export type { Evaluation, EvaluationJson, Metrics, OutcomeEvaluation } from './api/evaluation.ts';
export type { Evidence, EvidenceEstimate } from './api/evidence.ts';
export type {
  AcquireOptions,
  Diagnostics,
  EvaluateOptions,
  Fit,
  FitJson,
  Timing,
} from './api/fit.ts';
export type { FitOptions } from './api/fit-options.ts';
export { fitFromStanCsv } from './api/foreign-fit.ts';
export type { GraphOptions } from './api/graph-model.ts';
export { loadFit } from './api/load-fit.ts';
export type { Nested } from './api/nested.ts';
export { OptionError } from './api/option-error.ts';
export type { BindOptions, Posterior } from './api/posterior.ts';
export type { Prediction, PredictionJson } from './api/prediction.ts';
export type { PredictiveAccuracy } from './api/predictive-comparison.ts';
export type { EvidenceOptions } from './api/run-evidence.ts';
export { SavedFitError } from './api/saved-fit.ts';
export type { SimulateOptions } from './api/simulation-run.ts';
export type { Temperature, Temperatures } from './api/temperature.ts';
export type { UncertainClass, UncertainNumber, Uncertainty } from './api/uncertainty.ts';
export { parseCsv } from './binding/csv.ts';
export type { DataInputs } from './binding/inputs.ts';
export { mergeInputs } from './binding/inputs.ts';
export { parseJsonData } from './binding/json.ts';
export {
  DataError,
  type DataProblem,
  type Diagnostic,
  ModelError,
  NumericalError,
  type Severity,
} from './diagnostics/diagnostic.ts';
export { renderDiagnostic, renderDiagnostics } from './diagnostics/render.ts';
export type { Position, SourceFile, Span } from './diagnostics/span.ts';
export { UnavailableBackendError } from './engines/tfjs/backend-problems.ts';
export type { DensityOp } from './engines/tfjs/density-op.ts';
export type { SavedModel } from './engines/tfjs/export.ts';
export { InferenceError, type Note } from './inference/method.ts';
export type { Progress } from './inference/run.ts';
export {
  comparisonPlotKinds,
  type PlotSubject,
  plot,
  plotComparison,
  plotKinds,
} from './report/figures/plot.ts';
export { type NamedComparison, type NamedSubject, renderReport } from './report/html/report.ts';
export { renderComparison } from './report/terminal/comparison-table.ts';
export type { ArvizJson } from './results/arviz.ts';
export type { Metric } from './results/bootstrap.ts';
export type { PredictiveCheck } from './results/predictive-check.ts';
export { type NamedText, StanCsvError } from './results/read-stan-csv.ts';
export type { SummaryRow } from './results/summary-table.ts';
export type { EntropySplit, Estimate, VarianceSplit } from './results/uncertainty.ts';
export { StorageError } from './storage/storage-error.ts';
export { version } from './version.ts';
