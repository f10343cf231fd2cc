// cc -c -DSQLITE_CORE sqlite-smma.c && c++ linked.cpp sqlite-smma.o -lsqlite3 -o linked
#include "sqlite-smma.h"

#include <fstream>
#include <iostream>
#include <sstream>

int main(int count, char **arguments) {
  if (count != 2) return 2;
  // [load]
  sqlite3_auto_extension(reinterpret_cast<void (*)()>(sqlite3_smma_init));
  sqlite3 *database = nullptr;
  int failed = sqlite3_open(":memory:", &database);
  failed = failed || sqlite3_exec(database, "SELECT smma(1.5, 1)", nullptr,
                                  nullptr, nullptr);
  // [end]
  std::stringstream queries;
  queries << std::ifstream(arguments[1]).rdbuf();
  const auto print = [](void *, int, char **values, char **) {
    std::cout << values[0] << '\n';
    return 0;
  };
  if (failed || sqlite3_exec(database, queries.str().c_str(), print, nullptr,
                             nullptr) != SQLITE_OK) {
    std::cout << sqlite3_errmsg(database) << '\n';
  }
  return failed || sqlite3_close(database);
}
