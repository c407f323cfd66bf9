// Loads a saved graph model with nothing but TensorFlow.js and evaluates it.
// Usage: node evaluate-saved-model.mjs FOLDER < inputs.json > outputs.json
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import '@tensorflow/tfjs-backend-cpu';
import { loadGraphModel } from '@tensorflow/tfjs-converter';
import * as tf from '@tensorflow/tfjs-core';

const folder = process.argv[2];
const load = async () => {
  const json = JSON.parse(readFileSync(join(folder, 'model.json'), 'utf8'));
  return tf.io.getModelArtifactsForJSON(json, async ([{ paths, weights }]) => {
    const bytes = readFileSync(join(folder, paths[0]));
    return [weights, bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength)];
  });
};
const model = await loadGraphModel({ load });
const given = JSON.parse(readFileSync(0, 'utf8'));
const inputs = Object.fromEntries(
  Object.entries(given).map(([name, { values, shape, type }]) => [
    name,
    tf.tensor(values, shape, type === 'int' ? 'int32' : 'float32'),
  ]),
);
const outputs = model.predict(inputs);
const values = Object.entries(outputs).map(([name, tensor]) => [name, [...tensor.dataSync()]]);
process.stdout.write(JSON.stringify(Object.fromEntries(values)));
