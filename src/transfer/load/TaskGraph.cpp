#include "transfer/load/TaskGraph.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>

#include "base/Error.hpp"
#include "base/Interrupt.hpp"

namespace dunlin::transfer {
namespace {

using namespace std::chrono_literals;
thread_local const std::atomic<bool>* stop_of_this_thread = nullptr;

// Which tasks are ready, running and done. All members under one mutex, but for `stopped`.
class Schedule {
 public:
  explicit Schedule(const std::vector<Task>& tasks)
      : tasks_(tasks), waits_for_(tasks.size()), left_(tasks.size()) {
    for (std::size_t i = 0; i < tasks.size(); ++i) {
      waits_for_[i] = tasks[i].after.size();
      for (const auto before : tasks[i].after) followers_[before].push_back(i);
      if (waits_for_[i] == 0) ready_.push_back(i);
    }
  }

  // The next task, waiting for one; nothing when all are done or everything is to stop.
  std::optional<std::size_t> take() {
    std::unique_lock lock(mutex_);
    while (true) {
      if (stopped_ || left_ == 0) return std::nullopt;
      if (const auto task = pick()) return task;
      changed_.wait(lock);
    }
  }

  void finish(std::size_t task) {
    const std::lock_guard lock(mutex_);
    for (const auto follower : followers_[task]) {
      if (--waits_for_[follower] == 0) ready_.push_back(follower);
    }
    --left_;
    changed_.notify_all();
  }

  void stop(std::exception_ptr why) {
    const std::lock_guard lock(mutex_);
    if (!failure_) failure_ = std::move(why);
    stopped_ = true;
    changed_.notify_all();
  }

  // Waits up to a tenth of a second; true when nothing will begin any more.
  bool over() {
    std::unique_lock lock(mutex_);
    if (!stopped_ && left_ > 0) changed_.wait_for(lock, 100ms);
    return stopped_ || left_ == 0;
  }

  const std::atomic<bool>& stopped() const { return stopped_; }
  std::exception_ptr failure() {
    const std::lock_guard lock(mutex_);
    return failure_;
  }

 private:
  std::optional<std::size_t> pick() {
    const auto best = std::max_element(ready_.begin(), ready_.end(), [&](std::size_t a, std::size_t b) {
      return tasks_[a].weight < tasks_[b].weight;
    });
    if (best == ready_.end()) return std::nullopt;
    const std::size_t task = *best;
    ready_.erase(best);
    return task;
  }

  const std::vector<Task>& tasks_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::size_t> waits_for_;
  std::map<std::size_t, std::vector<std::size_t>> followers_;
  std::vector<std::size_t> ready_;
  std::size_t left_;
  std::atomic<bool> stopped_ = false;
  std::exception_ptr failure_;
};

// What the server said, with what it was about and what can be done.
void explain(postgres::SqlError& error, const std::string& what) {
  error.set_fact("task", what);
  error.set_fact("state", "what is recorded stays; what was under way is undone by the server");
  if (error.sqlstate() == "53100") {
    error.set_hint("the server's disk is full: make room, then run the same command again");
  } else if (error.is_connection_loss()) {
    error.set_hint("run the same command again: it goes on from what is recorded");
  } else if (error.hint().empty()) {
    error.set_hint("when that is settled, run the same command again: it goes on from what is recorded");
  }
}

// The threads and their sessions.
class Crew {
 public:
  Crew(const std::vector<Task>& tasks, Schedule& schedule, const std::function<Worker()>& open)
      : tasks_(tasks), schedule_(schedule), open_(open) {}

  void hire(int count) {
    for (int i = 0; i < count; ++i) threads_.emplace_back([this] { work(); });
  }

  // Ends what their sessions run: a task notices at its next call.
  void cancel() {
    const std::lock_guard lock(mutex_);
    for (const auto* worker : workers_) worker->connection.cancel();
  }

  // Waits for all of them, cancelling again and again where everything is to stop: a task may have been
  // between two statements.
  void dismiss() {
    while (working_ > 0) {
      if (schedule_.stopped()) cancel();
      std::this_thread::sleep_for(schedule_.stopped() ? 20ms
                                                      : 1ms);  // all done: they only close their sessions
    }
    for (auto& thread : threads_) thread.join();
  }

  int working() const { return working_; }

 private:
  void work() {
    ++working_;
    stop_of_this_thread = &schedule_.stopped();
    std::string what;
    try {
      Worker worker = open_();
      const Registered registered(*this, worker);
      while (const auto task = schedule_.take()) {
        what = tasks_[*task].what;
        tasks_[*task].run(worker);
        schedule_.finish(*task);
      }
    } catch (postgres::SqlError& error) {
      explain(error, what);
      schedule_.stop(std::current_exception());
    } catch (...) {
      schedule_.stop(std::current_exception());
    }
    --working_;
  }

  // A session that may be cancelled from outside as long as this lives.
  class Registered {
   public:
    Registered(Crew& crew, const Worker& worker) : crew_(crew), worker_(&worker) {
      const std::lock_guard lock(crew_.mutex_);
      crew_.workers_.insert(worker_);
    }
    ~Registered() {
      const std::lock_guard lock(crew_.mutex_);
      crew_.workers_.erase(worker_);
    }
    Registered(const Registered&) = delete;
    Registered& operator=(const Registered&) = delete;

   private:
    Crew& crew_;
    const Worker* worker_;
  };

  const std::vector<Task>& tasks_;
  Schedule& schedule_;
  const std::function<Worker()>& open_;
  std::mutex mutex_;
  std::set<const Worker*> workers_;
  std::vector<std::thread> threads_;
  std::atomic<int> working_ = 0;
};

}  // namespace

bool task_is_stopped() {
  return interrupted() || (stop_of_this_thread != nullptr && *stop_of_this_thread);
}

void run_tasks(const std::vector<Task>& tasks, int threads, const std::function<Worker()>& open,
               const std::function<void()>& on_tick) {
  if (tasks.empty()) return;
  Schedule schedule(tasks);
  Crew crew(tasks, schedule, open);
  crew.hire(std::max(1, std::min(threads, static_cast<int>(tasks.size()))));
  const Error asked_to_stop(ErrorCode::interrupted, "interrupted",
                            "run the same command again: it goes on from here");
  try {
    while (!schedule.over()) {
      if (on_tick) on_tick();
      if (interrupted()) schedule.stop(std::make_exception_ptr(asked_to_stop));
    }
  } catch (...) {
    schedule.stop(std::current_exception());
  }
  crew.dismiss();
  if (interrupted()) throw asked_to_stop;
  if (on_tick) on_tick();
  if (const auto failure = schedule.failure()) std::rethrow_exception(failure);
}

}  // namespace dunlin::transfer
