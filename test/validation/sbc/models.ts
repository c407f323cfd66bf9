/** The models of simulation-based calibration: text, and the data that are not drawn. */

export interface CalibratedModel {
  readonly name: string;
  readonly text: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** The posterior is a normal distribution in the unconstrained coordinates. */
  readonly isNormal: boolean;
}

const x = Array.from({ length: 20 }, (_, k) => (k - 9.5) / 6);
const six = Array.from({ length: 30 }, (_, k) => 1 + (k % 6));

export const calibratedModels: readonly CalibratedModel[] = [
  {
    name: 'normal mean',
    text: `
      dim obs = 10
      data y[obs]: real
      param mu ~ Normal(0, 1)
      observe y ~ Normal(mu, 2)`,
    data: {},
    isNormal: true,
  },
  {
    name: 'regression, known noise',
    text: `
      dim obs
      data x[obs]: real
      data y[obs]: real
      param a ~ Normal(0, 2)
      param b ~ Normal(1, 1)
      param c ~ Normal(0, 0.5)
      observe y ~ Normal(a + b * (x + 1) + c * x * x, 1)`,
    data: { x },
    isNormal: true,
  },
  {
    name: 'coin',
    text: `
      dim toss = 10
      data heads[toss]: binary
      param p ~ Beta(2, 2)
      observe heads ~ Bernoulli(p)`,
    data: {},
    isNormal: false,
  },
  {
    name: 'counts',
    text: `
      dim day = 5
      data n[day]: count
      param rate ~ Gamma(3, 1)
      observe n ~ Poisson(rate)`,
    data: {},
    isNormal: false,
  },
  {
    name: 'normal, unknown noise',
    text: `
      dim obs = 10
      data y[obs]: real
      param mu ~ Normal(0, 2)
      param sigma ~ HalfNormal(1)
      observe y ~ Normal(mu, sigma)`,
    data: {},
    isNormal: false,
  },
  {
    name: 'hierarchy',
    text: `
      dim group = 6
      dim obs
      data of[obs]: group
      data y[obs]: real
      param mu ~ Normal(0, 1)
      param tau ~ HalfNormal(1)
      param a[group] ~ Normal(mu, tau)
      observe y[i in obs] ~ Normal(a[of[i]], 1)`,
    data: { of: six },
    isNormal: false,
  },
];

export const calibratedMethods = ['nuts', 'full-rank', 'laplace'] as const;

export type CalibratedMethod = (typeof calibratedMethods)[number];

/** Whether ranks must be uniform: the draws are of the posterior itself. */
export function isExact({ isNormal }: CalibratedModel, method: CalibratedMethod): boolean {
  return method === 'nuts' || isNormal;
}
