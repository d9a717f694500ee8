#include "trial/performance/Load.hpp"

#include <algorithm>
#include <chrono>
#include <deque>
#include <exception>
#include <mutex>
#include <thread>

#include "base/Error.hpp"
#include "base/Interrupt.hpp"
#include "postgres/SessionSettings.hpp"

namespace dunlin::trial {
namespace {

using Clock = std::chrono::steady_clock;

// The clients that wait for a session, by when they asked. Every one that is answered asks again.
class Waiting {
 public:
  Waiting(int clients, int calls) : left_(calls) {
    const auto now = Clock::now();
    for (int i = 0; i < std::min(clients, calls); ++i) asked_.push_back(now);
  }

  // False when enough has been asked.
  bool next(Clock::time_point& asked) {
    const std::scoped_lock lock(mutex_);
    if (left_ == 0 || asked_.empty() || error_ || interrupted()) return false;
    --left_;
    asked = asked_.front();
    asked_.pop_front();
    return true;
  }
  void answered(Clock::time_point asked) {
    const auto now = Clock::now();
    const std::scoped_lock lock(mutex_);
    taken_.push_back(std::chrono::duration<double, std::milli>(now - asked).count());
    asked_.push_back(now);
  }
  void failed(std::exception_ptr error) {
    const std::scoped_lock lock(mutex_);
    if (!error_) error_ = std::move(error);
  }
  std::vector<double> result() {
    if (error_) std::rethrow_exception(error_);
    return std::move(taken_);
  }

 private:
  std::mutex mutex_;
  std::deque<Clock::time_point> asked_;
  std::vector<double> taken_;
  int left_;
  std::exception_ptr error_;
};

void serve(postgres::Connection& session, const PerformanceQuery& query, Waiting& waiting) {
  try {
    const auto sql = postgres::Sql::trusted(query.sql);
    for (Clock::time_point asked; waiting.next(asked);) {
      session.exec(sql, query.parameters);
      waiting.answered(asked);
    }
  } catch (...) {
    waiting.failed(std::current_exception());
  }
}

}  // namespace

SessionPool::SessionPool(const std::string& target, int sessions) {
  for (int i = 0; i < sessions; ++i) {
    sessions_.push_back(postgres::Connection::open(target, "dunlin performance"));
    postgres::begin_session(sessions_.back());
  }
}

void SessionPool::become(const PerformanceQuery& query) {
  for (auto& session : sessions_) {
    session.exec("SELECT set_config('role', 'none', false)");
    session.exec("SELECT set_config('request.jwt.claims', $1, false), set_config('role', $2, false)",
                 {query.claims, query.role.empty() ? "none" : query.role});
  }
}

void stop_if_interrupted() {
  if (interrupted())
    throw Error(ErrorCode::interrupted, "interrupted; nothing was kept of what was measured");
}

std::vector<double> ask_at_once(SessionPool& pool, const PerformanceQuery& query, int clients, int calls) {
  Waiting waiting(clients, calls);
  const std::size_t busy =
      std::min(pool.sessions().size(), static_cast<std::size_t>(std::min(clients, calls)));
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < busy; ++i)
    threads.emplace_back([&, i] { serve(pool.sessions()[i], query, waiting); });
  for (auto& thread : threads) thread.join();
  stop_if_interrupted();
  return waiting.result();
}

}  // namespace dunlin::trial
