#include "encrypt/Rotate.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "base/Duration.hpp"
#include "base/Text.hpp"
#include "cli/encrypt/Verbs.hpp"
#include "encrypt/ColumnLock.hpp"
#include "encrypt/KeySource.hpp"

namespace dunlin::cli {
namespace {

using Clock = std::chrono::steady_clock;
using encrypt::EncryptedColumn;

int rotate_kek(const EncryptRequest& request, Screen& screen) {
  const Target target(request.config);
  auto connection = target.connect();  // a key that lies in the database is a reason to rotate, not to refuse
  require_writable(connection);
  static_cast<void>(encrypt::read_keys(connection));
  const auto current = encrypt::read_key(request.invocation.kek);
  const auto next = encrypt::read_key(*request.invocation.new_kek);
  const int wrapped = encrypt::rotate_kek(connection, current, next);
  screen.json(Json::object().set("wrapped", wrapped).set("kek", next.id()));
  screen.line(fmt::format("{} wrapped by {} now; no value was touched",
                          counted(static_cast<std::size_t>(wrapped), "data key"), next.id()));
  screen.line(fmt::format("keep {} for as long as backups from before are kept", current.id()));
  return 0;
}

std::vector<EncryptedColumn> columns_of(postgres::Connection& connection, const std::string& purpose) {
  std::vector<EncryptedColumn> out;
  for (auto& column : encrypt::read_columns(connection, {})) {
    if (column.index_purpose == purpose)
      throw refused(
          fmt::format("{} is the key of the blind index of {}: with another one no lookup would find "
                      "what was indexed before",
                      printable(purpose), column.name()),
          "register a second encrypted column with an index of its own, fill it, and let go of this one");
    if (column.purpose == purpose) out.push_back(std::move(column));
  }
  if (out.empty())
    throw refused(fmt::format("no registered column has the purpose {}", printable(purpose)),
                  "dunlin encrypt status lists them");
  return out;
}

// A rotation that was killed is finished before another one begins.
bool is_unfinished(postgres::Connection& connection, const std::vector<encrypt::KeyRecord>& keys,
                   const std::vector<EncryptedColumn>& columns) {
  const auto& purpose = columns.front().purpose;
  int active = 0;
  bool older = false;
  for (const auto& key : keys) {
    if (key.purpose != purpose) continue;
    if (key.state == "active") active = key.kid;
    older = older || key.state == "decrypt_only";
  }
  if (!older) return false;
  return std::any_of(columns.begin(), columns.end(), [&](const auto& column) {
    return connection
               .exec(
                   "SELECT 1 FROM dunlin_pack.encryption_checkpoint WHERE relation = $1::bigint::oid AND "
                   "encrypted_column = $2 AND operation = $3 AND finished",
                   {std::to_string(column.relation), column.encrypted, encrypt::rotation_name(active)})
               .rows() == 0;
  });
}

Json rotate_column(const EncryptRequest& request, const EncryptedColumn& column,
                   postgres::Connection& connection, encrypt::KeyRing& keys, Screen& screen) {
  const encrypt::ColumnLock lock(connection, column, parse_duration(request.invocation.wait));
  const auto began = Clock::now();
  const double cpu = processor_seconds();
  const auto result = encrypt::reencrypt(connection, column, keys, sweep_options(request.invocation),
                                         show_sweep(screen, column.name()));
  const double used = processor_seconds() - cpu;
  const auto took = Clock::now() - began;
  screen.live("");
  screen.line(fmt::format("{}: {} under key {} now, in {}", column.name(),
                          counted(static_cast<std::size_t>(result.rows), "row"), keys.active(column.purpose),
                          describe_duration(std::chrono::duration_cast<Milliseconds>(took))));
  show_bad_rows(screen, result);
  return sweep_json(column, result, std::chrono::duration<double>(took).count(), used);
}

}  // namespace

int encrypt_rotate(const EncryptRequest& request, Screen& screen) {
  if (request.invocation.new_kek) return rotate_kek(request, screen);
  if (!request.invocation.purpose)
    throw usage_error("what is to be rotated?",
                      "a data key: --purpose phone; or the key-encryption key: --new-kek file:/path");
  const std::string& purpose = *request.invocation.purpose;
  const Target target(request.config);
  auto connection = connect_for_keys(target, screen);
  const auto columns = columns_of(connection, purpose);
  auto records = encrypt::read_keys(connection);
  const auto kek = encrypt::read_key(request.invocation.kek);
  {
    encrypt::KeyRing current(records, kek);  // a wrong key is found before anything is made
    static_cast<void>(current.cipher(current.active(purpose), purpose));
  }
  if (is_unfinished(connection, records, columns)) {
    screen.note("a rotation of this key hasn't come to its end: it goes on");
  } else {
    const int kid = encrypt::create_data_key(connection, kek, purpose);
    screen.note(
        fmt::format("key {} for {}; the one before only decrypts from now on", kid, printable(purpose)));
    records = encrypt::read_keys(connection);
  }
  encrypt::KeyRing keys(std::move(records), kek);
  Json rotated = Json::array();
  bool bad = false;
  for (const auto& column : columns) {
    auto json = rotate_column(request, column, connection, keys, screen);
    bad = bad || *json.find("bad")->integer() > 0;
    rotated.add(std::move(json));
  }
  Json retired = Json::array();
  for (const int kid : encrypt::retire_unused(connection, purpose)) {
    retired.add(kid);
    screen.line(
        fmt::format("key {} is retired: nothing uses it. Backups from before need it, and it stays", kid));
  }
  screen.json(
      Json::object().set("active", keys.active(purpose)).set("columns", rotated).set("retired", retired));
  return bad ? 3 : 0;
}

}  // namespace dunlin::cli
