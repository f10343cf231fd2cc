arguments <- commandArgs(trailingOnly = TRUE)
queries <- arguments[1]
path <- arguments[2]

# [load]
library(DBI)
database <- dbConnect(RSQLite::SQLite(), ":memory:", loadable.extensions = TRUE)
loaded <- dbGetQuery(database, "SELECT load_extension(?)", params = list(path))
average <- dbGetQuery(database, "SELECT smma(value, 2) FROM json_each('[1, 2, 5.5]')")[1, 1]
# [end]
stopifnot(average == 3.5)

text <- paste(readLines(queries), collapse = "\n")
for (query in strsplit(sub(";\\s*$", "", text), ";\n")[[1]]) {
  value <- tryCatch(dbGetQuery(database, query)[1, 1], error = conditionMessage)
  cat(value, "\n", sep = "")
}
dbDisconnect(database)
