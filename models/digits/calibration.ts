/**
 * Of MC dropout, variational inference and Laplace's method on the digits of the held-out fifth, whether probabilities
 * are right, before and after temperature scaling; and whether uncertainty knows what it has not seen: images turned by
 * 90 degrees, and those of a digit that was not shown.
 *
 * npx tsx models/digits/calibration.ts [steps]
 */
import { readFileSync } from 'node:fs';
import { compile, type Metric } from 'credence';

const text = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8');
const steps = Number(process.argv[2] ?? 3000);
const SIDE = 8;
/** Not shown to the second network of each method. */
const UNSEEN = 3;

type Images = {
  readonly image: readonly (readonly number[])[];
  readonly label: readonly number[];
};

/** Rows of 64 pixels and a label. */
function imagesOf(name: string): Images {
  const rows = text(name)
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',').map(Number));
  return {
    image: rows.map((row) => row.slice(0, SIDE * SIDE)),
    label: rows.map((row) => row[SIDE * SIDE]),
  };
}

function only({ image, label }: Images, keep: (label: number, row: number) => boolean): Images {
  return {
    image: image.filter((_, row) => keep(label[row], row)),
    label: label.filter(keep),
  };
}

const all = imagesOf('digits-train.csv');
const test = imagesOf('digits-test.csv');
/** Every sixth image of the training part is for the temperature. */
const isForTemperature = (_: number, row: number): boolean => row % 6 === 5;
const heldOut = only(all, isForTemperature);
const training = only(all, (label, row) => !isForTemperature(label, row));
/** A quarter turn: row r, column c comes from row c, column 7 − r. */
const turned = test.image.map((pixels) =>
  pixels.map((_, k) => pixels[(k % SIDE) * SIDE + (SIDE - 1 - Math.floor(k / SIDE))]),
);

const model = compile(text('digits.bayes'), { fileName: 'digits.bayes' });
const show = ({ value, lower, upper }: Metric): string =>
  `${value.toFixed(3)} (${lower.toFixed(3)} to ${upper.toFixed(3)})`;

for (const method of ['mc-dropout', 'vi', 'laplace']) {
  const options = { method, steps, draws: 100 };
  const fit = await model.bind(training).fit(options);
  const tempered = await fit.withTemperature(heldOut);
  const { outcomes, metrics } = await tempered.evaluate(test, { others: { image: turned } });
  const [{ untempered, temperature }] = outcomes;
  const seen = await model.bind(only(training, (label) => label !== UNSEEN)).fit(options);
  const others = { image: only(test, (label) => label === UNSEEN).image };
  const unseen = await seen.evaluate(
    only(test, (label) => label !== UNSEEN),
    { others },
  );
  console.log(`${method}
  recognised                 ${show(metrics.accuracy)}
  negative log likelihood    ${show(untempered!.nll)}, at temperature ${temperature!.toFixed(3)} ${show(metrics.nll)}
  calibration error          ${show(untempered!.ece)}, at temperature ${temperature!.toFixed(3)} ${show(metrics.ece)}
  AUROC of turned images     ${show(metrics.aurocMutualInformation)} by mutual information, ${show(metrics.aurocEntropy)} by entropy
  AUROC of an unseen digit   ${show(unseen.metrics.aurocMutualInformation)} by mutual information, ${show(unseen.metrics.aurocEntropy)} by entropy`);
}
