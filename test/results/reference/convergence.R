# Reference values for test/results/convergence.test.ts: R's posterior and its example draws (BSD-3).
# Repeat: Rscript test/results/reference/convergence.R > test/results/reference/convergence.json
suppressPackageStartupMessages(library(posterior))
set.seed(1)
ar <- function(phi, n) as.numeric(stats::arima.sim(list(ar = phi), n))
example <- example_draws()
cases <- list(
  mu = as.matrix(as.data.frame(unclass(extract_variable_matrix(example, "mu")))),
  tau = as.matrix(as.data.frame(unclass(extract_variable_matrix(example, "tau")))),
  slow = cbind(ar(0.95, 301), ar(0.95, 301)),
  antithetic = cbind(ar(-0.7, 400), ar(-0.7, 400), ar(-0.7, 400)),
  shifted = cbind(rnorm(200), rnorm(200) + 1),
  ties = cbind(rpois(150, 2), rpois(150, 2)),
  single = cbind(ar(0.5, 250)),
  heavy = cbind(rcauchy(300), rcauchy(300))
)
fmt <- function(x) formatC(x, digits = 17, format = "g")
rows <- sapply(names(cases), function(name) {
  x <- unname(cases[[name]])
  chains <- paste(apply(x, 2, function(chain) paste0("[", paste(fmt(chain), collapse = ","), "]")), collapse = ",")
  paste0('"', name, '": {"chains": [', chains, '], "rhat": ', fmt(rhat(x)), ', "essBulk": ', fmt(suppressWarnings(ess_bulk(x))),
    ', "essTail": ', fmt(suppressWarnings(ess_tail(x))), ', "essMean": ', fmt(suppressWarnings(ess_mean(x))), ', "mcseMean": ', fmt(suppressWarnings(mcse_mean(x))),
    ', "mcseSd": ', fmt(suppressWarnings(mcse_sd(x))),
    ', "mcseQuantiles": [', paste(fmt(suppressWarnings(mcse_quantile(x, c(0.05, 0.5, 0.95)))), collapse = ","), "]}")
})
cat("{", paste(rows, collapse = ",\n"), "}\n", sep = "")
