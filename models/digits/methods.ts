/**
 * MC dropout, variational inference and Laplace's method on the digits of the held-out fifth: how many are recognised, how probable the
 * right ones were, and whether the model knows what it does not know: images turned by 90 degrees.
 *
 * npx tsx models/digits/methods.ts [steps] [method…]
 */
import { readFileSync } from 'node:fs';
import { compile, type FitOptions, parseCsv, type UncertainClass } from 'credence';

const text = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8');
const steps = Number(process.argv[2] ?? 3000);
const SIDE = 8;

/** Rows of 64 pixels and a label. */
const rows = text('digits-test.csv')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split(',').map(Number));
const image = rows.map((row) => row.slice(0, SIDE * SIDE));
const label = rows.map((row) => row[SIDE * SIDE]);
/** A quarter turn: row r, column c comes from row c, column 7 − r. */
const turned = image.map((pixels) =>
  pixels.map((_, k) => pixels[(k % SIDE) * SIDE + (SIDE - 1 - Math.floor(k / SIDE))]),
);

const model = compile(text('digits.bayes'), { fileName: 'digits.bayes' });
const posterior = model.bind(parseCsv(text('digits-train.csv'), { fileName: 'digits-train.csv' }));

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** How often a value of the second list is larger than one of the first; ties count half. */
function areaUnderCurve(low: readonly number[], high: readonly number[]): number {
  return mean(high.map((h) => mean(low.map((l) => (h > l ? 1 : h === l ? 0.5 : 0)))));
}

const fits: Readonly<Record<string, FitOptions>> = {
  'mc-dropout': { method: 'mc-dropout' },
  vi: { method: 'vi' },
  'laplace-kronecker': { method: 'laplace', hessian: 'kronecker' },
  'laplace-kronecker-tuned': { method: 'laplace', hessian: 'kronecker', tunePrior: 'layer' },
  'laplace-last-layer': { method: 'laplace', hessian: 'last-layer' },
};
const wanted = process.argv.slice(3);

for (const name of wanted.length > 0 ? wanted : Object.keys(fits)) {
  const fit = await posterior.fit({ ...fits[name], steps, draws: 100 });
  const classesOf = async (images: readonly number[][]): Promise<UncertainClass[]> => {
    // the labels are not looked at: what is only observed may be left out of a prediction
    const { uncertainty } = await fit.predict({ image: images });
    return uncertainty.filter((row) => row.kind === 'class');
  };
  const [own, others] = [await classesOf(image), await classesOf(turned)];
  const right = own.map(({ likeliest }, k) => (Number(likeliest) === label[k] ? 1 : 0));
  const logs = own.map(({ probabilities }, k) => Math.log(probabilities[label[k]]));
  const information = (classes: readonly UncertainClass[]): number[] =>
    classes.map(({ mutualInformation }) => mutualInformation.value);
  console.log(
    `${name}: accuracy ${mean(right).toFixed(4)}, negative log likelihood ${(-mean(logs)).toFixed(3)}, ` +
      `mutual information ${mean(information(own)).toFixed(3)}, of turned images ${mean(information(others)).toFixed(3)}, ` +
      `AUROC ${areaUnderCurve(information(own), information(others)).toFixed(3)}`,
  );
}
