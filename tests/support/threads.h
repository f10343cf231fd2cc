/*
** threads.h - work in many threads that all begin at once, so that also the very
** first calls meet. For cmocka tests; not for two tests at the same time.
*/
#ifndef SMMA_TEST_THREADS_H
#define SMMA_TEST_THREADS_H

#include "check.h"

#include <pthread.h>
#include <stdbool.h>

enum { THREADS = 8 };

typedef struct threads_job {
  void (*run)(void *work);
  void *work;
} threads_job;

static pthread_mutex_t threads_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t threads_opened = PTHREAD_COND_INITIALIZER;
static bool threads_open;

static inline void threads_set_open(bool is_open) {
  pthread_mutex_lock(&threads_lock);
  threads_open = is_open;
  pthread_cond_broadcast(&threads_opened);
  pthread_mutex_unlock(&threads_lock);
}

static inline void *threads_wait_and_run(void *waiting) {
  const threads_job *job = waiting;
  pthread_mutex_lock(&threads_lock);
  while (!threads_open) {
    pthread_cond_wait(&threads_opened, &threads_lock);
  }
  pthread_mutex_unlock(&threads_lock);
  job->run(job->work);
  return NULL;
}

/* run(work[i]) in a thread for each i, until all have ended. Only the thread of
** the test may end it: run notes what went wrong in its work. */
static inline void threads_run(void (*run)(void *work),
                               void *const work[THREADS]) {
  threads_job jobs[THREADS];
  pthread_t thread[THREADS];
  threads_set_open(false);
  for (int i = 0; i < THREADS; i++) {
    jobs[i] = (threads_job){run, work[i]};
    assert_int_equal(
        pthread_create(&thread[i], NULL, threads_wait_and_run, &jobs[i]), 0);
  }
  threads_set_open(true);
  for (int i = 0; i < THREADS; i++) {
    assert_int_equal(pthread_join(thread[i], NULL), 0);
  }
}

#endif
