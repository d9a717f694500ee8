// delay_proxy LISTEN_PORT SERVER_PORT DELAY_MICROSECONDS TRIPS_FILE
//
// A longer wire between a client and a server on this machine: what arrives is passed on DELAY later, each way, at any
// bandwidth (queues are unbounded). For each connection that ends it appends the number of its round trips to
// TRIPS_FILE: how often the client sent something after it had heard from the server, or first of all.
#include <arpa/inet.h>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <fcntl.h>
#include <list>
#include <netinet/tcp.h>
#include <string>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

namespace {

using Clock = std::chrono::steady_clock;

void check(bool good, const char* what) {
  if (good) return;
  std::perror(what);
  std::exit(1);
}

sockaddr_in loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

// What is on its way to one side.
struct Wire {
  struct Packet {
    Clock::time_point due;
    std::string bytes;  // none: the other side has said its last word
  };
  int from = -1;
  int to = -1;
  std::deque<Packet> packets;
  bool over = false;
};

struct Link {
  Wire up;    // client to server
  Wire down;  // server to client
  long trips = 0;
  bool client_spoke = false;  // ... since the server did
};

class Proxy {
 public:
  Proxy(int port, int server_port, std::chrono::microseconds delay, const char* trips_file)
      : server_port_(server_port), delay_(delay), trips_file_(trips_file) {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    const int yes = 1;
    ::setsockopt(listener_, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    const auto address = loopback(port);
    check(::bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0, "bind");
    check(::listen(listener_, 64) == 0, "listen");
    watch(listener_);
    watch(timer_);
  }

  [[noreturn]] void go() {
    while (true) {
      epoll_event events[64];
      const int count = ::epoll_wait(epoll_, events, 64, -1);
      for (int i = 0; i < count; ++i) {
        if (events[i].data.fd == listener_) accept();
      }
      for (auto& link : links_) {
        take(link, link.up);
        take(link, link.down);
      }
      deliver();
    }
  }

 private:
  void watch(int fd) {
    epoll_event event{};
    event.events = EPOLLIN | EPOLLRDHUP | (fd == timer_ || fd == listener_ ? 0U : EPOLLET);
    event.data.fd = fd;
    check(::epoll_ctl(epoll_, EPOLL_CTL_ADD, fd, &event) == 0, "epoll_ctl");
  }

  static void prepare(int fd) {
    const int yes = 1;
    ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    ::fcntl(fd, F_SETFL, O_NONBLOCK);
  }

  void accept() {
    const int client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (client < 0) return;
    const int server = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const auto address = loopback(server_port_);
    check(::connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0, "connect");
    for (const int fd : {client, server}) {
      prepare(fd);
      watch(fd);
    }
    links_.push_back({.up = {client, server, {}, false}, .down = {server, client, {}, false}});
  }

  // Reads whatever is there and stamps it.
  void take(Link& link, Wire& wire) {
    char buffer[65536];
    while (!wire.over) {
      const auto got = ::read(wire.from, buffer, sizeof buffer);
      if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
      wire.over = got <= 0;
      wire.packets.push_back({Clock::now() + delay_, std::string(buffer, got > 0 ? static_cast<size_t>(got) : 0)});
      const bool is_client = &wire == &link.up;
      if (is_client && got > 0 && !link.client_spoke) ++link.trips;
      link.client_spoke = is_client;
    }
  }

  // Sends what is due, sets the timer for what is next, and forgets the links that are over.
  void deliver() {
    std::uint64_t ticks = 0;
    (void)!::read(timer_, &ticks, sizeof ticks);
    auto next = Clock::time_point::max();
    for (auto link = links_.begin(); link != links_.end();) {
      for (Wire* wire : {&link->up, &link->down}) {
        send_due(*wire);
        if (!wire->packets.empty()) next = std::min(next, wire->packets.front().due);
      }
      link = is_over(*link) ? forget(link) : std::next(link);
    }
    set_timer(next);
  }

  static void send_due(Wire& wire) {
    while (!wire.packets.empty() && wire.packets.front().due <= Clock::now()) {
      auto& packet = wire.packets.front();
      if (packet.bytes.empty()) {
        ::shutdown(wire.to, SHUT_WR);
      } else {
        const auto sent = ::send(wire.to, packet.bytes.data(), packet.bytes.size(), MSG_NOSIGNAL);
        if (sent < 0 && errno == EAGAIN) {
          packet.due = Clock::now() + std::chrono::microseconds(100);
          return;
        }
        if (sent >= 0 && static_cast<size_t>(sent) < packet.bytes.size()) {
          packet.bytes.erase(0, static_cast<size_t>(sent));
          continue;
        }
      }
      wire.packets.pop_front();
    }
  }

  static bool is_over(const Link& link) {
    return link.up.over && link.down.over && link.up.packets.empty() && link.down.packets.empty();
  }

  std::list<Link>::iterator forget(std::list<Link>::iterator link) {
    if (FILE* out = std::fopen(trips_file_, "a")) {
      std::fprintf(out, "%ld\n", link->trips);
      std::fclose(out);
    }
    ::close(link->up.from);
    ::close(link->up.to);
    return links_.erase(link);
  }

  void set_timer(Clock::time_point next) const {
    itimerspec when{};
    if (next != Clock::time_point::max()) {
      const auto left = std::max<std::int64_t>(1000, std::chrono::nanoseconds(next - Clock::now()).count());
      when.it_value = {.tv_sec = left / 1'000'000'000, .tv_nsec = left % 1'000'000'000};
    }
    ::timerfd_settime(timer_, 0, &when, nullptr);
  }

  int server_port_;
  std::chrono::microseconds delay_;
  const char* trips_file_;
  int epoll_ = ::epoll_create1(EPOLL_CLOEXEC);
  int timer_ = ::timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
  int listener_ = -1;
  std::list<Link> links_;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) {
    std::fprintf(stderr, "usage: delay_proxy LISTEN_PORT SERVER_PORT DELAY_MICROSECONDS TRIPS_FILE\n");
    return 2;
  }
  Proxy(std::atoi(argv[1]), std::atoi(argv[2]), std::chrono::microseconds(std::atoi(argv[3])), argv[4]).go();
}
