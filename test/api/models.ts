/** Models and data that several tests of the API use. */
export const eightSchools = {
  model: `model "Eight schools"
dim school
data y[school]: real
data sigma[school]: positive
param mu ~ Normal(0, 5)
param tau ~ HalfCauchy(5)
param theta[school] ~ Normal(mu, tau)
let shrunk = theta - mu
observe y ~ Normal(theta, sigma)
output best = max(theta)
output y_new[school] ~ Normal(theta, sigma)
output twice[school] ~ Normal(y_new, 1)
output total = sum(twice) + tau`,
  data: {
    y: { A: 28, B: 8, C: -3, D: 7, E: -1, F: 1, G: 18, H: 12 },
    sigma: { A: 15, B: 10, C: 16, D: 11, E: 9, F: 11, G: 10, H: 18 },
  },
};

export const counts = {
  model: `dim obs
dim site = ["a", "b"]
data n[obs]: count
data k[obs]: count
data x[obs]: real
data site[obs]: site
param a[site] ~ Normal(0, 2)
param b ~ Normal(0, 1)
param phi ~ Gamma(2, 0.5)
let rate = exp(a[site] + b * x)
observe n ~ Poisson(rate)
observe k ~ NegativeBinomial(rate, phi)
output k_new[obs] ~ NegativeBinomial(rate, phi)`,
  data: {
    n: [0, 2, 7, 1, 3],
    k: [1, 0, 9, 0, 4],
    x: [0.1, -0.4, 1.2, 0, 0.5],
    site: ['b', 'a', 'b', 'b', 'a'],
  },
};

/** Normal mean with known sd: the posterior is Normal(1.5 · 4 / 4.25, 1 / √4.25) for four values of mean 1.5. */
export const normalMean = {
  model: `dim obs
data y[obs]: real
param m ~ Normal(0, 2)
let shifted = m + 10
observe y ~ Normal(m, 1)
output y_new ~ Normal(m, 1)
output sum_new = y_new + m
output count ~ Poisson(3 * y_new^2)`,
  data: { y: [0.5, 1, 2, 2.5] },
};
