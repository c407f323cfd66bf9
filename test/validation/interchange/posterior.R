# Reads the CSV files of chains with R's posterior: Rscript posterior.R chain_1.csv …
# Writes a line a quantity: name, mean, sd, R-hat, bulk and tail ESS.
suppressMessages(library(posterior))
chains <- lapply(commandArgs(TRUE), function(file) {
  as_draws_array(as.matrix(read.csv(file, comment.char = "#", check.names = FALSE)))
})
draws <- do.call(bind_draws, c(chains, along = "chain"))
rows <- summarise_draws(draws, mean, sd, rhat, ess_bulk, ess_tail)
for (k in seq_len(nrow(rows)))
  cat(rows$variable[k], sprintf("%.17g", unlist(rows[k, -1])), sep = "\t", fill = FALSE, "\n")
