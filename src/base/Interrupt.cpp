#include "base/Interrupt.hpp"

#include <atomic>
#include <csignal>
#include <initializer_list>

namespace dunlin {
namespace {

// The handler runs in one thread and the others ask: no sig_atomic_t, which is for one thread alone. Without
// a lock, as a handler's have to be ([support.signal]).
std::atomic<int> g_signals = 0;
static_assert(std::atomic<int>::is_always_lock_free);

void on_signal(int number) {
  if (++g_signals > 1) {
    std::signal(number, SIG_DFL);
    std::raise(number);
  }
}

}  // namespace

void catch_interrupts() {
  struct sigaction action {};
  action.sa_handler = on_signal;
  sigemptyset(&action.sa_mask);
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) sigaction(number, &action, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
}

bool interrupted() {
  return g_signals > 0;
}

}  // namespace dunlin
