#include "migrate/load/Project.hpp"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <map>
#include <optional>
#include <utility>

#include "base/Hash.hpp"
#include "base/Parallel.hpp"
#include "base/Text.hpp"
#include "migrate/ScriptText.hpp"
#include "migrate/load/Comment.hpp"
#include "migrate/load/Layout.hpp"
#include "migrate/load/Metadata.hpp"
#include "migrate/load/RollbackComment.hpp"
#include "migrate/load/Rollbacks.hpp"

namespace dunlin::migrate {
namespace {

namespace fs = std::filesystem;

void fill(std::string& field, std::string&& value) {
  if (field.empty()) field = std::move(value);
}

// What the tool's plan says goes before what the file's comments say.
model::Metadata merge(model::Metadata plan, model::Metadata comments) {
  fill(plan.title, std::move(comments.title));
  fill(plan.description, std::move(comments.description));
  fill(plan.author, std::move(comments.author));
  fill(plan.date, std::move(comments.date));
  fill(plan.priority, std::move(comments.priority));
  fill(plan.impact, std::move(comments.impact));
  fill(plan.phase, std::move(comments.phase));
  if (plan.depends.empty()) plan.depends = std::move(comments.depends);
  if (plan.tags.empty()) plan.tags = std::move(comments.tags);
  return plan;
}

// The whole of a rollback file.
model::Rollback read_rollback_file(const std::string& path, model::RollbackSource source,
                                   const model::Config& config) {
  const SourceFile file(path, config.max_file_size);
  return {source, file.script(file.whole()), read_options(leading_comments(file.text()), file, 0)};
}

model::Rollback down_section(const SourceFile& file, const Sections& sections) {
  const Range& down = *sections.down;
  model::Rollback rollback{model::RollbackSource::down_section, file.script(down), {}};
  if (!down.text) rollback.options = read_options(leading_comments(file.text(down)), file, down.begin);
  rollback.options.transaction = rollback.options.transaction && sections.down_transaction;
  return rollback;
}

// The first of: down section, paired file, rollback folder, comment, function.
std::optional<model::Rollback> find_rollback(const SourceFile& file, const Sections& sections,
                                             const MigrationFiles& files, const model::Config& config,
                                             const RollbackFolder& folder) {
  using model::RollbackSource;
  if (sections.down) return down_section(file, sections);
  if (files.down) return read_rollback_file(*files.down, RollbackSource::paired_file, config);
  if (const auto path = folder.find(files))
    return read_rollback_file(*path, RollbackSource::rollback_folder, config);
  const std::string_view up = file.text(sections.up);
  if (const auto sql = find_rollback_comment(up)) {
    const std::size_t begin = sections.up.text ? 0 : sections.up.begin;
    return model::Rollback{
        RollbackSource::comment, file.script({begin + sql->begin, begin + sql->end, sql->text}), {}};
  }
  if (const auto call = find_rollback_function(up, files.version.text); call && !files.repeatable) {
    return model::Rollback{
        RollbackSource::function, file.script({sections.up.begin, sections.up.begin, *call}), {}};
  }
  return std::nullopt;
}

// A file that says of itself that nothing has to be taken back has a rollback that says so.
model::Rollback nothing_to_undo(const SourceFile& file, const std::optional<model::Rollback>& written,
                                const model::Config& config) {
  if (written && !is_empty_script(runnable_text(written->script, {.max_file_size = config.max_file_size}))) {
    throw file.error_at(0,
                        fmt::format("{} says dunlin:nothing-to-undo, but there is a rollback in {}",
                                    printable(file.path()), printable(written->script.file)),
                        "keep one of the two");
  }
  model::Script script{.file = file.path()};
  script.text = "-- dunlin:nothing-to-undo\n";
  return {model::RollbackSource::down_section, std::move(script), {}};
}

model::Migration read_migration(MigrationFiles files, const SourceFile& file, const Layout& layout,
                                const model::Config& config, const RollbackFolder& folder) {
  const Sections sections = files.repeatable ? whole_file_sections(file) : layout.find_sections(file);
  const auto header = leading_comments(file.text().substr(0, sections.up.end));

  model::Migration migration;
  migration.repeatable = files.repeatable;
  migration.dialect = layout.dialect;
  migration.up = file.script(sections.up);
  migration.checksum = sha256(file.text(sections.up));
  migration.rollback = find_rollback(file, sections, files, config, folder);
  migration.options = read_options(header, file, 0);
  if (migration.options.nothing_to_undo)
    migration.rollback = nothing_to_undo(file, migration.rollback, config);
  migration.options.transaction =
      migration.options.transaction && files.transaction && sections.up_transaction;
  if (files.verify) {
    const SourceFile verify(*files.verify, config.max_file_size);
    migration.verify = verify.script(verify.whole());
  }
  migration.metadata = merge(std::move(files.metadata), read_metadata(header));
  migration.version = std::move(files.version);
  migration.name = std::move(files.name);
  return migration;
}

model::Migration read_migration(MigrationFiles files, const Layout& layout, const model::Config& config,
                                const RollbackFolder& folder) {
  const SourceFile file(files.up, config.max_file_size);
  return read_migration(std::move(files), file, layout, config, folder);
}

// The *.sql files directly inside the folders of repeatables.
std::vector<MigrationFiles> list_repeatables(const model::Config& config) {
  std::vector<MigrationFiles> files;
  for (const auto& path : config.repeatables) {
    const Folder folder = read_folder(path);
    for (const auto& name : folder.files) {
      if (!has_suffix(name, ".sql") || is_companion(name)) continue;
      MigrationFiles file;
      file.name = name.substr(0, name.size() - 4);
      if (file.name.starts_with("R__")) file.name.erase(0, 3);
      file.repeatable = true;
      file.up = folder.file(name);
      files.push_back(std::move(file));
    }
  }
  return files;
}

// Versioned ones in order, then repeatables by name. Most folders are listed in order already.
void sort(std::vector<MigrationFiles>& files) {
  const auto before = [](const MigrationFiles& a, const MigrationFiles& b) {
    if (a.repeatable != b.repeatable) return b.repeatable;
    return a.repeatable ? a.name < b.name : a.version < b.version;
  };
  if (!std::is_sorted(files.begin(), files.end(), before))
    std::stable_sort(files.begin(), files.end(), before);
}

Error both(const MigrationFiles& a, const MigrationFiles& b, std::string message, std::string hint) {
  Error error = file_error(b.up, std::move(message), std::move(hint));
  error.set_fact("other_file", a.up);
  return error;
}

void require_distinct(const std::vector<MigrationFiles>& files) {
  for (std::size_t i = 1; i < files.size(); ++i) {
    const auto& a = files[i - 1];
    const auto& b = files[i];
    const bool same = a.repeatable && b.repeatable ? a.name == b.name
                                                   : !a.repeatable && !b.repeatable && a.version == b.version;
    if (!same) continue;
    const std::string what = a.repeatable ? "repeatable " + a.name : "version " + b.version.text;
    throw both(a, b,
               fmt::format("{} appears twice: {} and {}", printable(what), printable(a.up), printable(b.up)),
               a.repeatable ? "rename one of them" : "give one of them another version");
  }
}

// A folder that runs in one order with its own tool and in another with dunlin would give two databases.
void require_same_order(const std::vector<MigrationFiles>& files, const Layout& layout) {
  if (layout.before == nullptr) return;
  for (std::size_t i = 1; i < files.size() && !files[i].repeatable; ++i) {
    const auto& a = files[i - 1];
    const auto& b = files[i];
    if (!layout.before(b, a)) continue;
    throw both(
        a, b,
        fmt::format("{} runs {} before {}, dunlin the other way round", model::to_string(layout.dialect),
                    printable(b.up), printable(a.up)),
        "give versions of one project one form: all numbers of one width, or all dates with the same digits");
  }
}

std::vector<MigrationFiles> list_migrations(const model::Config& config, const Layout& layout) {
  if (!is_directory(config.migrations)) {
    throw file_error(config.migrations,
                     fmt::format("there is no migrations folder {}", printable(config.migrations)),
                     "create the first migration with `dunlin new NAME`, or name the folder with --dir or "
                     "[project] migrations");
  }
  auto files = layout.list(config.migrations);
  auto repeatables = list_repeatables(config);
  std::move(repeatables.begin(), repeatables.end(), std::back_inserter(files));
  sort(files);
  require_distinct(files);
  require_same_order(files, layout);
  return files;
}

// The layout that the file's own name and text show, for a file outside of the migrations folder.
const Layout& layout_of_file(const fs::path& file) {
  if (file.filename() == "up.sql") return layout_of(model::Dialect::diesel);
  if (file.filename() == "migration.sql") return layout_of(model::Dialect::prisma);
  const Folder alone{file.parent_path().string(), {file.filename().string()}, {}};
  for (const auto& layout : layouts()) {
    if (!layout.evidence(alone).empty()) return layout;
  }
  return layout_of(model::Dialect::dunlin);
}

// Files named one by one, and what they are: a migration of the project, of another folder that a tool laid
// out, or a file by itself. Each folder is listed once, however many of its files are asked for.
class NamedFiles {
 public:
  explicit NamedFiles(const model::Config& config) : config_(config) {}

  /// The file's place in the project, or what it is by itself.
  std::pair<MigrationFiles, const Layout*> find(const fs::path& path) {
    if (is_directory(config_.migrations)) {
      const Layout& layout = layout_of(config_.dialect);
      if (const MigrationFiles* own = of_project(layout, path)) return {*own, &layout};
    }
    const Layout& layout = is_file(path.string()) ? layout_of_file(path) : layout_of_new_file(path);
    if (layout.read_name == nullptr) {
      if (const MigrationFiles* own = of_folder(layout, path)) return {*own, &layout};
    }
    return {lone_file(path, layout), &layout};
  }

 private:
  using ByPath = std::map<std::string, MigrationFiles>;  // by canonical path of the up file

  static ByPath by_path(std::vector<MigrationFiles> files) {
    ByPath listed;
    std::error_code error;
    for (auto& file : files) {
      std::string path = fs::weakly_canonical(file.up, error).string();
      listed.emplace(std::move(path), std::move(file));
    }
    return listed;
  }

  static const MigrationFiles* pick(const ByPath& files, const fs::path& path) {
    const auto found = files.find(path.string());
    return found == files.end() ? nullptr : &found->second;
  }

  // Not there yet: in the project's folder it will be read as the others are.
  const Layout& layout_of_new_file(const fs::path& path) const {
    std::error_code error;
    const bool in_project = path.parent_path() == fs::weakly_canonical(config_.migrations, error);
    const Layout& own = layout_of(config_.dialect);
    return in_project && own.read_name != nullptr ? own : layout_of(model::Dialect::dunlin);
  }

  const MigrationFiles* of_project(const Layout& layout, const fs::path& path) {
    if (!project_) project_ = by_path(list_migrations(config_, layout));
    return pick(*project_, path);
  }

  const MigrationFiles* of_folder(const Layout& layout, const fs::path& path) {
    const std::string folder = path.parent_path().parent_path().string();
    auto known = listed_.find(folder);
    if (known == listed_.end()) known = listed_.emplace(folder, by_path(layout.list(folder))).first;
    return pick(known->second, path);
  }

  // Its down file may stand beside it. A name without a version makes it a repeatable.
  MigrationFiles lone_file(const fs::path& path, const Layout& layout) {
    const std::string file_name = path.filename().string();
    FileName name = layout.read_name != nullptr ? layout.read_name(file_name) : FileName{};
    if (name.role == FileName::Role::down) {
      throw file_error(path.string(), fmt::format("{} is a rollback", printable(path.string())),
                       "name its up file instead");
    }
    MigrationFiles file;
    file.up = path.string();
    if (name.role == FileName::Role::up || name.role == FileName::Role::baseline) {
      file.version = model::parse_version(name.version);
      file.name = std::move(name.name);
      for (const auto& [version, down] : down_files(path.parent_path(), layout))
        if (version == file.version) file.down = (path.parent_path() / down).string();
      return file;
    }
    file.repeatable = true;
    file.name = name.role == FileName::Role::repeatable ? std::move(name.name) : path.stem().string();
    return file;
  }

  using DownFiles = std::vector<std::pair<model::Version, std::string>>;

  const DownFiles& down_files(const fs::path& folder, const Layout& layout) {
    const auto [known, is_new] = down_files_.try_emplace({folder.string(), layout.dialect});
    if (!is_new) return known->second;
    for (const auto& sibling : read_folder(folder.string()).files) {
      const FileName name = layout.read_name(sibling);
      if (name.role == FileName::Role::down)
        known->second.emplace_back(model::parse_version(name.version), sibling);
    }
    return known->second;
  }

  const model::Config& config_;
  std::optional<ByPath> project_;
  std::map<std::string, ByPath> listed_;
  std::map<std::pair<std::string, model::Dialect>, DownFiles> down_files_;
};

fs::path existing(const fs::path& file) {
  std::error_code error;
  fs::path path = fs::weakly_canonical(file, error);
  if (!is_file(path.string()))
    throw file_error(file.string(), fmt::format("there is no file {}", printable(file.string())));
  return path;
}

}  // namespace

std::vector<model::Migration> load_migrations(const model::Config& config) {
  const Layout& layout = layout_of(config.dialect);
  const RollbackFolder folder(config.rollbacks);
  auto files = list_migrations(config, layout);
  std::vector<model::Migration> migrations(files.size());
  for_each_index(files.size(), [&](std::size_t i) {
    migrations[i] = read_migration(std::move(files[i]), layout, config, folder);
  });
  return migrations;
}

model::Migration load_file(const model::Config& config, const fs::path& file) {
  return std::move(load_files(config, {file}).front());
}

std::vector<model::Migration> load_files(const model::Config& config, const std::vector<fs::path>& named) {
  NamedFiles files(config);
  const RollbackFolder rollbacks(config.rollbacks);
  std::vector<model::Migration> migrations;
  migrations.reserve(named.size());
  for (const fs::path& file : named) {
    auto [found, layout] = files.find(existing(file));
    migrations.push_back(read_migration(std::move(found), *layout, config, rollbacks));
  }
  return migrations;
}

model::Migration load_text(const model::Config& config, const fs::path& file, std::string text) {
  std::error_code error;
  const fs::path path = fs::weakly_canonical(file, error);
  auto [files, layout] = NamedFiles(config).find(path);
  const SourceFile source(files.up, std::move(text));
  return read_migration(std::move(files), source, *layout, config, RollbackFolder(config.rollbacks));
}

}  // namespace dunlin::migrate
