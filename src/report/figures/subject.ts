import { compile } from '../../api/compile.ts';
import type { Fit } from '../../api/fit.ts';
import { OptionError } from '../../api/option-error.ts';
import type { SimulateOptions } from '../../api/simulation-run.ts';
import type { DataInputs } from '../../binding/inputs.ts';
import { InferenceError } from '../../inference/method.ts';
import type { Subject } from './kinds.ts';

/** Predictions and draws from the priors are for pictures: more would not be seen. */
const pictureDraws = 400;

export interface Looking {
  readonly along?: Subject['along'];
  /** Data without what is observed, at whose values bands are to be drawn. */
  readonly grid?: { readonly data: DataInputs; readonly values: ArrayLike<number> };
  readonly signal?: AbortSignal;
}

/**
 * A fit with what it says of data, with draws from its priors under the same data, and how well it predicts them.
 */
export async function subjectWithData(
  fit: Fit,
  data: DataInputs,
  { along, grid, signal }: Looking = {},
): Promise<Subject> {
  const work = { draws: pictureDraws, ...(signal && { signal }) };
  const prediction = await fit.predict(data, work);
  return {
    prediction,
    ...(along && { along }),
    ...(grid && {
      grid: { prediction: await fit.predict(grid.data, work), values: grid.values },
    }),
    ...(await priorOf(fit, data, work)),
    ...(await subjectWithAccuracy(fit, data, signal)),
  };
}

/** A fit with how well it predicts each of its observations from the others. */
export async function subjectWithAccuracy(
  fit: Fit,
  data: DataInputs | undefined,
  signal?: AbortSignal,
): Promise<Subject> {
  try {
    return { fit, accuracy: await fit.leaveOneOut(data, signal && { signal }) };
  } catch (error) {
    // other data than those of the fit, or a likelihood that is not made of observations
    if (!(error instanceof OptionError || error instanceof InferenceError)) throw error;
    return { fit, withoutAccuracy: error.message };
  }
}

async function priorOf(
  fit: Fit,
  data: DataInputs,
  work: SimulateOptions,
): Promise<Pick<Subject, 'prior' | 'withoutPrior'>> {
  const { source, fileName } = fit.parts.origin();
  try {
    return { prior: await compile(source, { fileName }).simulate(data, work) };
  } catch (error) {
    // improper priors have no draws
    if (!(error instanceof OptionError)) throw error;
    return { withoutPrior: error.message };
  }
}
