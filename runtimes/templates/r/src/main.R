# Prints a greeting and the names of the variables. Values stay out, because some of them are secrets.
source("functions.R")
cat(greeting(), "\n", sep = "")
cat(sort(names(Sys.getenv())), sep = "\n")
