#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "postgres/Connection.hpp"
#include "sqlite/Database.hpp"

namespace dunlin::transfer {

/// What one thread works with: nothing of it is shared.
struct Worker {
  postgres::Connection connection;
  sqlite::Database snapshot;
};

/// A piece of work for one worker, and what it has to wait for.
struct Task {
  std::string what;         ///< for messages: "copy of orders"
  std::int64_t weight = 0;  ///< the heaviest that is ready goes first: what is begun late ends late
  std::vector<std::size_t> after;
  std::function<void(Worker&)> run;
};

/// Runs tasks on several threads until all are done. The first that throws stops the others: what their
/// sessions run is cancelled, nothing new begins, and its exception is thrown here. `open` makes a thread's
/// worker; `on_tick` is called about ten times a second by the calling thread. Also stops, with an
/// interrupted Error, when the user asks for it.
void run_tasks(const std::vector<Task>& tasks, int threads, const std::function<Worker()>& open,
               const std::function<void()>& on_tick);

/// True in a task when it should give up because another has failed. For loops that don't ask the server.
bool task_is_stopped();

}  // namespace dunlin::transfer
