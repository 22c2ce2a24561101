# The line that the task prints; NAME is a variable of the manifest.
greeting <- function(name = Sys.getenv("NAME", "world")) {
  paste0("Hello, ", name)
}
