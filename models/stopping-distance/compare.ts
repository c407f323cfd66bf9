/** Of which degree is the polynomial? Run it with `npx tsx models/stopping-distance/compare.ts`. */
import { readFileSync } from 'node:fs';
import { compare, compile, mergeInputs, parseCsv, renderComparison } from 'credence';

const read = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8');
const cars = parseCsv(read('cars.csv'), { fileName: 'cars.csv' });
const model = compile(read('polynomial.bayes'), { fileName: 'polynomial.bayes' });
const ofDegree = (degree: number) => model.bind(mergeInputs([cars, { degree }]));

export const comparison = await compare({
  linear: ofDegree(1),
  quadratic: ofDegree(2),
  cubic: ofDegree(3),
});
console.log(renderComparison(comparison));
