#include "encrypt/Backfill.hpp"

#include <fmt/format.h>

#include "base/Duration.hpp"
#include "base/Text.hpp"
#include "cli/encrypt/Verbs.hpp"
#include "encrypt/ColumnLock.hpp"
#include "encrypt/MissingKeys.hpp"

namespace dunlin::cli {
namespace {

using Clock = std::chrono::steady_clock;

Json fill(const EncryptRequest& request, const encrypt::EncryptedColumn& column,
          postgres::Connection& connection, encrypt::KeyRing& keys, Screen& screen) {
  const encrypt::ColumnLock lock(connection, column, parse_duration(request.invocation.wait));
  const auto began = Clock::now();
  const double cpu = processor_seconds();
  const auto result =
      encrypt::backfill(connection, column, keys, sweep_options(request), show_sweep(screen, column.name()));
  const double used = processor_seconds() - cpu;
  const auto took = Clock::now() - began;
  const auto left = encrypt::count_plaintext_left(connection, column);
  screen.live("");
  screen.line(fmt::format("{}: {} encrypted in {} ({} batch{}){}", column.name(),
                          counted(static_cast<std::size_t>(result.rows), "row"),
                          describe_duration(std::chrono::duration_cast<Milliseconds>(took)), result.batches,
                          result.batches == 1 ? "" : "es",
                          result.resumed ? ", going on where a run before had come to" : ""));
  if (left > 0)
    screen.line(fmt::format("  {} came meanwhile from sessions without a key: run it again",
                            counted(static_cast<std::size_t>(left), "row")));
  return sweep_json(column.name(), result, std::chrono::duration<double>(took).count(), used)
      .set("plaintext_left", left);
}

}  // namespace

int encrypt_backfill(const EncryptRequest& request, Screen& screen) {
  const Target target(request.config);
  auto connection = connect_for_keys(target, screen);
  auto keys = open_key_ring(request, connection);
  encrypt::require_no_missing_key(connection, keys.records());
  Json columns = Json::array();
  for (const auto& column : encrypt::read_columns(connection, request.arguments)) {
    if (request.arguments.empty() && !column.plain) continue;
    columns.add(fill(request, column, connection, keys, screen));
  }
  screen.json(Json::object().set("columns", columns));
  return 0;
}

}  // namespace dunlin::cli
