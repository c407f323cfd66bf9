/** The examples of the language's description, as text: each must parse without a diagnostic. */
export const EXAMPLES: Readonly<Record<string, string>> = {
  'Eight schools (Rubin 1981)': `model "Eight schools (Rubin 1981)"

dim school

data y[school]: real              // estimated treatment effect
data sigma[school]: positive      // its standard error

param mu ~ Normal(0, 5)
param tau ~ HalfCauchy(5)
param theta[school] ~ Normal(mu, tau)

observe y ~ Normal(theta, sigma)
`,
  Recurrences: `let err[t in time] = y[t] - (if t == 1 then mu + phi * mu else mu + phi * y[t - 1] + theta * err[t - 1])

let alpha[t in time, k in state] =
  logpdf(Normal(m[k], 1), y[t]) +
  (if t == 1 then log(init[k]) else logsumexp[j in state](alpha[t - 1, j] + log(trans[j, k])))
`,
  Digits: `model "Digits"
dim example   dim pixel   dim digit = 0 .. 9

data image[example, pixel]: real
data label[example]: digit

network classify(pixel) -> digit {
  dense(256, activation = relu)
  dropout(0.1)
  dense(128, activation = relu)
  dropout(0.1)
  dense(digit)
  weights ~ Normal(0, 1)
  biases ~ Normal(0, 1)
}

observe label ~ CategoricalLogit(classify(image))
`,
  'Radon: varying intercept': `model "Radon: varying intercept"
dim home   dim county
data county[home]: county
data floor[home]: binary
data log_radon[home]: real
param mu_a ~ Normal(0, 10)
param sigma_a ~ HalfNormal(1)
param a[county] ~ Normal(mu_a, sigma_a)
param b ~ Normal(0, 10)
param sigma_y ~ HalfNormal(1)
observe log_radon ~ Normal(a[county] + b * floor, sigma_y)
`,
  'Robust regression with a matrix of predictors': `model "Robust regression with a matrix of predictors"
dim obs   dim predictor
data X[obs, predictor]: real
data y[obs]: real
param alpha ~ Normal(0, 10)
param beta[predictor] ~ Normal(0, 2.5)
param nu ~ Gamma(2, 0.1)
param sigma ~ HalfCauchy(5)
observe y ~ StudentT(nu, alpha + X @ beta, sigma)
output r2 = variance(X @ beta) / (variance(X @ beta) + sigma^2)
`,
  'Two-component mixture': `model "Two-component mixture"
dim obs   dim component = 2
data y[obs]: real
param w[component] ~ Dirichlet(1)
param mu[component]: ordered ~ Normal(0, 2)
param sigma[component] ~ HalfNormal(2)
observe y ~ mixture(w, Normal(mu, sigma))
`,
  'GARCH(1,1)': `model "GARCH(1,1)"
dim time
data y[time]: real
data sigma1: positive
param mu ~ Flat()
param alpha0: positive ~ Flat()
param alpha1: unit ~ Flat()
param beta1: real(lower = 0, upper = 1 - alpha1) ~ Flat()
let sigma[t in time] = if t == 1 then sigma1
  else sqrt(alpha0 + alpha1 * (y[t - 1] - mu)^2 + beta1 * sigma[t - 1]^2)
observe y ~ Normal(mu, sigma)
`,
  'Gaussian process regression': `model "Gaussian process regression"
dim obs
data x[obs]: real
data y[obs]: real
param rho ~ Gamma(25, 4)
param alpha ~ HalfNormal(2)
param sigma ~ HalfNormal(1)
let K[i in obs, j in obs] =
  alpha^2 * exp(-0.5 * ((x[i] - x[j]) / rho)^2) + (if i == j then sigma else 0)
observe y ~ MultiNormal(0, cov = K)
`,
  'Hidden Markov model, two states, the forward pass by hand': `model "Hidden Markov model, two states, the forward pass by hand"
dim time   dim state = 2
data y[time]: real
param init[state] ~ Dirichlet(1)
param trans[state, state] ~ Dirichlet(1)      // each row a simplex
param m[state]: ordered ~ Normal(0, 10)
let alpha[t in time, k in state] =
  logpdf(Normal(m[k], 1), y[t]) +
  (if t == 1 then log(init[k]) else logsumexp[j in state](alpha[t - 1, j] + log(trans[j, k])))
factor logsumexp[state](alpha[last(time), :])
`,
  'Occupancy of sites by a species': `model "Occupancy of sites by a species"
dim site   dim visit
data seen[site, visit]: binary
param omega ~ Uniform(0, 1)
param p ~ Uniform(0, 1)
observe seen ~ zero_inflated(1 - omega, each[visit](Bernoulli(p)))
`,
  'Lotka-Volterra': `model "Lotka-Volterra"
dim year   dim species = ["hare", "lynx"]   dim rate = 4
data t[year]: real
data pelts[year, species]: positive
data initial_pelts[species]: positive
param theta[rate]: positive ~ Normal([1, 0.05, 1, 0.05], [0.5, 0.05, 0.5, 0.05])
param z0[species] ~ LogNormal(log(10), 1)
param sigma[species] ~ LogNormal(-1, 1)
fun dz(t, z, th) = [(th[1] - th[2] * z[2]) * z[1], (-th[3] + th[4] * z[1]) * z[2]]
let z[year, species] = ode(dz, z0, 0, t, theta)
observe initial_pelts ~ LogNormal(log(z0), sigma)
observe pelts ~ LogNormal(log(z), sigma)
`,
  'Statement forms': `dim school
dim lag = 5
dim day = ["mon", "tue"]
dim digit = 0 .. 9
dim rating = 0 ..
dim step = size(time) - 1
dim slope = column[2 ..]
data y[school]: real
data iq: real = 100 from "mom.iq"
data county[home]: county
data fips[home]: county by label
data w[obs]: real?
data v[obs]: real(lower = a, upper = b)?
param mu ~ Normal(0, 5)
param s: positive ~ Normal(0, 1)
param b[predictor] ~ Flat()
param q: real(lower = 0, upper = 1 - p) ~ Flat()
param x[t in time] ~ if t == 1 then Normal(0, 10) else Normal(x[t - 1], s)
let theta = mu + tau * eta
let z[year, species] = ode(dz, z0, 0, t, theta, method = rk45)
let p[s in student]: pattern = first(pattern)
let m[i in home] = a[county[i]] + b * floor[i]
observe y ~ Normal(theta, sigma)
observe y[t in 3 .. size(time)] ~ Normal(c + phi * y[t - 1], s)
observe d[i in day, m in country] ~ NegativeBinomial(mu[i, m], phi) where start[m] <= i
observe log(y) ~ Normal(0, 1)
factor sum(x)
output odds = exp(b)
output y_new[school] ~ Normal(theta, sigma)
fun hill(x, k, n) = x^n / (k^n + x^n)
fun f(t, z) = [u * z[1], -v * z[2]] with u = exp(t), v = 2e-3
let A = (L @ z)[i, j]
let o = sum[j in 1 .. i - 1](w[j]) + sum[i in a, j in b](q[i, j]) + sum[predictor](X * beta)
let u = origin[i] == "Japan" and not (theta["Choate"] > 0) or true
let q[t in time, f] = Y[t, :]
observe seen ~ zero_inflated(1 - omega, each[visit](Bernoulli(p)))
observe y ~ mixture(weights, [Normal(0, 1), StudentT(3, 0, 1)])
let weight = classify.layer1.weight
network g(pixel) {
  conv2d(8, kernel = 3, stride = 1)
  flatten()
  residual {
    dense(50, weights ~ Laplace(0, 1), name = hidden)
  }
  dense(1)
  weights ~ Normal(0, 1 / sqrt(fan_in))
}
`,
};
