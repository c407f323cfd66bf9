import { readFileSync } from 'node:fs';
import { compile, mergeInputs, type Posterior, parseCsv } from '../../src/index.ts';

/** A file of the folder `models/`. */
function modelFile(path: string): string {
  return readFileSync(new URL(`../../models/${path}`, import.meta.url), 'utf8');
}

/** The columns of a CSV file in `models/`, as text. */
export function columnsOf(path: string): Record<string, string[]> {
  const [header, ...rows] = modelFile(path)
    .trim()
    .split('\n')
    .map((line) => line.split(','));
  return Object.fromEntries(header.map((name, k) => [name, rows.map((row) => row[k])]));
}

/** A model bound to its data, without warnings. */
export function posteriorOf(model: string, data: string): Posterior {
  const compiled = compile(modelFile(model), { fileName: model });
  if (compiled.warnings.length > 0) throw new Error(compiled.warnings[0].message);
  const posterior = compiled.bind(mergeInputs([parseCsv(modelFile(data), { fileName: data })]));
  if (posterior.warnings.length > 0) throw new Error(posterior.warnings[0].message);
  return posterior;
}
