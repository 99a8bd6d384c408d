// What does the kernel alone take for a frame? Sends the same bytes to many sockets on the loopback
// address, ten times a second, with nothing but send(2); another process reads them. A server of
// WebSockets does at least this, so no figure of docs/performance.md can be below it on one machine.
//
//   cc -O2 -o send-floor benchmarks/send-floor.c && ./send-floor READERS BYTES TICKS
//
// Prints the sender's CPU a frame, in microseconds. Takes TICKS / 10 and two seconds more. Needs Linux
// and `ulimit -n` of some more than READERS.
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
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

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec + now.tv_nsec / 1e9;
}

static double micros(struct timeval time) { return time.tv_sec * 1e6 + time.tv_usec; }

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
  struct rusage before = {0}, after;
  double next = seconds();
  for (int tick = -WARM_UP_TICKS; tick < ticks; tick++) {
    if (tick == 0) getrusage(RUSAGE_SELF, &before);
    for (int i = 0; i < readers; i++) {
      if (send(sockets[i], frame, size, MSG_NOSIGNAL) != size) stop("send");
    }
    next += TICK_MILLIS / 1e3;
    double wait = next - seconds();
    if (wait > 0) usleep((useconds_t)(wait * 1e6));
  }
  getrusage(RUSAGE_SELF, &after);
  double frames = (double)readers * ticks;
  printf("%d readers, %d bytes: %.2f us a frame in user code, %.2f in the kernel\n", readers, size,
         (micros(after.ru_utime) - micros(before.ru_utime)) / frames,
         (micros(after.ru_stime) - micros(before.ru_stime)) / frames);
  kill(reader, SIGTERM);
  return 0;
}
