#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <set>

#include "base/Duration.hpp"
#include "base/Text.hpp"
#include "cli/encrypt/Verbs.hpp"
#include "encrypt/KeySource.hpp"
#include "encrypt/MissingKeys.hpp"

namespace dunlin::cli {
namespace {

int new_file(const EncryptRequest& request, Screen& screen) {
  if (request.arguments.size() != 2)
    throw usage_error("keys new wants the name of the file to write", "dunlin encrypt keys new /etc/app/kek");
  const std::string& path = request.arguments[1];
  const auto id = encrypt::create_key_file(path).id();
  screen.json(Json::object().set("file", path).set("kek", id));
  screen.line(fmt::format("wrote a new key-encryption key, {}, to {} (mode 0600)", id, printable(path)));
  screen.line("keep a copy of it somewhere else: without it nothing can be decrypted, by nobody");
  return 0;
}

// Purposes of the registered columns and of their blind indexes that have no active key yet.
std::vector<std::string> purposes_without_key(postgres::Connection& connection,
                                              const std::vector<encrypt::KeyRecord>& records) {
  std::set<std::string> wanted;
  for (const auto& column : encrypt::read_columns(connection, {})) {
    wanted.insert(column.purpose);
    if (!column.index_purpose.empty()) wanted.insert(column.index_purpose);
  }
  for (const auto& record : records) {
    if (record.state == "active") wanted.erase(record.purpose);
  }
  return {wanted.begin(), wanted.end()};
}

// Two key-encryption keys in one database would be found out by the first transaction that needs both.
void require_same_kek(const std::vector<encrypt::KeyRecord>& records, const encrypt::Key& kek) {
  for (const auto& record : records) {
    if (record.wrapped.empty() || record.kek_id == kek.id()) continue;
    throw refused(fmt::format("the data keys of this database are wrapped by {}, and what was given is {}",
                              record.kek_id, kek.id()),
                  "say the right one with --kek; or change it: dunlin encrypt rotate --new-kek ...");
  }
}

int init(const EncryptRequest& request, Screen& screen) {
  const Target target(request.config);
  auto connection = connect_for_keys(target, screen);
  const auto records = encrypt::read_keys(connection);
  encrypt::require_no_missing_key(connection, records);
  const auto kek = encrypt::read_key(key_source(request));
  require_same_kek(records, kek);
  std::vector<std::string> purposes;
  if (request.invocation.purpose) {
    const bool has_one = std::any_of(records.begin(), records.end(), [&](const auto& record) {
      return record.purpose == *request.invocation.purpose && record.state == "active";
    });
    if (!has_one) purposes.push_back(*request.invocation.purpose);
  } else {
    purposes = purposes_without_key(connection, records);
  }
  Json made = Json::array();
  for (const auto& purpose : purposes) {
    const int kid = encrypt::create_data_key(connection, kek, purpose);
    made.add(Json::object().set("kid", kid).set("purpose", purpose));
    screen.line(fmt::format("key {} for {}, wrapped by {}", kid, printable(purpose), kek.id()));
  }
  if (purposes.empty()) screen.line("every purpose has an active key");
  screen.json(Json::object().set("kek", kek.id()).set("made", made));
  return 0;
}

int list(const EncryptRequest& request, Screen& screen) {
  const Target target(request.config);
  auto connection = target.connect();
  Json keys = Json::array();
  for (const auto& key : encrypt::read_keys(connection)) {
    keys.add(Json::object()
                 .set("kid", key.kid)
                 .set("purpose", key.purpose)
                 .set("state", key.state)
                 .set("kek", key.kek_id)
                 .set("created_at", key.created_at)
                 .set("retired_at", key.retired_at.empty() ? Json() : Json(key.retired_at))
                 .set("age_days", key.age_days)
                 .set("rotation", encrypt::rotation_of(key)));
    screen.line(fmt::format("  {:>4}  {:<20} {:<12} {} old, wrapped by {}{}", key.kid, printable(key.purpose),
                            key.state, counted(static_cast<std::size_t>(key.age_days), "day"), key.kek_id,
                            encrypt::rotation_of(key) == "ok" || encrypt::rotation_of(key).empty()
                                ? ""
                                : fmt::format(": rotation {}", encrypt::rotation_of(key))));
  }
  screen.json(Json::object().set("keys", keys));
  return 0;
}

int retire(const EncryptRequest& request, Screen& screen) {
  const Target target(request.config);
  auto connection = target.connect();
  require_writable(connection);
  const encrypt::KeysSettled settled(connection);
  const auto found = encrypt::retire_unused(connection, request.invocation.purpose, settled,
                                            parse_duration(request.invocation.wait));
  if (found.retired.empty() && found.kept.empty())
    screen.line("there is no key that only decrypts: nothing to retire");
  screen.json(show_retirement(screen, found));
  return found.kept.empty() ? 0 : 3;
}

int number_of_key(const EncryptRequest& request) {
  int kid = 0;
  const std::string typed = request.arguments.size() == 2 ? request.arguments[1] : "";
  const auto end = std::from_chars(typed.data(), typed.data() + typed.size(), kid);
  if (typed.empty() || end.ec != std::errc() || end.ptr != typed.data() + typed.size())
    throw usage_error("keys destroy wants the number of one key", "dunlin encrypt keys list shows them");
  return kid;
}

int destroy(const EncryptRequest& request, Screen& screen) {
  const int kid = number_of_key(request);
  const Target target(request.config);
  auto connection = target.connect();
  require_writable(connection);
  const encrypt::BackupAge backups{.retention = request.config.environment.encryption.backup_retention,
                                   .since = request.invocation.backups_since};
  const auto retired_at = encrypt::destroy_key(connection, kid, backups, request.invocation.yes_destroy);
  screen.json(Json::object()
                  .set("destroyed", kid)
                  .set("retired_at", retired_at)
                  .set("override", request.invocation.yes_destroy.has_value()));
  screen.line(
      fmt::format("key {} is destroyed: what a backup from before {} holds under it can't be read any "
                  "more",
                  kid, retired_at));
  return 0;
}

}  // namespace

Json show_retirement(Screen& screen, const encrypt::Retirement& found) {
  Json retired = Json::array();
  Json kept = Json::array();
  for (const int kid : found.retired) {
    retired.add(kid);
    screen.line(
        fmt::format("key {} is retired: nothing uses it. Backups from before need it, and it stays", kid));
  }
  for (const auto& key : found.kept) {
    kept.add(Json::object().set("kid", key.kid).set("why", key.why));
    screen.line(fmt::format("key {} isn't retired: {}. Later: dunlin encrypt keys retire", key.kid, key.why));
  }
  return Json::object().set("retired", retired).set("kept", kept);
}

int encrypt_keys(const EncryptRequest& request, Screen& screen) {
  const std::string what = request.arguments.empty() ? "list" : request.arguments.front();
  if (what == "new") return new_file(request, screen);
  if (what == "init") return init(request, screen);
  if (what == "list") return list(request, screen);
  if (what == "retire") return retire(request, screen);
  if (what == "destroy") return destroy(request, screen);
  throw usage_error(fmt::format("dunlin encrypt keys has no '{}'", printable(what)),
                    "one of: new FILE, init, list, retire, destroy KID");
}

}  // namespace dunlin::cli
