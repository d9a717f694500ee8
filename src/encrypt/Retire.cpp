#include "encrypt/Retire.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>

#include "base/Error.hpp"
#include "base/KillPoint.hpp"
#include "base/Text.hpp"
#include "encrypt/KeyUse.hpp"
#include "postgres/Transaction.hpp"

namespace dunlin::encrypt {
namespace {

const KeyRecord& require_key(const std::vector<KeyRecord>& records, int kid) {
  const auto found =
      std::find_if(records.begin(), records.end(), [&](const auto& record) { return record.kid == kid; });
  if (found == records.end())
    throw refused(fmt::format("there is no key {}", kid), "dunlin encrypt keys list shows them");
  return *found;
}

void require_retired(const KeyRecord& key) {
  if (key.state == "retired") return;
  if (key.state == "destroyed") throw refused(fmt::format("key {} is destroyed already", key.kid), "");
  throw refused(fmt::format("key {} ({}) is {}: only a retired key can be destroyed", key.kid, key.purpose,
                            key.state == "active" ? "in use" : "not retired"),
                key.state == "active" ? fmt::format("first: dunlin encrypt rotate --purpose {}", key.purpose)
                                      : "first: dunlin encrypt keys retire, which says what still uses it");
}

// Backups from before the retirement hold what only this key opens: the newest of them is as old as that.
void require_no_backup(postgres::Connection& connection, const KeyRecord& key, const BackupAge& backups) {
  const auto override_hint =
      fmt::format("if no such backup is left, or none may ever be read again: --yes-destroy {}", key.kid);
  if (backups.since) {
    const auto row = connection.exec(
        "SELECT retired_at < $2::timestamptz, to_char($2::timestamptz AT TIME ZONE 'UTC', "
        "'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') FROM dunlin_pack.dek WHERE kid = $1::int",
        {std::to_string(key.kid), *backups.since});
    if (row.boolean(0, 0)) return;
    throw refused(fmt::format("key {} retired at {}, and backups since {} are kept: those from before its "
                              "retirement need it",
                              key.kid, key.retired_at, row.text(0, 1)),
                  override_hint);
  }
  if (!backups.retention)
    throw refused(
        fmt::format("it isn't known how long backups are kept, and those from before {} need key {}",
                    key.retired_at, key.kid),
        "say it in dunlin.toml: [encryption] backup_retention = \"35 days\"; or the time of the oldest "
        "backup: --backups-since 2026-01-31");
  const auto row = connection.exec(
      "SELECT retired_at + make_interval(hours => $2::int) <= now(), to_char((retired_at + "
      "make_interval(hours => $2::int)) AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') "
      "FROM dunlin_pack.dek WHERE kid = $1::int",
      {std::to_string(key.kid), std::to_string(backups.retention->count())});
  if (row.boolean(0, 0)) return;
  throw refused(fmt::format("backups that need key {} may be kept until {}: it may be destroyed from then on",
                            key.kid, row.text(0, 1)),
                override_hint);
}

// A mistyped year must not make every backup look newer than the key's retirement.
void require_past(postgres::Connection& connection, const std::string& since) {
  const auto wrong = [&](const char* what) {
    return usage_error(fmt::format("--backups-since {} {}", printable(since), what),
                       "when the oldest backup that is kept was made: 2026-01-31, or 2026-01-31T12:00:00Z");
  };
  try {
    const auto row =
        connection.exec("SELECT isfinite($1::timestamptz), $1::timestamptz > clock_timestamp()", {since});
    if (!row.boolean(0, 0)) throw wrong("is no point in time");
    if (row.boolean(0, 1)) throw wrong("is in the future");
  } catch (const postgres::SqlError& error) {
    if (!error.sqlstate().starts_with("22")) throw;  // class 22: data exception
    throw wrong("isn't a time");
  }
}

std::string describe(const OlderTransaction& transaction) {
  if (transaction.prepared) return "a prepared transaction may have written under it";
  return fmt::format("server process {} has a transaction open that may write under it", transaction.pid);
}

}  // namespace

Retirement retire_unused(postgres::Connection& connection, const std::optional<std::string>& purpose,
                         const KeysSettled& settled, std::chrono::milliseconds wait) {
  Retirement out;
  const auto records = read_keys(connection);
  std::vector<KeyRecord> candidates;
  std::copy_if(records.begin(), records.end(), std::back_inserter(candidates), [&](const auto& record) {
    return record.state == "decrypt_only" && (!purpose || record.purpose == *purpose);
  });
  if (candidates.empty()) return out;
  const auto older = settled.older_transaction(wait);
  for (const auto& record : candidates) {
    if (older) {
      out.kept.push_back({.kid = record.kid, .why = describe(*older)});
      continue;
    }
    if (const auto use = find_use(connection, records, record)) {
      out.kept.push_back({.kid = record.kid, .why = *use + " uses it", .in_use = true});
      continue;
    }
    connection.exec(
        "UPDATE dunlin_pack.dek SET state = 'retired', retired_at = now() WHERE kid = $1::int AND state = "
        "'decrypt_only'",
        {std::to_string(record.kid)});
    kill_point("encrypt-retired");
    out.retired.push_back(record.kid);
  }
  return out;
}

std::string destroy_key(postgres::Connection& connection, int kid, const BackupAge& backups,
                        std::optional<int> for_good) {
  if (for_good && *for_good != kid)
    throw usage_error(
        fmt::format("--yes-destroy names key {}, and key {} was to be destroyed", *for_good, kid),
        "name the same one, or leave it out");
  if (backups.since) require_past(connection, *backups.since);
  postgres::Transaction transaction(connection);
  connection.exec("LOCK TABLE dunlin_pack.dek IN SHARE ROW EXCLUSIVE MODE");
  const auto records = read_keys(connection);
  const auto& key = require_key(records, kid);
  require_retired(key);
  if (const auto use = find_use(connection, records, key))
    throw refused(
        fmt::format("{} uses key {} again: it was put back from before the rotation", *use, kid),
        fmt::format("dunlin encrypt verify names the rows; dunlin encrypt rotate --purpose {} takes "
                    "them under the active key",
                    key.purpose));
  if (!for_good) require_no_backup(connection, key, backups);
  connection.exec("UPDATE dunlin_pack.dek SET state = 'destroyed', wrapped = NULL WHERE kid = $1::int",
                  {std::to_string(kid)});
  kill_point("encrypt-destroyed");
  transaction.commit();
  return key.retired_at;
}

}  // namespace dunlin::encrypt
