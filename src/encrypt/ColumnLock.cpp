#include "encrypt/ColumnLock.hpp"

#include <fmt/format.h>
#include <thread>

#include "base/Error.hpp"
#include "base/Interrupt.hpp"

namespace dunlin::encrypt {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds k_between_tries{100};

}  // namespace

ColumnLock::ColumnLock(postgres::Connection& connection, const EncryptedColumn& column,
                       std::chrono::milliseconds wait)
    : connection_(connection),
      name_("dunlin encrypt " + std::to_string(column.relation) + " " + column.encrypted) {
  take(column.name(), wait);
}

ColumnLock::ColumnLock(postgres::Connection& connection, const std::string& what,
                       std::chrono::milliseconds wait)
    : connection_(connection), name_("dunlin encrypt " + what) {
  take(what, wait);
}

void ColumnLock::take(const std::string& what, std::chrono::milliseconds wait) {
  const auto deadline = Clock::now() + wait;
  while (!connection_.exec("SELECT pg_try_advisory_lock(hashtextextended($1, 0))", {name_}).boolean(0, 0)) {
    if (Clock::now() >= deadline || interrupted())
      throw Error(ErrorCode::lock_timeout, fmt::format("another dunlin encrypts {}", what),
                  "wait for it, or say --wait 10min; each column is one dunlin's at a time");
    std::this_thread::sleep_for(k_between_tries);
  }
}

ColumnLock::~ColumnLock() {
  try {
    if (!connection_.broken())
      connection_.exec("SELECT pg_advisory_unlock(hashtextextended($1, 0))", {name_});
  } catch (const Error&) {
    // The connection broke: the lock went with it.
  }
}

}  // namespace dunlin::encrypt
