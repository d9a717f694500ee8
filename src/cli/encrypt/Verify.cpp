#include "encrypt/Verify.hpp"

#include <fmt/format.h>

#include "base/Identifier.hpp"
#include "base/Text.hpp"
#include "cli/encrypt/Verbs.hpp"
#include "encrypt/Documents.hpp"
#include "encrypt/KeySource.hpp"
#include "postgres/Transaction.hpp"

namespace dunlin::cli {
namespace {

using postgres::Sql;

Json verification_json(const std::string& name, const encrypt::Verification& found) {
  Json bad = Json::array();
  for (const auto& row : found.listed) bad.add(Json::object().set("key", row.key).set("reason", row.reason));
  return Json::object()
      .set("column", name)
      .set("rows", found.rows)
      .set("bad", found.bad)
      .set("shared_salts", found.shared_salts)
      .set("bad_rows", bad);
}

void show(Screen& screen, const std::string& name, const std::string& what,
          const encrypt::Verification& found) {
  screen.live("");
  screen.line(fmt::format("{}: {} {} decrypted, {} bad", name, with_thousands(found.rows), what,
                          with_thousands(found.bad)));
  for (const auto& row : found.listed) screen.line(fmt::format("  {}  {}", printable(row.key), row.reason));
  if (static_cast<std::size_t>(found.bad) > found.listed.size())
    screen.line(fmt::format("  ... and {} more (--limit)",
                            with_thousands(found.bad - static_cast<std::int64_t>(found.listed.size()))));
  if (found.shared_salts > 0)
    screen.line(fmt::format("  {} share their salt with another one",
                            counted(static_cast<std::size_t>(found.shared_salts), "row")));
}

int verify_here(const EncryptRequest& request, Screen& screen) {
  const Target target(request.config);
  auto connection = target.connect();  // a replica will do
  look_for_leaks(connection, screen);
  auto keys = open_key_ring(request, connection);
  const auto list = static_cast<std::size_t>(request.invocation.limit);
  const auto live = [&](const std::string& name) {
    return [&screen, name](std::int64_t done) {
      if (screen.options().live) screen.live(fmt::format("{}: {}", name, with_thousands(done)));
    };
  };
  Json columns = Json::array();
  Json documents;
  bool bad = false;
  for (const auto& column : asked_columns(connection, request.arguments)) {
    const auto found = encrypt::verify(connection, column, keys, list, live(column.name()));
    show(screen, column.name(), "values", found);
    columns.add(verification_json(column.name(), found));
    bad = bad || found.bad > 0 || found.shared_salts > 0;
  }
  if (request.arguments.empty()) {
    const auto found = encrypt::verify_documents(connection, keys, list, live("documents"));
    if (found.rows > 0) show(screen, "documents", "documents", found);
    documents = verification_json("documents", found);
    bad = bad || found.bad > 0;
  }
  screen.json(Json::object().set("mode", "client").set("columns", columns).set("documents", documents));
  return bad ? 3 : 0;
}

std::string schema_of_verification(postgres::Connection& connection) {
  const auto row = connection.exec(R"(
    SELECT n.nspname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE p.proname = 'verify_encryption_integrity' ORDER BY n.nspname LIMIT 1)");
  if (row.rows() == 0)
    throw refused("this database has no function verify_encryption_integrity()",
                  "dunlin pack add encryption, then dunlin migrate");
  return row.string(0, 0);
}

// The pack's own function, with the key as a bind parameter of this one transaction.
int verify_there(const EncryptRequest& request, Screen& screen) {
  const Target target(request.config);
  auto connection = target.connect();
  encrypt::require_no_leak(encrypt::find_leaks(encrypt::read_logging(connection)));
  const auto schema = schema_of_verification(connection);
  static_cast<void>(asked_columns(connection, request.arguments));  // none at all isn't "ok"
  const auto kek = encrypt::read_key(key_source(request));
  encrypt::KeyRing(encrypt::read_keys(connection), kek).require_kek();  // a wrong one isn't sent
  postgres::Transaction transaction(connection);
  auto digits = kek.reveal_hex();
  connection.exec("SELECT set_config('dunlin.kek', $1, true) IS NOT NULL", {digits});
  encrypt::wipe(digits);
  const auto rows = connection.exec(Sql::trusted(
      fmt::format("SELECT check_name, status, detail, count FROM {}.verify_encryption_integrity()",
                  quote_identifier(schema))));
  Json checks = Json::array();
  bool bad = false;
  for (int row = 0; row < rows.rows(); ++row) {
    bad = bad || rows.text(row, 1) == "failed";
    checks.add(Json::object()
                   .set("check", rows.text(row, 0))
                   .set("status", rows.text(row, 1))
                   .set("detail", rows.text(row, 2))
                   .set("count", rows.is_null(row, 3) ? Json() : Json(rows.number(row, 3))));
    screen.line(fmt::format("{:<8} {}: {} ({})", rows.text(row, 1), printable(rows.text(row, 0)),
                            printable(rows.text(row, 2)), rows.text(row, 3)));
  }
  screen.json(Json::object().set("mode", "server").set("checks", checks));
  return bad ? 3 : 0;
}

}  // namespace

int encrypt_verify(const EncryptRequest& request, Screen& screen) {
  return request.invocation.mode == "server" ? verify_there(request, screen) : verify_here(request, screen);
}

}  // namespace dunlin::cli
