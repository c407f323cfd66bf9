/**
 * Models with known log evidence, by the ids of the table of references: closed forms and deterministic quadrature in
 * float64. Data: sleep differences (Student 1908), Prussian horse kicks (von Bortkiewicz 1898), Mendel's peas,
 * eight schools (Rubin 1981), Challenger (Dalal, Fowlkes and Hoadley 1989).
 */
import { readFileSync } from 'node:fs';
import { compile, type Posterior } from '../../src/index.ts';

export interface EvidenceCase {
  readonly id: string;
  readonly source: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly forms?: Readonly<Record<string, 'centred' | 'non-centred'>>;
  readonly logEvidence: number;
}

export const posteriorOf = ({ source, data, forms = {} }: EvidenceCase): Posterior =>
  compile(source).bind(data, { forms });

const sleep = { y: [1.2, 2.4, 1.3, 1.3, 0, 1, 1.8, 0.8, 4.6, 1.4] };
const kicks = {
  y: [109, 65, 22, 3, 1].flatMap((count, deaths) => new Array<number>(count).fill(deaths)),
};
const tosses = { y: Array.from({ length: 100 }, (_, k) => k % 2) };
const peas = { y: [315, 108, 101, 32] };
const temperatures = [
  66, 70, 69, 68, 67, 72, 73, 70, 57, 63, 70, 78, 67, 53, 67, 75, 70, 81, 76, 79, 75, 76, 58,
];
const meanTemperature = temperatures.reduce((sum, t) => sum + t, 0) / temperatures.length;
const challenger = {
  x: temperatures.map((t) => (t - meanTemperature) / 10),
  y: [0, 1, 0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 1],
};
export const schools = {
  y: [28, 8, -3, 7, -1, 1, 18, 12],
  sigma: [15, 10, 16, 11, 9, 11, 10, 18],
};
const correlated = {
  covariance: [
    [1, 0.95, 0.95],
    [0.95, 1, 0.95],
    [0.95, 0.95, 1],
  ],
  centre: [-1, 0, 1],
};

/** The prior of B1, p(σ²) = 1/σ², is 1 over log σ²; the models have it as a density of a range of 40. */
const logRange = Math.log(40);

/** A file in `models/`, by its name without ending. */
export const sourceOf = (model: string): string =>
  readFileSync(new URL(`models/${model}.bayes`, import.meta.url), 'utf8');

const ofCase = (
  id: string,
  model: string,
  data: EvidenceCase['data'],
  logEvidence: number,
): EvidenceCase => ({ id, source: sourceOf(model), data, logEvidence });

/** Without parameters, with a quadratic log density, or with one or two parameters: all have an exact evidence. */
export const exactCases: readonly EvidenceCase[] = [
  ofCase('A1', 'a1-sleep', sleep, -18.0315832124),
  ofCase('A1, mu = 0', 'a1-sleep-null', sleep, -21.8173697465),
  ofCase('A2', 'a2-coin', tosses, -71.3989621689),
  ofCase('A3', 'a3-coin', tosses, -69.8077366665),
  ofCase('A5', 'a5-kicks', kicks, -208.69687433),
  ofCase('A6', 'a6-kicks', kicks, -216.3455363296),
  ofCase('A7, 9:3:3:1', 'a7-peas-ratios', peas, -9.0962496493),
  ofCase('A8, 1e-4', 'a8-precision', { ...sleep, factor: 1e-4 }, -22.4893503317),
  ofCase('A8, 1e-3', 'a8-precision', { ...sleep, factor: 1e-3 }, -21.3389658649),
  ofCase('A8, 1e-2', 'a8-precision', { ...sleep, factor: 1e-2 }, -20.196738549),
  ofCase('A8, 1e-1', 'a8-precision', { ...sleep, factor: 1e-1 }, -19.1345705485),
  ofCase('A8, 1', 'a8-precision', { ...sleep, factor: 1 }, -18.745884866),
  ofCase('A15, funnel', 'a15-funnel', {}, 0),
  ofCase('A15, banana', 'a15-banana', {}, 0),
  ofCase('B1', 'b1-jzs', sleep, -17.9609388271 - logRange),
  ofCase('B1, delta = 0', 'b1-jzs-null', sleep, -20.8092656363 - logRange),
  ofCase('B5, tau = 0', 'b5-schools-pooled', schools, -30.844238126),
  ofCase('B7', 'b7-challenger', challenger, -13.1619703603),
  ofCase('B7, b = 0', 'b7-challenger-null', challenger, -15.9030969744),
];

/** With more parameters, to be sampled. */
export const sampledCases: readonly EvidenceCase[] = [
  ofCase('A7', 'a7-peas', peas, -17.1813142062),
  ofCase('A14', 'a14-gaussian', correlated, -8.9871968207),
  ofCase('A15, Student-t', 'a15-student-t', {}, 0),
  ofCase('B5', 'b5-schools', schools, -31.3113473523),
];

export const eightSchools = sampledCases.at(-1)!;

/** The regression of B7. */
export const twoParameters = exactCases.find(({ id }) => id === 'B7')!;

/** Densities in coordinates that suit none of the estimators: an estimate must be right, or say that it is not. */
export const hardCases: readonly EvidenceCase[] = [
  ofCase('A15, mixture', 'a15-mixture', {}, 0),
  { ...ofCase('A15, banana, centred', 'a15-banana', {}, 0), forms: { y: 'centred' } },
  { ...ofCase('A15, funnel, centred', 'a15-funnel', {}, 0), forms: { x: 'centred' } },
  ofCase('B11', 'b11-log-peak', { scale: 1 }, 2.966338516),
];

/** Several peaks, which SMC finds. */
export const eggBox = ofCase('B9', 'b9-egg-box', { width: 10 * Math.PI, scale: 1 }, 235.85594033);
