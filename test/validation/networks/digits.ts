/** Classification of the digits of models/digits, by each method: accuracy, calibration, and what is told apart. */
import { readFileSync } from 'node:fs';
import { compile, type Fit, type FitOptions, type Metric } from '../../../src/index.ts';

const SIDE = 8;
/** The digit that is left out, for images of a class that was never seen. */
const UNSEEN = 8;
/** Of the training part one image in so many is kept for the temperature. */
const CALIBRATION = 6;

interface Classification {
  /** Among those of models/digits. */
  readonly model: string;
  readonly options: FitOptions;
}

const classificationMethods = {
  'mc-dropout, convolutions': {
    model: 'convolution.bayes',
    options: { method: 'mc-dropout', steps: 800, draws: 100 },
  },
  'mc-dropout': {
    model: 'digits.bayes',
    options: { method: 'mc-dropout', steps: 3000, draws: 100 },
  },
  vi: { model: 'digits.bayes', options: { method: 'vi', steps: 3000, draws: 100 } },
  laplace: {
    model: 'digits.bayes',
    options: { method: 'laplace', hessian: 'kronecker', draws: 100 },
  },
} as const satisfies Record<string, Classification>;

export type ClassificationMethod = keyof typeof classificationMethods;
export const classificationNames = Object.keys(classificationMethods) as ClassificationMethod[];

export interface DigitsResult {
  readonly accuracy: number;
  /** Of the held-out fifth: the error of calibration as it is, and after temperature scaling. */
  readonly ece: number;
  readonly scaledEce: number;
  readonly temperature: number;
  /** How often an image turned by a quarter, a half or three quarters is the less certain: of all, and turn by turn. */
  readonly turned: Detection;
  readonly turns: readonly Detection[];
  /** The same of a digit that was not among those of the fit. */
  readonly unseen: Detection;
  readonly seconds: number;
}

/** Areas under the curve, with 90% intervals. */
export interface Detection {
  readonly byEntropy: Metric;
  readonly byMutualInformation: Metric;
}

interface Images {
  readonly image: readonly (readonly number[])[];
  readonly label: readonly number[];
}

export async function classifyDigits(method: ClassificationMethod): Promise<DigitsResult> {
  const started = performance.now();
  const known = readImages('train');
  const test = readImages('test');
  const fit = await fitTo(
    filtered(known, (_, k) => k % CALIBRATION > 0),
    method,
  );
  const quarter = test.image.map(turn);
  const half = quarter.map(turn);
  const turned = [quarter, half, half.map(turn)];
  const plain = await fit.evaluate({ ...test }, { others: { image: turned.flat() } });
  const turns: Detection[] = [];
  for (const image of turned)
    turns.push(detectionOf((await fit.evaluate({ ...test }, { others: { image } })).metrics));
  const held = filtered(known, (_, k) => k % CALIBRATION === 0);
  const scaled = await (await fit.withTemperature({ ...held })).evaluate({ ...test });
  const ofOthers = await fitTo(
    filtered(known, (label) => label !== UNSEEN),
    method,
  );
  const unseen = await ofOthers.evaluate(
    { ...filtered(test, (label) => label !== UNSEEN) },
    { others: { image: filtered(test, (label) => label === UNSEEN).image } },
  );
  const { accuracy, ece } = plain.metrics;
  return {
    accuracy: accuracy.value,
    ece: ece.value,
    scaledEce: scaled.metrics.ece.value,
    temperature: scaled.outcomes[0].temperature!,
    turned: detectionOf(plain.metrics),
    turns,
    unseen: detectionOf(unseen.metrics),
    seconds: (performance.now() - started) / 1000,
  };
}

function detectionOf(metrics: Readonly<Record<string, Metric>>): Detection {
  const { aurocEntropy, aurocMutualInformation } = metrics;
  return { byEntropy: aurocEntropy, byMutualInformation: aurocMutualInformation };
}

function fitTo(images: Images, method: ClassificationMethod): Promise<Fit> {
  const { model, options } = classificationMethods[method];
  const url = new URL(`../../../models/digits/${model}`, import.meta.url);
  return compile(readFileSync(url, 'utf8'), { fileName: model })
    .bind({ ...images })
    .fit({ ...options, seed: 1 });
}

/** Rows of 64 pixels and a label. */
function readImages(part: 'train' | 'test'): Images {
  const url = new URL(`../../../models/digits/digits-${part}.csv`, import.meta.url);
  const [, ...lines] = readFileSync(url, 'utf8').trim().split('\n');
  const rows = lines.map((line) => line.split(',').map(Number));
  return {
    image: rows.map((row) => row.slice(0, SIDE * SIDE)),
    label: rows.map((row) => row[SIDE * SIDE]),
  };
}

function filtered({ image, label }: Images, keep: (label: number, k: number) => boolean): Images {
  return { image: image.filter((_, k) => keep(label[k], k)), label: label.filter(keep) };
}

/** A quarter turn: row r, column c comes from row c, column 7 − r. */
function turn(pixels: readonly number[]): number[] {
  return pixels.map((_, k) => pixels[(k % SIDE) * SIDE + (SIDE - 1 - Math.floor(k / SIDE))]);
}
