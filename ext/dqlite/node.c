/*
** node.c - a node of dqlite that has the SQL functions.
**
**     smma-node bootstrap ADDRESS DIR    the first node of a cluster, once
**     smma-node ID ADDRESS DIR           any other, and each time a node starts again
**
** dqlite opens its connections itself, for clients and for what other nodes send.
** So the extension is one of sqlite3_auto_extension(), registered before the
** first of them is opened, and each has the functions from its first statement.
*/
#include "../extension.h"

#include <dqlite.h>

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
  NODE_FIRST = 1, /* the ID with which dqlite makes a cluster of one */
  /* A follower waits 15 to 30 times as long for a sign of the leader, then asks
  ** for votes. So a new leader comes within about two seconds, and a statement
  ** that takes the leader longer than 0.6 s may cost it its place. */
  NODE_LATENCY_MS = 40
};

typedef struct node_arguments {
  dqlite_node_id id;
  bool is_bootstrap;
  const char *address;
  const char *directory;
} node_arguments;

/* Returns false, so that it can be returned. */
static bool node_complain(const char *what, const char *value,
                          const char *why) {
  const char *space = value[0] == '\0' ? "" : " ";
  (void)fprintf(stderr, "smma-node: %s%s%s: %s\n", what, space, value, why);
  return false;
}

/* ---- Arguments ---------------------------------------------------------- */

static bool node_read_id(const char *text, node_arguments *a) {
  a->is_bootstrap = strcmp(text, "bootstrap") == 0;
  if (a->is_bootstrap) {
    a->id = NODE_FIRST;
    return true;
  }
  char *end = NULL;
  errno = 0;
  a->id = strtoull(text, &end, 10);
  const bool is_number = text[0] >= '0' && text[0] <= '9' && *end == '\0';
  if (is_number && errno == 0 && a->id > 0) return true;
  return node_complain("ID", text,
                       "is not a positive integer, nor the word bootstrap");
}

static bool node_read_arguments(int count, char **given, node_arguments *a) {
  if (count != 4) {
    (void)fprintf(stderr, "usage: smma-node ID|bootstrap HOST:PORT DIR\n");
    return false;
  }
  a->address = given[2];
  a->directory = given[3];
  return node_read_id(given[1], a);
}

/* ---- The directory ------------------------------------------------------ */

/* Whether Raft has written to the directory before. */
static bool node_has_log(const char *directory) {
  char path[4096];
  const int length = snprintf(path, sizeof path, "%s/metadata1", directory);
  if (length < 0 || (size_t)length >= sizeof path) return false;
  return access(path, F_OK) == 0;
}

/* Where it returns false, errno says why. */
static bool node_make_directory(const char *directory) {
  if (mkdir(directory, 0700) == 0) return true;
  struct stat there;
  if (errno != EEXIST || stat(directory, &there) != 0) return false;
  errno = ENOTDIR;
  return S_ISDIR(there.st_mode);
}

/* With ID 1 and an empty directory dqlite makes a new cluster, which must not
** come of a lost disk: beside the old one there would be another, and the votes
** and bars of the lost disk are forgotten. */
static bool node_check_directory(const node_arguments *a) {
  if (!node_make_directory(a->directory)) {
    return node_complain("DIR", a->directory, strerror(errno));
  }
  const bool has_log = node_has_log(a->directory);
  if (a->is_bootstrap && has_log) {
    return node_complain("DIR", a->directory,
                         "has a log already: start this node with ID 1");
  }
  if (a->id == NODE_FIRST && !a->is_bootstrap && !has_log) {
    return node_complain("DIR", a->directory,
                         "has no log, and ID 1 would found a new cluster: let "
                         "the node join with an ID that was never used, or "
                         "say bootstrap");
  }
  return true;
}

/* ---- The node ----------------------------------------------------------- */

static bool node_register_functions(void) {
  const int rc = sqlite3_auto_extension((void (*)(void))sqlite3_smma_init);
  if (rc == SQLITE_OK) return true;
  return node_complain("sqlite3_auto_extension()", "", sqlite3_errstr(rc));
}

static bool node_configure(dqlite_node *node, const node_arguments *a) {
  if (dqlite_node_set_bind_address(node, a->address) != 0) {
    return node_complain("HOST:PORT", a->address, "cannot be bound to");
  }
  if (dqlite_node_set_network_latency_ms(node, NODE_LATENCY_MS) != 0) {
    return node_complain("dqlite_node_set_network_latency_ms()", "",
                         dqlite_node_errmsg(node));
  }
  if (dqlite_node_start(node) != 0) {
    return node_complain("DIR", a->directory, dqlite_node_errmsg(node));
  }
  return true;
}

/* Serves until a signal of `ends`. */
static bool node_serve(dqlite_node *node, const node_arguments *a,
                       const sigset_t *ends) {
  if (!node_configure(node, a)) return false;
  (void)printf("smma-node %llu listens on %s\n", a->id, a->address);
  if (fflush(stdout) != 0) perror("smma-node");
  int signal_number = 0;
  const int waited = sigwait(ends, &signal_number);
  const int stopped = dqlite_node_stop(node);
  if (waited != 0) return node_complain("sigwait()", "", strerror(waited));
  if (stopped != 0) {
    return node_complain("dqlite_node_stop()", "", dqlite_node_errmsg(node));
  }
  return true;
}

static bool node_run(const node_arguments *a, const sigset_t *ends) {
  dqlite_node *node = NULL;
  if (dqlite_node_create(a->id, a->address, a->directory, &node) != 0) {
    return node_complain("DIR", a->directory,
                         node == NULL ? "dqlite cannot make a node of it"
                                      : dqlite_node_errmsg(node));
  }
  const bool is_well = node_serve(node, a, ends);
  dqlite_node_destroy(node);
  return is_well;
}

/* SIGTERM and SIGINT end the node, and are blocked before dqlite has threads.
** SIGPIPE is what comes of a client that has gone: libuv leaves it to us. */
static bool node_set_signals(sigset_t *ends) {
  if (sigemptyset(ends) != 0 || sigaddset(ends, SIGTERM) != 0 ||
      sigaddset(ends, SIGINT) != 0 || sigprocmask(SIG_BLOCK, ends, NULL) != 0 ||
      signal(SIGPIPE, SIG_IGN) == SIG_ERR) {
    return node_complain("signals", "", strerror(errno));
  }
  return true;
}

int main(int count, char **given) {
  node_arguments arguments = {0};
  sigset_t ends;
  const bool is_well = node_read_arguments(count, given, &arguments) &&
                       node_check_directory(&arguments) &&
                       node_set_signals(&ends) && node_register_functions() &&
                       node_run(&arguments, &ends);
  return is_well ? EXIT_SUCCESS : EXIT_FAILURE;
}
