#include "transfer/load/Rejects.hpp"

#include <algorithm>
#include <bit>
#include <fmt/format.h>

#include "base/Json.hpp"
#include "base/Text.hpp"

namespace dunlin::transfer {
namespace {

constexpr std::size_t k_longest_shown = 1 << 20;  // bytes shown in hex: a reject of a gigabyte helps nobody

const char* word(sqlite::Storage storage) {
  switch (storage) {
    case sqlite::Storage::null: return "null";
    case sqlite::Storage::integer: return "integer";
    case sqlite::Storage::real: return "real";
    case sqlite::Storage::text: return "text";
    case sqlite::Storage::blob: return "blob";
  }
  return "null";
}

const char* word(model::MisfitPolicy policy) {
  switch (policy) {
    case model::MisfitPolicy::refuse: return "refuse";
    case model::MisfitPolicy::reject: return "reject";
    case model::MisfitPolicy::null: return "null";
    case model::MisfitPolicy::text: return "text";
    case model::MisfitPolicy::latin1: return "latin1";
  }
  return "refuse";
}

std::string hex(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size() * 2);
  for (const char c : bytes) out += fmt::format("{:02x}", static_cast<unsigned char>(c));
  return out;
}

// Bytes of text and blobs; of numbers SQLite's big-endian images (its file format, 2.1).
std::string hex_of(const sqlite::Value& value) {
  switch (value.storage) {
    case sqlite::Storage::null: return "";
    case sqlite::Storage::integer: return fmt::format("{:016x}", static_cast<std::uint64_t>(value.integer));
    case sqlite::Storage::real: return fmt::format("{:016x}", std::bit_cast<std::uint64_t>(value.real));
    default: return hex(value.bytes.substr(0, k_longest_shown));
  }
}

}  // namespace

std::string shown_value(const sqlite::Value& value) {
  switch (value.storage) {
    case sqlite::Storage::null: return "NULL";
    case sqlite::Storage::integer: return std::to_string(value.integer);
    case sqlite::Storage::real: return fmt::format("{}", value.real);
    case sqlite::Storage::text: return printable(value.bytes.substr(0, 200));
    case sqlite::Storage::blob: return "x'" + hex(value.bytes.substr(0, 64)) + "'";
  }
  return "";
}

std::string key_of(const TableMapping& table, SourceRow row) {
  if (table.key.empty() && row.size() > table.columns.size()) return "rowid=" + shown_value(row.back());
  std::vector<std::string> parts;
  for (const auto& name : table.key) {
    const auto column = std::find_if(table.columns.begin(), table.columns.end(),
                                     [&](const auto& c) { return c.source == name; });
    if (column == table.columns.end()) continue;
    parts.push_back(name + "=" + shown_value(row[static_cast<std::size_t>(column - table.columns.begin())]));
  }
  return join(parts, ",");
}

std::string reject_line(const TableMapping& table, SourceRow row, const Misfit& misfit) {
  Json line = Json::object();
  line.set("table", table.source)
      .set("key", key_of(table, row))
      .set("column", table.columns[misfit.column].source)
      .set("storage", word(misfit.value.storage))
      .set("value", hex_of(misfit.value))
      .set("reason", misfit.reason)
      .set("taken", word(misfit.taken));
  if (misfit.value.bytes.size() > k_longest_shown) line.set("bytes", misfit.value.bytes.size());
  return line.dump(-1);
}

}  // namespace dunlin::transfer
