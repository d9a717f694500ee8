#include "encrypt/Status.hpp"

#include <fmt/format.h>

#include "base/Text.hpp"
#include "cli/encrypt/Verbs.hpp"

namespace dunlin::cli {
namespace {

Json show_column(Screen& screen, const encrypt::EncryptedColumn& column, const encrypt::Coverage& coverage) {
  Json keys = Json::object();
  std::string shown;
  for (const auto& [kid, rows] : coverage.keys) {
    keys.set(std::to_string(kid), rows);
    shown += fmt::format("{}key {}: {}", shown.empty() ? "" : ", ", kid, with_thousands(rows));
  }
  screen.line(fmt::format(
      "  {}  {} {} of {} encrypted{}{}", column.name(), encrypt::to_string(column.format),
      with_thousands(coverage.encrypted), with_thousands(coverage.encrypted + coverage.plaintext_left),
      shown.empty() ? "" : ", " + shown,
      coverage.no_envelope > 0
          ? fmt::format(", {} aren't encrypted values", with_thousands(coverage.no_envelope))
          : ""));
  return Json::object()
      .set("column", column.name())
      .set("purpose", column.purpose)
      .set("format", encrypt::to_string(column.format))
      .set("rows", coverage.rows)
      .set("encrypted", coverage.encrypted)
      .set("plaintext_left", coverage.plaintext_left)
      .set("not_an_envelope", coverage.no_envelope)
      .set("keys", keys);
}

}  // namespace

int encrypt_status(const EncryptRequest& request, Screen& screen) {
  const Target target(request.config);
  auto connection = target.connect();
  const auto keys = encrypt::read_keys(connection);
  const auto leaks = encrypt::find_leaks(encrypt::read_logging(connection));
  bool due = false;
  Json column_list = Json::array(), key_list = Json::array();
  screen.line("columns");
  for (const auto& column : encrypt::read_columns(connection, request.arguments)) {
    const auto coverage = encrypt::read_coverage(connection, column);
    due = due || coverage.plaintext_left > 0 || coverage.no_envelope > 0;
    column_list.add(show_column(screen, column, coverage));
  }
  screen.line("keys");
  for (const auto& key : keys) {
    const auto rotation = encrypt::rotation_of(key);
    due = due || rotation == "due" || rotation == "overdue";
    key_list.add(Json::object()
                     .set("kid", key.kid)
                     .set("purpose", key.purpose)
                     .set("state", key.state)
                     .set("kek", key.kek_id)
                     .set("created_at", key.created_at)
                     .set("age_days", key.age_days)
                     .set("rotate_every_days", key.rotate_every_days)
                     .set("rotation", rotation));
    screen.line(fmt::format("  {} {} {}, {} of {} days old{}", key.kid, printable(key.purpose), key.state,
                            key.age_days, key.rotate_every_days,
                            rotation == "due" || rotation == "overdue"
                                ? fmt::format(": rotation {} (dunlin encrypt rotate --purpose {})", rotation,
                                              printable(key.purpose))
                                : ""));
  }
  if (!leaks.empty()) screen.line("leaks");
  for (const auto& leak : leaks) {
    due = due || leak.stored;
    screen.line(fmt::format("  {}\n    {}", leak.what, leak.way_out));
  }
  screen.json(
      Json::object().set("columns", column_list).set("keys", key_list).set("leaks", leaks_json(leaks)));
  return request.invocation.check && due ? 3 : 0;
}

}  // namespace dunlin::cli
