# Six observations of loo's example, with r_eff = 1, by the R package loo; writes loo.json beside it.
# Run in this folder.
suppressMessages(library(loo))
set.seed(1)
x <- round(example_loglik_array()[, , c(1, 2, 8, 15, 21, 32)], 8)
ll <- apply(x, 3, c)
a <- suppressWarnings(loo(ll, r_eff = rep(1, 6)))
w <- suppressWarnings(waic(ll))
lpd <- cbind(a$pointwise[, "elpd_loo"], a$pointwise[, "elpd_loo"] + c(.3, -.2, .4, -.5, .1, -.15))
out <- list(
  logLikelihood = t(ll), elpd = a$estimates[1, 1], se = a$estimates[1, 2], p = a$estimates[2, 1],
  k = a$diagnostics$pareto_k, pointwise = a$pointwise[, "elpd_loo"],
  waic = w$estimates[1, 1], pWaic = w$estimates[2, 1], second = lpd[, 2],
  stacking = as.numeric(stacking_weights(lpd)),
  pseudo = as.numeric(pseudobma_weights(lpd, BB = FALSE)),
  pseudoPlus = as.numeric(pseudobma_weights(lpd, BB_n = 1e6)))
num <- function(v) paste0(format(v, digits = 15, trim = TRUE), collapse = ",")
arr <- function(v) if (is.matrix(v)) paste0("[", paste0(apply(v, 1, function(r) paste0("[", num(r), "]")), collapse = ","), "]") else if (length(v) > 1) paste0("[", num(v), "]") else num(v)
cat("{", paste0('"', names(out), '":', sapply(out, arr), collapse = ","), "}\n", sep = "", file = "loo.json")
