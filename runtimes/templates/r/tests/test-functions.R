# Run with: Rscript tests/test-functions.R
source("src/functions.R")
stopifnot(greeting("Ann") == "Hello, Ann")
