#pragma once

#include "lint/Scene.hpp"

namespace dunlin::lint {

/// What SET, RESET, BEGIN and the ends of transactions do to the script's settings.
void apply(Session& session, const JudgedStatement& statement);
/// SET LOCAL ends with its transaction.
void end_transaction(Session& session);
/// The setting in force, or "" when the script hasn't made it.
std::string setting(const Session& session, const std::string& name);
/// The script runs with TimeZone UTC, as far as it says: PostgreSQL sees through casts between timestamp and
/// timestamptz only then.
bool runs_in_utc(const Session& session);
/// The setting in milliseconds: "2s", "500", "1min". Nothing when it isn't made, or isn't a time.
std::optional<std::int64_t> time_setting(const Session& session, const std::string& name);

}  // namespace dunlin::lint
