#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <string>

#include "base/Text.hpp"
#include "migrate/load/Layout.hpp"
#include "migrate/load/Marker.hpp"

namespace dunlin::migrate {
namespace {

constexpr std::string_view k_word = "+goose";

FileName read_name(std::string_view name) {
  const bool code = has_suffix(name, ".go") && !has_suffix(name, "_test.go");
  FileName file;
  if (code) {  // embed.go and the like carry no number
    const bool numbered = split_number(name.substr(0, name.size() - 3), file.version, file.name);
    file.role = numbered ? FileName::Role::foreign : FileName::Role::other;
    return file;
  }
  if (!has_suffix(name, ".sql")) return file;
  file.role = FileName::Role::ignored;
  if (is_companion(name)) return file;
  const std::string_view stem = name.substr(0, name.size() - 4);
  const bool numbered =
      stem.find('_') != std::string_view::npos && split_number(stem, file.version, file.name);
  file.role = numbered ? FileName::Role::up : FileName::Role::unknown;
  return file;
}

std::string evidence(const Folder& folder) {
  for (const auto& file : folder.files) {
    if (read_name(file).role != FileName::Role::up) continue;
    return find_markers(read_beginning(folder.file(file)), {k_word}).empty() ? std::string() : file;
  }
  return {};
}

std::vector<MigrationFiles> list(const std::string& folder) {
  return list_flat(folder, {read_name, "NNNNN_name.sql and YYYYMMDDHHMMSS_name.sql"});
}

Error annotation_error(const SourceFile& file, const Marker& marker, std::string_view what,
                       std::string hint = {}) {
  return file.error_at(marker.begin,
                       fmt::format("{}: '-- +goose {}' {}", printable(file.path()), marker.argument, what),
                       std::move(hint));
}

// Where the two sections begin, and what the annotations ask for.
struct Annotations {
  const Marker* up = nullptr;
  const Marker* down = nullptr;
  const Marker* begin = nullptr;  // an open StatementBegin
  bool transaction = true;

  void read(const SourceFile& file, const Marker& marker) {
    const auto is = [&](std::string_view name) { return equal_ignoring_case(marker.argument, name); };
    if (marker.indented)
      throw annotation_error(file, marker, "has white space before it",
                             "goose takes it only at the beginning of a line");
    if (is("Up")) {
      if (up != nullptr) throw annotation_error(file, marker, "appears twice");
      up = &marker;
    } else if (is("Down")) {
      if (up == nullptr || down != nullptr || begin != nullptr) {
        throw annotation_error(file, marker, "is misplaced",
                               "one Up section comes first, then one Down section");
      }
      down = &marker;
    } else if (is("StatementBegin")) {
      if (up == nullptr || begin != nullptr) throw annotation_error(file, marker, "is misplaced");
      begin = &marker;
    } else if (is("StatementEnd")) {
      if (begin == nullptr) throw annotation_error(file, marker, "has no StatementBegin before it");
      begin = nullptr;
    } else if (is("NO TRANSACTION")) {
      transaction = false;
    } else if (is("ENVSUB ON")) {
      throw annotation_error(
          file, marker, "puts environment variables into SQL, which dunlin doesn't",
          "write ${name} and give its value under [placeholders] in dunlin.toml, where it can be reviewed");
    } else if (!is("ENVSUB OFF")) {
      throw annotation_error(file, marker, "isn't an annotation that goose knows");
    }
  }
};

Sections find_sections(const SourceFile& file) {
  const auto markers = find_markers(file.text(), {k_word});
  Annotations annotations;
  for (const auto& marker : markers) annotations.read(file, marker);
  if (annotations.up == nullptr) {
    throw file.error_at(0, fmt::format("{} has no '-- +goose Up' line", printable(file.path())),
                        "put it before the first statement");
  }
  if (annotations.begin != nullptr)
    throw annotation_error(file, *annotations.begin, "has no StatementEnd after it");
  if (!only_comments(file.text().substr(0, annotations.up->begin))) {
    throw annotation_error(file, *annotations.up, "comes after the first statement",
                           "put it before all statements");
  }
  Sections sections;
  sections.up = {annotations.up->end,
                 annotations.down != nullptr ? annotations.down->begin : file.text().size(), std::nullopt};
  if (annotations.down != nullptr)
    sections.down = Range{annotations.down->end, file.text().size(), std::nullopt};
  sections.up_transaction = sections.down_transaction = annotations.transaction;
  return sections;
}

}  // namespace

Layout goose_layout() {
  return {model::Dialect::goose, evidence, list, find_sections, number_before, read_name};
}

}  // namespace dunlin::migrate
