#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <fmt/format.h>
#include <optional>
#include <string>

#include "base/Text.hpp"
#include "migrate/load/Layout.hpp"
#include "migrate/load/Marker.hpp"

namespace dunlin::migrate {
namespace {

constexpr std::size_t k_milliseconds = 13;  // 1712345678901: epoch, until the year 2286
constexpr std::size_t k_utc = 17;           // 20240405123456789: date, time, milliseconds

bool is_script(std::string_view name) {
  static constexpr std::array<std::string_view, 6> k_suffixes{".js", ".ts", ".cjs", ".mjs", ".cts", ".mts"};
  return !has_suffix(name, ".d.ts") && std::any_of(k_suffixes.begin(), k_suffixes.end(),
                                                   [&](auto suffix) { return has_suffix(name, suffix); });
}

FileName read_name(std::string_view name) {
  FileName file;
  const std::string_view stem = name.substr(0, name.rfind('.'));
  const bool numbered = split_number(stem, file.version, file.name);
  if (is_script(name)) {
    file.role = numbered ? FileName::Role::foreign : FileName::Role::other;
  } else if (has_suffix(name, ".sql")) {
    file.role = is_companion(name) ? FileName::Role::ignored
                : numbered         ? FileName::Role::up
                                   : FileName::Role::unknown;
  }
  return file;
}

// The first of the lines `-- Up Migration` or `-- Down Migration`; what follows those words doesn't matter.
std::optional<Marker> find_marker(std::string_view text, std::string_view direction) {
  for (const auto& marker : find_markers(text, {direction})) {
    if (to_lower(marker.argument).starts_with("migration")) return marker;
  }
  return std::nullopt;
}

std::string evidence(const Folder& folder) {
  for (const auto& file : folder.files) {
    const auto name = read_name(file);
    if (name.role != FileName::Role::up && name.role != FileName::Role::foreign) continue;
    if (name.version.size() == k_milliseconds || name.version.size() == k_utc) return file;
    if (name.role == FileName::Role::foreign) continue;
    const std::string text = read_beginning(folder.file(file));
    return find_marker(text, "up") || find_marker(text, "down") ? file : std::string();
  }
  return {};
}

std::vector<MigrationFiles> list(const std::string& folder) {
  return list_flat(folder,
                   {read_name, "<milliseconds>_name.sql, <17 digits of UTC>_name.sql and NNNN_name.sql"});
}

Sections find_sections(const SourceFile& file) {
  const auto up = find_marker(file.text(), "up");
  const auto down = find_marker(file.text(), "down");
  if (!up && down) {
    throw file.error_at(
        down->begin,
        fmt::format("{} has '-- Down Migration' but no '-- Up Migration'", printable(file.path())),
        "node-pg-migrate would run the down part too; put '-- Up Migration' before the change");
  }
  Sections sections{file.whole(), std::nullopt};
  const std::size_t end = file.text().size();
  if (up) sections.up = {up->end, down && down->begin > up->begin ? down->begin : end, std::nullopt};
  if (down) sections.down = Range{down->end, down->begin < up->begin ? up->begin : end, std::nullopt};
  return sections;
}

// The moment that a prefix means: 17 digits are a date, which the tool turns into milliseconds.
std::uint64_t moment(const std::string& digits) {
  if (digits.size() != k_utc) return std::stoull(digits);
  const auto part = [&](std::size_t at, std::size_t size) { return std::stoi(digits.substr(at, size)); };
  const std::chrono::year_month_day date{std::chrono::year{part(0, 4)},
                                         std::chrono::month{static_cast<unsigned>(part(4, 2))},
                                         std::chrono::day{static_cast<unsigned>(part(6, 2))}};
  if (!date.ok()) return std::stoull(digits);
  const auto time = std::chrono::sys_days{date} + std::chrono::hours{part(8, 2)} +
                    std::chrono::minutes{part(10, 2)} + std::chrono::seconds{part(12, 2)} +
                    std::chrono::milliseconds{part(14, 3)};
  return static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count());
}

bool before(const MigrationFiles& a, const MigrationFiles& b) {
  return moment(a.version.text) < moment(b.version.text);
}

}  // namespace

Layout node_pg_migrate_layout() {
  return {model::Dialect::node_pg_migrate, evidence, list, find_sections, before, read_name};
}

}  // namespace dunlin::migrate
