# The log likelihoods of loo's example, 500 draws x 2 chains x 32 observations, in units of 1e-8 as little-endian
# 32-bit integers, observation after observation and chain after chain; writes loo-example.i32 beside it and prints
# what loo says of them with r_eff = 1. Run in this folder.
suppressMessages(library(loo))
x <- round(example_loglik_array(), 8)
stopifnot(max(abs(x)) < 21)
writeBin(as.integer(round(x * 1e8)), "loo-example.i32", size = 4, endian = "little")
ll <- apply(x, 3, c)
a <- suppressWarnings(loo(ll, r_eff = rep(1, 32)))
print(a$estimates, digits = 14)
print(suppressWarnings(waic(ll))$estimates, digits = 14)
