import type { GraphModel } from '@tensorflow/tfjs-converter';
import type { io } from '@tensorflow/tfjs-core';
import { evaluate } from '../engines/reference/evaluate.ts';
import type { BackendName } from '../engines/tfjs/backends.ts';
import type { DensityOp } from '../engines/tfjs/density-op.ts';
import type { SavedModel } from '../engines/tfjs/export.ts';
import { graft } from '../graph/graft.ts';
import type { Graph } from '../graph/node.ts';
import { SimplifyingBuilder } from '../graph/simplify.ts';
import { densityAndGradient } from '../posterior/density.ts';
import { explainLimit } from './place.ts';
import type { Posterior } from './posterior.ts';

export interface GraphOptions {
  /** Of TensorFlow.js; without it, the best there is. */
  readonly backend?: BackendName;
}

/** The density, its gradient, the parameters and the outputs as one graph: see `Posterior.graph`. */
function wholeGraph({ lowered, generated }: Posterior): Graph {
  const builder = new SimplifyingBuilder(evaluate);
  const outputs = lowered.environment.builder.finish(generated.graphOutputs());
  return builder.finish({ ...densityAndGradient(builder, lowered), ...graft(builder, outputs) });
}

/** See `Posterior.graph`. */
export async function graphModelOf(
  posterior: Posterior,
  options: GraphOptions,
): Promise<GraphModel<io.IOHandlerSync>> {
  const { loadTfjs } = await import('../engines/tfjs/backends.ts');
  const { engine } = await loadTfjs(options);
  return withinLimits(posterior, () => engine.graphModel(wholeGraph(posterior)));
}

/** See `Posterior.densityOp`. */
export async function densityOpOf(
  posterior: Posterior,
  name: string,
  options: GraphOptions,
): Promise<DensityOp> {
  const { loadTfjs } = await import('../engines/tfjs/backends.ts');
  const { engine } = await loadTfjs(options);
  return engine.densityOp(name, posterior);
}

/** See `Posterior.savedGraph`. */
export async function savedGraphOf(posterior: Posterior): Promise<SavedModel> {
  const { exportGraphModel, savedModel } = await import('../engines/tfjs/export.ts');
  return withinLimits(posterior, () => savedModel(exportGraphModel(wholeGraph(posterior))));
}

function withinLimits<T>({ typed }: Posterior, make: () => T): T {
  try {
    return make();
  } catch (error) {
    throw explainLimit(error, typed.source);
  }
}
