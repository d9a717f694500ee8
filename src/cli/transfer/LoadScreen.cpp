#include "cli/transfer/LoadScreen.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "base/Duration.hpp"
#include "base/Text.hpp"

namespace dunlin::cli {
namespace {

std::int64_t rows_of(const transfer::LoadState& state) {
  std::int64_t rows = 0;
  for (const auto& table : state.tables) rows += table.rows;
  return rows;
}

std::int64_t bytes_of(const transfer::LoadState& state) {
  std::int64_t bytes = 0;
  for (const auto& table : state.tables) bytes += table.bytes;
  return bytes;
}

}  // namespace

LoadScreen::LoadScreen(Screen& screen, const transfer::Mapping& mapping, std::string doing)
    : screen_(screen), mapping_(mapping), doing_(std::move(doing)), shown_(mapping.tables.size(), false) {
  for (const auto& table : mapping.tables) total_ += table.rows - table.rejected;
}

void LoadScreen::operator()(const transfer::LoadState& state) {
  if (before_ < 0) before_ = rows_of(state);
  if (screen_.options().live) return screen_.live(summary(state));
  show_complete_tables(state);
  if (Clock::now() - last_line_ < std::chrono::seconds(10)) return;
  last_line_ = Clock::now();
  screen_.note(summary(state));
}

void LoadScreen::show_complete_tables(const transfer::LoadState& state) {
  for (std::size_t i = 0; i < shown_.size(); ++i) {
    const auto& table = mapping_.tables[i];
    if (shown_[i] || table.rows == 0 || state.tables[i].rows < table.rows - table.rejected) continue;
    shown_[i] = true;
    screen_.note(fmt::format("{} {}: {}", doing_, printable(table.source),
                             counted(static_cast<std::size_t>(state.tables[i].rows), "row")));
  }
}

std::string LoadScreen::summary(const transfer::LoadState& state) const {
  const double seconds = std::max(0.001, std::chrono::duration<double>(Clock::now() - begun_).count());
  const auto rows = rows_of(state);
  const double rate = static_cast<double>(rows - before_) / seconds;
  std::string text = fmt::format("{} {} of {}", doing_, with_thousands(rows),
                                 counted(static_cast<std::size_t>(total_), "row"));
  if (state.chunks_left > 0 && rate > 0) {
    const auto left = std::chrono::milliseconds(
        static_cast<std::int64_t>(static_cast<double>(total_ - rows) / rate * 1000));
    text +=
        fmt::format(", {} rows/s, {:.0f} MB/s, about {} left", with_thousands(static_cast<long long>(rate)),
                    static_cast<double>(bytes_of(state)) / seconds / 1e6, describe_duration(left));
  }
  if (state.units_left > 0) text += fmt::format("; keys and indexes to build: {}", state.units_left.load());
  if (state.checks_left > 0) text += fmt::format("; {} to read back", state.checks_left.load());
  return text;
}

}  // namespace dunlin::cli
