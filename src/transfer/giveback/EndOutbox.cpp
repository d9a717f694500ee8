#include "transfer/giveback/EndOutbox.hpp"

#include <algorithm>
#include <thread>

#include "base/Error.hpp"
#include "base/Interrupt.hpp"
#include "base/Text.hpp"
#include "postgres/Transaction.hpp"
#include "transfer/TableLock.hpp"
#include "transfer/cutover/Outbox.hpp"
#include "transfer/giveback/ClosedTables.hpp"

namespace dunlin::transfer {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;
constexpr milliseconds k_patience_at_first{250};
constexpr milliseconds k_pause{100};

Error still_in_use(const std::vector<std::string>& sessions) {
  return Error(ErrorCode::lock_timeout,
               "somebody's transaction on PostgreSQL that uses these tables doesn't end" +
                   (sessions.empty() ? "" : ": " + join(sessions, "; ")),
               "nothing was changed; end it, or wait longer with --wait, then run the command again");
}

}  // namespace

void end_outbox(postgres::Connection& connection, const Mapping& mapping, milliseconds wait,
                const std::function<void()>& also) {
  const auto deadline = Clock::now() + wait;
  for (milliseconds patience = k_patience_at_first;; patience *= 2) {
    {
      postgres::Transaction transaction(connection);
      const auto left = std::chrono::duration_cast<milliseconds>(deadline - Clock::now());
      if (lock_out(connection, mapping, KeptOut::everybody, std::min(patience, left))) {
        drop_outbox(connection, mapping);
        open_tables(connection, mapping);
        also();
        transaction.commit();
        return;
      }
    }
    if (interrupted())
      throw Error(ErrorCode::interrupted, "interrupted", "nothing was changed; run the command again");
    const auto sessions = in_the_way(connection, mapping, KeptOut::everybody);
    if (Clock::now() + k_pause >= deadline) throw still_in_use(sessions);
    std::this_thread::sleep_for(k_pause);
  }
}

}  // namespace dunlin::transfer
