import type { io } from '@tensorflow/tfjs-core';
import type { Graph } from '../../graph/node.ts';
import { lowerGraph } from './lowering.ts';
import { portableForm } from './portable.ts';

/** A saved graph model: the text of `model.json`, and the file of weights that it names. */
export interface SavedModel {
  readonly modelJson: string;
  readonly weights: Uint8Array;
}

/** The name under which `model.json` looks for the weights, in the folder it is in. */
export const WEIGHTS_FILE = 'group1-shard1of1.bin';

/**
 * The graph as a model that plain TensorFlow.js loads, with only ops it has. Inputs and outputs keep
 * their names. Positions are not checked when such a model runs.
 *
 * @throws NotPortableError where the graph uses a function that TensorFlow.js does not have
 */
export function exportGraphModel(graph: Graph): io.ModelArtifacts {
  return lowerGraph(portableForm(graph), false);
}

/** The two files of the standard layout of a TensorFlow.js graph model. */
export function savedModel(artifacts: io.ModelArtifacts): SavedModel {
  const { weightData, weightSpecs, ...rest } = artifacts;
  const model = {
    ...rest,
    weightsManifest: [{ paths: [WEIGHTS_FILE], weights: weightSpecs }],
  };
  return { modelJson: JSON.stringify(model), weights: new Uint8Array(weightData as ArrayBuffer) };
}
