#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "migrate/load/FileName.hpp"
#include "migrate/load/Folder.hpp"
#include "migrate/load/SourceFile.hpp"
#include "model/Migration.hpp"

namespace dunlin::migrate {

/// The files of one migration, before they are read.
struct MigrationFiles {
  model::Version version;
  std::string name;
  bool repeatable = false;
  std::string up;
  std::optional<std::string> down;
  std::optional<std::string> verify;
  bool transaction = true;   ///< false when a file beside it says so (diesel, Flyway)
  model::Metadata metadata;  ///< what the tool's own plan says; the file's comments fill what it leaves empty
};

/// Which part of a file is the change, and which takes it back.
struct Sections {
  Range up;
  std::optional<Range> down;
  bool up_transaction = true;
  bool down_transaction = true;
};

/// How one tool lays out its migrations. One row of the table in Layouts.cpp for each.
struct Layout {
  model::Dialect dialect;
  /// What in the folder shows that it is laid out like this (a file's name), or "".
  std::string (*evidence)(const Folder& folder);
  /// The migrations of the folder, in any order. Throws a usage Error for names that fit nothing, lone down
  /// files, ...
  std::vector<MigrationFiles> (*list)(const std::string& folder);
  Sections (*find_sections)(const SourceFile& file);
  /// The tool's own order, where it is defined by more than equal widths; nullptr: ours.
  bool (*before)(const MigrationFiles& a, const MigrationFiles& b) = nullptr;
  /// What one file's name says; nullptr for layouts with a folder for each migration or a plan.
  FileName (*read_name)(std::string_view name) = nullptr;
};

std::span<const Layout> layouts();
const Layout& layout_of(model::Dialect dialect);

/// Names of a layout whose migrations are single files (or pairs) in one folder.
struct FlatNames {
  FileName (*read)(std::string_view name);
  std::string_view patterns;  ///< for people: what names may look like
  bool recursive = false;
};

/// Lists the files of a folder by their names. Throws a usage Error naming the file for a name that fits
/// nothing, a migration in another language, a down file without its up file, and naming both for a version
/// that appears twice.
std::vector<MigrationFiles> list_flat(const std::string& folder, const FlatNames& names);

/// The whole file is the change, but for a `-- dunlin:down` section at its end.
Sections whole_file_sections(const SourceFile& file);

/// Compares versions by their digits as numbers, whatever their width ("20240115" < "20240110120000").
bool number_before(const MigrationFiles& a, const MigrationFiles& b);
/// Compares file or folder names byte by byte.
bool name_before(const MigrationFiles& a, const MigrationFiles& b);

/// A usage Error about a file as a whole.
Error file_error(const std::string& path, std::string message, std::string hint = {});

// One function a dialect; each is defined in dialects/<dialect>.cpp.
Layout dunlin_layout();
Layout supabase_layout();
Layout flyway_layout();
Layout golang_migrate_layout();
Layout diesel_layout();
Layout dbmate_layout();
Layout goose_layout();
Layout node_pg_migrate_layout();
Layout prisma_layout();
Layout sqitch_layout();

}  // namespace dunlin::migrate
