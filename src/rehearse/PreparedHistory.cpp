#include "rehearse/PreparedHistory.hpp"

#include <algorithm>

#include "base/Error.hpp"

namespace dunlin::rehearse {

PreparedHistory::PreparedHistory(ScratchServer& server)
    : server_(server), before_(server.shared_objects()), database_(server.create()) {}

PreparedHistory::~PreparedHistory() {
  try {
    database_.drop();
    server_.drop_except(before_);
  } catch (const Error&) {
    // The server is gone, or an interrupt: the next ScratchServer clears up.
  }
}

bool PreparedHistory::continues(const Scripts& scripts) const {
  const auto& had = done_.migrations;
  const auto& wanted = scripts.migrations;
  return outcome_.done && done_.config == scripts.config && had.size() <= wanted.size() &&
         std::equal(had.begin(), had.end(), wanted.begin());
}

const RunOutcome& PreparedHistory::bring_to(const Scripts& scripts,
                                            std::chrono::milliseconds statement_timeout) {
  if (!done_.migrations.empty() && !continues(scripts)) {
    database_.drop();
    server_.drop_except(before_);
    database_ = server_.create();
    outcome_ = {};
  }
  auto invented = std::move(outcome_.invented_roles);
  outcome_ = run_scripts(server_, database_, scripts, statement_timeout);
  outcome_.invented_roles.insert(outcome_.invented_roles.begin(), invented.begin(), invented.end());
  done_ = scripts;
  return outcome_;
}

}  // namespace dunlin::rehearse
