#include "sqlite/SharedLock.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <thread>

#include "base/Error.hpp"
#include "base/Interrupt.hpp"
#include "base/Text.hpp"

namespace dunlin::sqlite {
namespace {

using std::chrono::milliseconds;

// As SQLite does it: the pending byte first, so that a writer who waits for readers to end isn't overtaken.
bool try_shared(const Descriptor& database) {
  if (!database.lock_shared(k_pending_byte)) return false;
  const bool locked = database.lock_shared(k_shared_first, k_shared_size);
  database.unlock(k_pending_byte);
  return locked;
}

Error locked_by_others(const Descriptor& database) {
  auto holder = database.exclusive_holder(k_shared_first, k_shared_size);
  if (!holder) holder = database.exclusive_holder(k_pending_byte);
  Error error(
      ErrorCode::lock_timeout,
      fmt::format("{} is locked exclusively by {}", printable(database.path()),
                  describe(holder.value_or(LockHolder{}))),
      "wait until its transaction is over; an application with PRAGMA locking_mode = EXCLUSIVE has to "
      "be stopped");
  error.set_fact("file", database.path());
  return error;
}

}  // namespace

Deadline deadline_in(int milliseconds_from_now) {
  return std::chrono::steady_clock::now() + milliseconds(milliseconds_from_now);
}

bool poll(const std::function<bool()>& attempt, Deadline deadline) {
  auto pause = milliseconds(1);
  while (!attempt()) {
    if (interrupted()) throw Error(ErrorCode::interrupted, "interrupted");
    if (std::chrono::steady_clock::now() >= deadline) return false;
    std::this_thread::sleep_for(pause);
    pause = std::min(pause * 2, milliseconds(20));
  }
  return true;
}

SharedLock::SharedLock(const Descriptor& database, Deadline deadline) : database_(database) {
  if (!poll([&] { return try_shared(database); }, deadline)) throw locked_by_others(database);
}

SharedLock::~SharedLock() {
  database_.unlock(k_shared_first, k_shared_size);
}

}  // namespace dunlin::sqlite
