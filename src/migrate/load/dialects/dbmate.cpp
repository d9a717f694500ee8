#include <algorithm>
#include <fmt/format.h>
#include <string>
#include <utility>

#include "base/Text.hpp"
#include "migrate/load/Layout.hpp"
#include "migrate/load/Marker.hpp"

namespace dunlin::migrate {
namespace {

constexpr std::string_view k_up = "migrate:up";
constexpr std::string_view k_down = "migrate:down";

// Digits, then anything: 20240115123000_name.sql, and also 001name.sql.
FileName read_name(std::string_view name) {
  FileName file;
  if (!has_suffix(name, ".sql")) return file;
  file.role = FileName::Role::ignored;
  if (is_companion(name)) return file;
  const std::string_view stem = name.substr(0, name.size() - 4);
  const auto digits = std::min(stem.find_first_not_of("0123456789"), stem.size());
  file.role = digits == 0 || digits > 19 ? FileName::Role::unknown : FileName::Role::up;
  if (file.role == FileName::Role::unknown) return file;
  file.version = stem.substr(0, digits);
  file.name = stem.substr(digits);
  if (file.name.starts_with('_')) file.name.erase(0, 1);
  return file;
}

struct Block {
  Marker marker;
  bool up = false;
};

// The blocks in the order of the file. dbmate takes a marker only at the beginning of a line.
std::vector<Block> find_blocks(std::string_view text) {
  std::vector<Block> blocks;
  for (const auto& marker : find_markers(text, {k_up, k_down})) {
    if (!marker.indented) blocks.push_back({marker, marker.word == k_up});
  }
  return blocks;
}

std::string evidence(const Folder& folder) {
  for (const auto& file : folder.files) {
    if (read_name(file).role != FileName::Role::up) continue;
    return find_blocks(read_beginning(folder.file(file))).empty() ? std::string() : file;
  }
  return {};
}

std::vector<MigrationFiles> list(const std::string& folder) {
  return list_flat(folder, {read_name, "YYYYMMDDHHMMSS_name.sql"});
}

// up, down, up, down, ...: each pair is one part of the migration.
void require_pairs(const SourceFile& file, const std::vector<Block>& blocks) {
  constexpr const char* k_hint = "a dbmate migration has '-- migrate:up' and, after it, '-- migrate:down'";
  const auto fail = [&](std::size_t offset, const std::string& what) {
    throw file.error_at(offset, fmt::format("{} {}", printable(file.path()), what), k_hint);
  };
  if (blocks.empty()) fail(0, "has no '-- migrate:up' line");
  if (!only_comments(file.text().substr(0, blocks[0].marker.begin)))
    fail(0, "has statements before '-- migrate:up'");
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    if (blocks[i].up == (i % 2 == 0)) continue;
    fail(blocks[i].marker.begin, blocks[i].up ? "has no '-- migrate:down' for the block before this one"
                                              : "has '-- migrate:down' without '-- migrate:up' before it");
  }
  if (blocks.size() % 2 != 0) fail(blocks.back().marker.begin, "has no '-- migrate:down' line");
}

bool in_transaction(const Block& block) {
  const auto options = split_list(block.marker.argument, ' ');
  return std::find(options.begin(), options.end(), "transaction:false") == options.end();
}

// All bytes but line ends become spaces, so that what stays keeps its line.
std::string blank(std::string_view text) {
  std::string out(text);
  std::replace_if(
      out.begin(), out.end(), [](char c) { return c != '\n'; }, ' ');
  return out;
}

bool same_transaction(const SourceFile& file, const std::vector<Block>& blocks, bool up) {
  const auto first =
      std::find_if(blocks.begin(), blocks.end(), [&](const Block& block) { return block.up == up; });
  for (const auto& block : blocks) {
    if (block.up != up || in_transaction(block) == in_transaction(*first)) continue;
    throw file.error_at(block.marker.begin,
                        fmt::format("{} has parts with and without a transaction", printable(file.path())),
                        "make them two files, or give every part the same transaction option");
  }
  return in_transaction(*first);
}

Sections find_sections(const SourceFile& file) {
  const auto blocks = find_blocks(file.text());
  require_pairs(file, blocks);
  const auto end_of = [&](std::size_t i) {
    return i + 1 < blocks.size() ? blocks[i + 1].marker.begin : file.text().size();
  };
  Sections sections;
  sections.up = {blocks[0].marker.end, end_of(0), std::nullopt};
  sections.down = Range{blocks[1].marker.end, end_of(1), std::nullopt};
  sections.up_transaction = same_transaction(file, blocks, true);
  sections.down_transaction = same_transaction(file, blocks, false);
  if (blocks.size() == 2) return sections;

  std::string up;
  std::string down;
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    const std::size_t begin = i == 0 ? sections.up.begin : blocks[i].marker.begin;
    const std::string_view text = file.text().substr(begin, end_of(i) - begin);
    up += blocks[i].up ? std::string(text) : blank(text);
    if (!blocks[i].up) down.insert(0, std::string(text));  // taken back in the opposite order
  }
  sections.up = {sections.up.begin, file.text().size(), std::move(up)};
  sections.down->end = file.text().size();
  sections.down->text = std::move(down);
  return sections;
}

}  // namespace

// dbmate goes by the files' names.
Layout dbmate_layout() {
  return {model::Dialect::dbmate, evidence, list, find_sections, name_before, read_name};
}

}  // namespace dunlin::migrate
