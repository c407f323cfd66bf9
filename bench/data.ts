/** Synthetic data of the benchmark models: number for number those of the peer's `data.mjs`. */

export interface Generator {
  /** Between 0 and 1, exclusive. */
  readonly uniform: () => number;
  readonly normal: () => number;
}

export function generator(seed: number): Generator {
  let state = seed;
  // Numerical Recipes' linear congruential generator (Press et al., section 7.1): enough to make up data
  const uniform = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 0.5) / 4294967296;
  };
  const normal = (): number =>
    Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  return { uniform, normal };
}

const array = <T>(count: number, make: (k: number) => T): T[] =>
  Array.from({ length: count }, (_, k) => make(k));

export function eightSchools() {
  return { y: [28, 8, -3, 7, -1, 1, 18, 12], sigma: [15, 10, 16, 11, 9, 11, 10, 18] };
}

export function logistic(
  rows: number,
  predictors: number,
  { uniform, normal }: Generator = generator(12345),
) {
  const beta = array(predictors, normal);
  const X = array(rows, () => array(predictors, normal));
  const y = X.map((row) => {
    const eta = row.reduce((sum, x, j) => sum + x * beta[j], 0);
    return uniform() < 1 / (1 + Math.exp(-eta)) ? 1 : 0;
  });
  return { X, y };
}

function grouped(rows: number, groups: number, { uniform, normal }: Generator) {
  const a = array(groups, () => 1 + 0.5 * normal());
  const b = array(groups, () => -0.5 + 0.2 * normal());
  // every group has a row
  const g = array(rows, (k) => (k < groups ? k + 1 : 1 + Math.floor(uniform() * groups)));
  const x = array(rows, normal);
  return { g, x, mean: g.map((k, i) => a[k - 1] + b[k - 1] * x[i]) };
}

export function hierarchical(rows: number, groups: number, random: Generator = generator(12345)) {
  const { g, x, mean } = grouped(rows, groups, random);
  return { g, x, y: mean.map((m) => m + 0.7 * random.normal()) };
}

export function poissonGlmm(rows: number, groups: number, random: Generator = generator(12345)) {
  const { g, x, mean } = grouped(rows, groups, random);
  return { g, x, k: mean.map((m) => poisson(Math.exp(0.5 * m), random)) };
}

/** By inversion: the smallest count whose distribution function exceeds a uniform number. */
function poisson(rate: number, { uniform }: Generator): number {
  const wanted = uniform();
  let count = 0;
  let probability = Math.exp(-rate);
  let total = probability;
  while (wanted > total && count < 1000) {
    count++;
    probability *= rate / count;
    total += probability;
  }
  return count;
}

export function studentT(
  rows: number,
  predictors: number,
  { uniform, normal }: Generator = generator(12345),
) {
  const X = array(rows, () => array(predictors, normal));
  return { X, y: X.map((row) => 1 + row[0] - 0.5 * row[1] + normal() / Math.sqrt(uniform())) };
}

export function garch(times: number, { normal }: Generator = generator(12345)) {
  let variance = 0.25;
  const y = array(times, () => {
    const error = Math.sqrt(variance) * normal();
    variance = 0.05 + 0.15 * error * error + 0.7 * variance;
    return 0.1 + error;
  });
  return { y, sigma1: 0.5 };
}

export function gaussianProcess(count: number, { normal }: Generator = generator(12345)) {
  const x = array(count, (i) => i / 5);
  return { x, y: x.map((t) => Math.sin(t / 2) + 0.3 * normal()) };
}

export function hiddenMarkov(times: number, { uniform, normal }: Generator = generator(12345)) {
  let state = 0;
  const y = array(times, () => {
    if (uniform() < 0.1) state = (state + 1) % 3;
    return [-3, 0, 4][state] + normal();
  });
  return { y };
}

/** The data of all cases, one after the other from one stream, as the peer makes them. */
export function caseData() {
  const random = generator(12345);
  return {
    eight_schools: eightSchools(),
    logistic_1k: logistic(1000, 10, random),
    logistic_10k: logistic(10000, 20, random),
    hierarchical: hierarchical(919, 85, random),
    poisson_glmm: poissonGlmm(5000, 200, random),
    student_t: studentT(5000, 5, random),
    garch: garch(1000, random),
    gp: gaussianProcess(100, random),
    hmm: hiddenMarkov(500, random),
  };
}

export type CaseName = keyof ReturnType<typeof caseData>;
