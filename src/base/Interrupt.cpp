#include "base/Interrupt.hpp"

#include <csignal>
#include <initializer_list>

namespace dunlin {
namespace {

volatile std::sig_atomic_t g_signals = 0;

void on_signal(int number) {
  g_signals = g_signals + 1;
  if (g_signals > 1) {
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
