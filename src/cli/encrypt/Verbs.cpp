#include "cli/encrypt/Verbs.hpp"

#include <ctime>
#include <filesystem>
#include <fmt/format.h>
#include <memory>

#include "base/Duration.hpp"
#include "base/Text.hpp"
#include "encrypt/Documents.hpp"
#include "encrypt/KeySource.hpp"

namespace dunlin::cli {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::seconds k_between_lines{10};  // without a terminal

}  // namespace

void look_for_leaks(postgres::Connection& connection, Screen& screen) {
  const auto leaks = encrypt::find_leaks(encrypt::read_logging(connection));
  encrypt::require_no_stored_key(leaks);
  for (const auto& leak : leaks)
    screen.note(
        fmt::format("note: {}: keys and values stay in this process; applications that send them to SQL "
                    "functions would have them logged ({})",
                    leak.what, leak.way_out));
}

postgres::Connection connect_for_keys(const Target& target, Screen& screen) {
  auto connection = target.connect();
  require_writable(connection);
  look_for_leaks(connection, screen);
  return connection;
}

std::string key_source(const EncryptRequest& request) {
  if (request.invocation.kek) return *request.invocation.kek;
  const auto& written = request.config.environment.encryption.key;
  if (written.empty()) return "env:DUNLIN_KEK";
  constexpr std::string_view k_file = "file:";
  // A path in dunlin.toml is one from its folder.
  if (written.starts_with(k_file))
    return std::string(k_file) +
           (std::filesystem::path(request.config.root) / written.substr(k_file.size())).string();
  return written;
}

encrypt::KeyRing open_key_ring(const EncryptRequest& request, postgres::Connection& connection) {
  auto records = encrypt::read_keys(connection);
  encrypt::KeyRing keys(std::move(records), encrypt::read_key(key_source(request)));
  keys.require_kek();
  return keys;
}

encrypt::SweepOptions sweep_options(const EncryptRequest& request) {
  const auto& invocation = request.invocation;
  const auto& written = request.config.environment.encryption;
  encrypt::SweepOptions options;
  options.rate = invocation.rate > 0 ? invocation.rate : written.rate;
  options.batch = written.batch_time.value_or(options.batch);
  options.max_lag = written.max_lag.value_or(options.max_lag);
  if (invocation.batch_time) options.batch = parse_duration(*invocation.batch_time);
  if (invocation.max_lag) options.max_lag = parse_duration(*invocation.max_lag);
  if (options.batch.count() <= 0)
    throw usage_error("--batch-time must be longer than nothing", "200ms, 1s, ...");
  return options;
}

std::vector<encrypt::EncryptedColumn> asked_columns(postgres::Connection& connection,
                                                    const std::vector<std::string>& names) {
  if (names.empty()) {
    auto all = encrypt::registered_columns(connection);
    if (!all.empty() || encrypt::read_document_coverage(connection).documents > 0) return all;
  }
  return encrypt::read_columns(connection, names);
}

encrypt::SweepObserver show_sweep(Screen& screen, const std::string& column) {
  const auto began = Clock::now();
  auto told = std::make_shared<Clock::time_point>(began);
  return [&screen, column, began, told](const encrypt::SweepProgress& progress) {
    const double seconds = std::chrono::duration<double>(Clock::now() - began).count();
    const auto rate = seconds > 0 ? static_cast<long long>(static_cast<double>(progress.rows) / seconds) : 0;
    const auto text = fmt::format(
        "{}: {}, {} rows/s{}", column, counted(static_cast<std::size_t>(progress.rows), "row"),
        with_thousands(rate), progress.waits_for.empty() ? "" : ", waiting for " + progress.waits_for);
    if (screen.options().live) return screen.live(text);
    if (Clock::now() - *told < k_between_lines) return;
    *told = Clock::now();
    screen.note(text);
  };
}

Json sweep_json(const std::string& name, const encrypt::SweepResult& result, double seconds,
                double cpu_seconds) {
  Json bad = Json::array();
  for (const auto& key : result.bad_keys) bad.add(key);
  return Json::object()
      .set("column", name)
      .set("rows", result.rows)
      .set("batches", result.batches)
      .set("resumed", result.resumed)
      .set("bad", result.bad)
      .set("bad_rows", bad)
      .set("seconds", seconds)
      .set("client_cpu_seconds", cpu_seconds);
}

void show_bad_rows(Screen& screen, const encrypt::SweepResult& result, const std::string& what) {
  if (result.bad == 0) return;
  screen.line(fmt::format("  {} can't be decrypted and stay as they are: {}{}",
                          counted(static_cast<std::size_t>(result.bad), what),
                          printable(join(result.bad_keys, "; ")),
                          static_cast<std::size_t>(result.bad) > result.bad_keys.size() ? "; ..." : ""));
}

Json leaks_json(const std::vector<encrypt::Leak>& leaks) {
  Json out = Json::array();
  for (const auto& leak : leaks)
    out.add(Json::object().set("what", leak.what).set("way_out", leak.way_out).set("stored", leak.stored));
  return out;
}

double processor_seconds() {
  timespec time{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

}  // namespace dunlin::cli
