/**
 * Models with known log evidence, by the ids of the table of references: closed forms and deterministic quadrature in
 * float64. Data: sleep differences (Student 1908), Prussian horse kicks (von Bortkiewicz 1898), Mendel's peas,
 * eight schools (Rubin 1981), Challenger (Dalal, Fowlkes and Hoadley 1989).
 */
export interface EvidenceCase {
  readonly id: string;
  readonly source: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly logEvidence: number;
}

const sleep = [1.2, 2.4, 1.3, 1.3, 0, 1, 1.8, 0.8, 4.6, 1.4];
const kicks = [109, 65, 22, 3, 1].flatMap((count, deaths) => new Array<number>(count).fill(deaths));
const tosses = Array.from({ length: 100 }, (_, k) => k % 2);
const temperatures = [
  66, 70, 69, 68, 67, 72, 73, 70, 57, 63, 70, 78, 67, 53, 67, 75, 70, 81, 76, 79, 75, 76, 58,
];
const meanTemperature = temperatures.reduce((sum, t) => sum + t, 0) / temperatures.length;
const failures = [0, 1, 0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 1];

export const schools = {
  y: [28, 8, -3, 7, -1, 1, 18, 12],
  sigma: [15, 10, 16, 11, 9, 11, 10, 18],
};

const ofNormal = (mean: string, sd: string): string =>
  `dim obs data y[obs]: real ${mean} observe y ~ Normal(mu, ${sd})`;
const precision = (factor: string): string =>
  ofNormal(`param t ~ Gamma(1, 1) param mu ~ Normal(0, 1 / sqrt(${factor} * t))`, '1 / sqrt(t)');

/** Without parameters, with a quadratic log density, or with one or two parameters: all have an exact evidence. */
export const exactCases: readonly EvidenceCase[] = [
  {
    id: 'A1',
    source: ofNormal('param mu ~ Normal(0, 2)', '1.5'),
    data: { y: sleep },
    logEvidence: -18.0315832124,
  },
  {
    id: 'A1, mu = 0',
    source: ofNormal('let mu = 0', '1.5'),
    data: { y: sleep },
    logEvidence: -21.8173697465,
  },
  {
    id: 'A2',
    source: 'dim toss data y[toss]: binary param p ~ Beta(1, 1) observe y ~ Bernoulli(p)',
    data: { y: tosses },
    logEvidence: -71.3989621689,
  },
  {
    id: 'A3',
    source: 'dim toss data y[toss]: binary param p ~ Beta(30, 30) observe y ~ Bernoulli(p)',
    data: { y: tosses },
    logEvidence: -69.8077366665,
  },
  {
    id: 'A5',
    source: 'dim corps data y[corps]: count param rate ~ Gamma(1, 1) observe y ~ Poisson(rate)',
    data: { y: kicks },
    logEvidence: -208.69687433,
  },
  {
    id: 'A6',
    source: 'dim corps data y[corps]: count param p ~ Beta(1, 1) observe y ~ Geometric(p)',
    data: { y: kicks },
    logEvidence: -216.3455363296,
  },
  {
    id: 'A7, 9:3:3:1',
    source: 'dim kind data y[kind]: count observe y ~ Multinomial(556, [9/16, 3/16, 3/16, 1/16])',
    data: { y: [315, 108, 101, 32] },
    logEvidence: -9.0962496493,
  },
  { id: 'A8, 1e-4', source: precision('1e-4'), data: { y: sleep }, logEvidence: -22.4893503317 },
  { id: 'A8, 1e-2', source: precision('1e-2'), data: { y: sleep }, logEvidence: -20.196738549 },
  { id: 'A8, 1', source: precision('1'), data: { y: sleep }, logEvidence: -18.745884866 },
  {
    id: 'B7',
    source:
      'dim launch data x[launch]: real data y[launch]: binary param a ~ Normal(0, 2.5) param b ~ Normal(0, 2.5) observe y ~ BernoulliLogit(a + b * x)',
    data: { x: temperatures.map((t) => (t - meanTemperature) / 10), y: failures },
    logEvidence: -13.1619703603,
  },
  {
    id: 'B7, b = 0',
    source:
      'dim launch data y[launch]: binary param a ~ Normal(0, 2.5) observe y ~ BernoulliLogit(a)',
    data: { y: failures },
    logEvidence: -15.9030969744,
  },
];

/** With more parameters, to be sampled. */
export const sampledCases: readonly EvidenceCase[] = [
  {
    id: 'A7',
    source:
      'dim kind data y[kind]: count param p[kind]: simplex ~ Dirichlet([1, 1, 1, 1]) observe y ~ Multinomial(556, p)',
    data: { y: [315, 108, 101, 32] },
    logEvidence: -17.1813142062,
  },
  {
    id: 'A14',
    source:
      'dim k = 3 data C[k, k]: real data m[k]: real param x[k] ~ Uniform(-10, 10) factor logpdf(MultiNormal(x, cov = C), m)',
    data: {
      C: [
        [1, 0.95, 0.95],
        [0.95, 1, 0.95],
        [0.95, 0.95, 1],
      ],
      m: [-1, 0, 1],
    },
    logEvidence: -8.9871968207,
  },
  {
    id: 'A15, Student-t',
    source: 'dim k = 4 param x[k] ~ StudentT(5, 0, 1)',
    data: {},
    logEvidence: 0,
  },
  {
    id: 'B5',
    source:
      'dim school data y[school]: real data sigma[school]: positive param mu ~ Normal(0, 5) param tau ~ HalfCauchy(5) param theta[school] ~ Normal(mu, tau) observe y ~ Normal(theta, sigma)',
    data: schools,
    logEvidence: -31.3113473523,
  },
];
