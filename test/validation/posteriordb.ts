/**
 * Fits the reference posteriors and the conjugate cases by every method and writes how close they come into
 * docs/validation.md: `npm run validate:posteriordb`. With names of methods behind it (`-- laplace vi`) it brings the
 * tables of these up to date alone.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { markdownTable, replaceBetweenMarkers } from '../docs/markers.ts';
import {
  type Comparison,
  compareWithReference,
  type ValidatedMethod,
  validatedMethods,
} from './compare-with-reference.ts';
import { type ConjugateResult, conjugateCases, runConjugate } from './conjugate.ts';
import { referencePosteriors, sharedFolder } from './posteriors.ts';
import { remark } from './remarks.ts';

const document = new URL('../../docs/validation.md', import.meta.url);

function row(comparison: Comparison, method: ValidatedMethod): string[] {
  const { meanError, smallestRatio, largestRatio, trustworthy, paretoK, divergences } =
    comparison.by[method]!;
  return [
    comparison.posterior,
    meanError.toFixed(2),
    `${smallestRatio.toFixed(3)} to ${largestRatio.toFixed(3)}`,
    method === 'nuts' ? String(divergences) : paretoK!.toFixed(2),
    trustworthy ? 'yes' : 'no',
    remark(comparison, method),
  ];
}

function accuracyTable(method: ValidatedMethod): string {
  const measure = method === 'nuts' ? 'divergences' : 'Pareto k';
  const titles = ['posterior', 'mean error', 'sd ratio', measure, 'trusted', 'remark'];
  return markdownTable(
    titles,
    comparisons.map((comparison) => row(comparison, method)),
  );
}

function conjugateRow({
  case: { model, posterior, logEvidence, laplaceLogEvidence },
  method,
  meanError,
  sdRatio,
  evidence,
  evidenceError,
}: ConjugateResult): string[] {
  return [
    `${model}: ${posterior}`,
    method,
    meanError.toFixed(4),
    sdRatio.toFixed(4),
    evidence.toFixed(6) + (evidenceError === undefined ? '' : ` ± ${evidenceError.toFixed(6)}`),
    logEvidence.toFixed(6),
    method === 'laplace' ? laplaceLogEvidence.toFixed(6) : '',
  ];
}

const words = process.argv.slice(2);
const unknown = words.filter((word) => !validatedMethods.includes(word as ValidatedMethod));
if (unknown.length > 0)
  throw new Error(`there is no ${unknown.join(', ')}; there are ${validatedMethods.join(', ')}`);
const methods = words.length > 0 ? (words as ValidatedMethod[]) : validatedMethods;

const comparisons: Comparison[] = [];
for (const posterior of referencePosteriors) {
  const comparison = await compareWithReference(posterior, methods);
  comparisons.push(comparison);
  const errors = methods.map(
    (method) => `${comparison.by[method]!.meanError.toFixed(2)} (${method})`,
  );
  console.log(`${posterior.name}: largest error of a mean, in sd: ${errors.join(', ')}`);
}
const conjugate: ConjugateResult[] = [];
for (const wanted of conjugateCases) conjugate.push(...(await runConjugate(wanted)));

const conjugateTitles = [
  'case',
  'method',
  'mean error',
  'sd ratio',
  'log evidence (VI: bound)',
  'exact',
  'Laplace, by formula',
];
const run = `Run on ${new Date().toISOString().slice(0, 10)}: ${comparisons.length} posteriors, 10,000 draws, seed 1.`;
const parts = {
  ...Object.fromEntries(
    methods.map((method) => [`${method} accuracy`, `${run}\n\n${accuracyTable(method)}`]),
  ),
  'conjugate accuracy': markdownTable(conjugateTitles, conjugate.map(conjugateRow)),
};
let text = readFileSync(document, 'utf8');
for (const [name, content] of Object.entries(parts)) {
  text = replaceBetweenMarkers(text, name, content);
}
writeFileSync(document, text);
console.log(
  `reference draws from ${fileURLToPath(sharedFolder)}; written to ${fileURLToPath(document)}`,
);
