// What does the kernel alone take for a frame? Sends the same bytes to many sockets on the loopback
// address, ten times a second, with nothing but send(2); another process reads them. A server of
// WebSockets does at least this, so no figure of docs/performance.md can be below it on one machine.
//
//   cc -O2 -o send-floor benchmarks/send-floor.c && ./send-floor READERS BYTES TICKS
//
// Prints the sender's CPU a frame, in microseconds, over all ticks, and of its ticks the median and the
// quartiles: on a machine shared with others some seconds are slow as a whole. Takes TICKS / 10 and two
// seconds more. Needs Linux and `ulimit -n` of some more than READERS.
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { WARM_UP_TICKS = 10, TICK_MILLIS = 100, READ_BYTES = 65536, EVENTS = 1024 };

static void stop(const char *what) {
  perror(what);
  exit(2);
}

static int number(const char *text, long max) {
  char *end;
  long value = strtol(text, &end, 10);
  if (*end != 0 || value < 1 || value > max) {
    fprintf(stderr, "%s is no number from 1 to %ld\n", text, max);
    exit(2);
  }
  return (int)value;
}

static double micros(clockid_t clock) {
  struct timespec now;
  clock_gettime(clock, &now);
  return now.tv_sec * 1e6 + now.tv_nsec / 1e3;
}

static int ascending(const void *a, const void *b) {
  double first = *(const double *)a, second = *(const double *)b;
  return (first > second) - (first < second);
}

// Connects all readers and throws away what they get; ends when the sender has gone.
static void read_all(const struct sockaddr_in *address, int readers) {
  int poll = epoll_create1(0);
  static char bytes[READ_BYTES];
  for (int i = 0; i < readers; i++) {
    int socket_ = socket(AF_INET, SOCK_STREAM, 0);
    if (socket_ < 0 || connect(socket_, (const void *)address, sizeof *address) != 0) stop("connect");
    fcntl(socket_, F_SETFL, O_NONBLOCK);
    struct epoll_event wanted = {.events = EPOLLIN | EPOLLET, .data.fd = socket_};
    epoll_ctl(poll, EPOLL_CTL_ADD, socket_, &wanted);
  }
  for (;;) {
    struct epoll_event events[EVENTS];
    int count = epoll_wait(poll, events, EVENTS, -1);
    for (int i = 0; i < count; i++) {
      if (read(events[i].data.fd, bytes, READ_BYTES) == 0) _exit(0);
    }
  }
}

int main(int count, char **arguments) {
  if (count != 4) {
    fprintf(stderr, "usage: send-floor READERS BYTES TICKS\n");
    return 2;
  }
  int readers = number(arguments[1], 50000);
  int size = number(arguments[2], READ_BYTES);
  int ticks = number(arguments[3], 600);
  int listener = socket(AF_INET, SOCK_STREAM, 0);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t length = sizeof address;
  if (bind(listener, (void *)&address, length) != 0 || listen(listener, 4096) != 0) stop("listen");
  getsockname(listener, (void *)&address, &length);
  pid_t reader = fork();
  if (reader == 0) read_all(&address, readers);

  int *sockets = calloc(readers, sizeof *sockets);
  char *frame = calloc(1, size);
  for (int i = 0; i < readers; i++) {
    int on = 1;
    sockets[i] = accept(listener, NULL, NULL);
    if (sockets[i] < 0) stop("accept");
    setsockopt(sockets[i], IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  }
  double *frames = calloc(ticks, sizeof *frames);
  double sum = 0;
  double next = micros(CLOCK_MONOTONIC);
  for (int tick = -WARM_UP_TICKS; tick < ticks; tick++) {
    double before = micros(CLOCK_PROCESS_CPUTIME_ID);
    for (int i = 0; i < readers; i++) {
      if (send(sockets[i], frame, size, MSG_NOSIGNAL) != size) stop("send");
    }
    if (tick >= 0) {
      frames[tick] = (micros(CLOCK_PROCESS_CPUTIME_ID) - before) / readers;
      sum += frames[tick];
    }
    next += TICK_MILLIS * 1e3;
    double wait = next - micros(CLOCK_MONOTONIC);
    if (wait > 0) usleep((useconds_t)wait);
  }
  qsort(frames, ticks, sizeof *frames, ascending);
  printf("%d readers, %d bytes: %.2f us a frame; its ticks: median %.2f, quartiles %.2f and %.2f\n", readers,
         size, sum / ticks, frames[ticks / 2], frames[ticks / 4], frames[ticks * 3 / 4]);
  kill(reader, SIGTERM);
  return 0;
}
