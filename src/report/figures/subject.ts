import { compile } from '../../api/compile.ts';
import type { Fit } from '../../api/fit.ts';
import { OptionError } from '../../api/forms.ts';
import type { DataInputs } from '../../binding/inputs.ts';
import type { Subject } from './kinds.ts';

/** Predictions and draws from the priors are for pictures: more would not be seen. */
const pictureDraws = 400;

/** A fit with what it says of data, and with draws from its priors under the same data. */
export async function subjectWithData(
  fit: Fit,
  data: DataInputs,
  signal?: AbortSignal,
): Promise<Subject> {
  const work = { draws: pictureDraws, ...(signal && { signal }) };
  const prediction = await fit.predict(data, work);
  const { source, fileName } = fit.parts.origin();
  try {
    const prior = await compile(source, { fileName }).simulate(data, work);
    return { fit, prediction, prior };
  } catch (error) {
    // improper priors have no draws
    if (!(error instanceof OptionError)) throw error;
    return { fit, prediction, withoutPrior: error.message };
  }
}
