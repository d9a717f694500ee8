// measure FILE COMMAND...: runs the command and appends "wall-seconds cpu-seconds peak-MB" to FILE. CPU and peak are
// those of the command and of all processes that it waited for. In C, because the peak of a process is at least that
// of the program which started it.
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double seconds(struct timeval time) {
  return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  struct timespec start, end;
  clock_gettime(CLOCK_MONOTONIC, &start);
  const pid_t child = fork();
  if (child == 0) {
    execvp(argv[2], argv + 2);
    perror(argv[2]);
    _exit(127);
  }
  int status = 0;
  struct rusage usage;
  if (child < 0 || wait4(child, &status, 0, &usage) < 0) return 1;
  clock_gettime(CLOCK_MONOTONIC, &end);
  FILE* out = fopen(argv[1], "a");
  if (out == NULL) return 1;
  const double wall = (double)(end.tv_sec - start.tv_sec) + (double)(end.tv_nsec - start.tv_nsec) / 1e9;
  fprintf(out, "%.5f %.5f %.1f\n", wall, seconds(usage.ru_utime) + seconds(usage.ru_stime),
          (double)usage.ru_maxrss / 1024);
  fclose(out);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
