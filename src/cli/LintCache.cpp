#include "cli/LintCache.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>
#include <set>

#include "base/Error.hpp"
#include "base/File.hpp"
#include "base/Hash.hpp"
#include "revision.hpp"

namespace dunlin::cli {
namespace {

namespace fs = std::filesystem;
constexpr std::size_t k_kept = 50;                            // entries
constexpr std::uint64_t k_largest = std::uint64_t{64} << 20;  // bytes of a file

std::string cache_folder() {
  if (const char* xdg = std::getenv("XDG_CACHE_HOME"); xdg != nullptr && *xdg != '\0')
    return std::string(xdg) + "/dunlin/lint";
  const char* home = std::getenv("HOME");
  return home == nullptr || *home == '\0' ? std::string() : std::string(home) + "/.cache/dunlin/lint";
}

void add_path(const fs::path& path, std::set<std::string>& files) {
  std::error_code ignored;
  if (fs::is_regular_file(path, ignored)) files.insert(path.string());
  if (!fs::is_directory(path, ignored)) return;
  for (auto entry =
           fs::recursive_directory_iterator(path, fs::directory_options::skip_permission_denied, ignored);
       entry != fs::recursive_directory_iterator(); entry.increment(ignored)) {
    if (ignored) return;
    if (entry->is_regular_file(ignored)) files.insert(entry->path().string());
  }
}

// Everything that a run may read.
std::set<std::string> inputs(const Invocation& invocation, const model::Config& config) {
  std::set<std::string> files;
  for (const std::string& argument : invocation.arguments) add_path(argument, files);
  if (invocation.schema) add_path(*invocation.schema, files);
  if (!config.migrations.empty()) add_path(config.migrations, files);
  if (!config.rollbacks.empty()) add_path(config.rollbacks, files);
  for (const std::string& folder : config.repeatables) add_path(folder, files);
  if (config.file) files.insert(*config.file);
  add_path(invocation.baseline_file ? fs::path(*invocation.baseline_file)
                                    : fs::path(config.root) / "dunlin-lint-baseline.json",
           files);
  return files;
}

void add_question(const Invocation& invocation, const model::Config& config, const Screen::Options& screen,
                  Sha256& hash) {
  std::error_code ignored;
  hash.add_field(DUNLIN_VERSION DUNLIN_REVISION);
  hash.add_field(std::to_string(fs::last_write_time("/proc/self/exe", ignored).time_since_epoch().count()));
  hash.add_field(fs::current_path(ignored).string());
  hash.add_field(fmt::format("{} {} {} {} {} {} {} {}", invocation.profile, invocation.pg_version.value_or(0),
                             invocation.fail_on, invocation.format, invocation.effects, screen.json,
                             screen.color, screen.width));
  hash.add_field(model::to_string(config.dialect));
  for (const std::string& argument : invocation.arguments) hash.add_field(argument);
  hash.add_field(invocation.schema.value_or(""));
  for (const auto& [name, value] : config.placeholders) {
    hash.add_field(name);
    hash.add_field(value);
  }
}

// False for a file that brings in others.
bool add_file(const std::string& path, Sha256& hash) {
  const MappedFile file(path, k_largest);
  hash.add_field(path);
  hash.add_field(file.bytes());
  return file.bytes().find("\\i") == std::string_view::npos;
}

void drop_oldest(const fs::path& folder) {
  std::vector<std::pair<fs::file_time_type, fs::path>> entries;
  for (const auto& entry : fs::directory_iterator(folder))
    entries.emplace_back(entry.last_write_time(), entry.path());
  if (entries.size() <= k_kept) return;
  std::sort(entries.begin(), entries.end());
  for (std::size_t i = 0; i + k_kept < entries.size(); ++i) fs::remove(entries[i].second);
}

}  // namespace

LintCache::LintCache(const Invocation& invocation, const model::Config& config,
                     const Screen::Options& screen) {
  const std::string folder = cache_folder();
  if (folder.empty()) return;
  Sha256 hash;
  add_question(invocation, config, screen, hash);
  try {
    for (const std::string& file : inputs(invocation, config))
      if (!add_file(file, hash)) return;
  } catch (const Error&) {
    return;  // what can't be read is said by the run itself
  }
  path_ = folder + "/" + hash.finish();
}

// An entry is a line with its exit code and the hash of its output, and the output: nobody waited for the
// disk when it was written, so half of it may be all that is left.
std::optional<LintCache::Entry> LintCache::find() const {
  std::error_code ignored;
  if (path_.empty() || !fs::exists(path_, ignored)) return std::nullopt;
  const std::string text = read_file(path_);
  const std::size_t line = text.find('\n');
  const std::size_t space = text.find(' ');
  if (line > text.size() || space > line) return std::nullopt;
  const std::string_view output = std::string_view(text).substr(line + 1);
  if (text.substr(space + 1, line - space - 1) != sha256(output)) return std::nullopt;
  return Entry{std::atoi(text.c_str()), std::string(output)};
}

void LintCache::keep(const Entry& entry) const {
  if (path_.empty()) return;
  try {
    fs::create_directories(fs::path(path_).parent_path());
    write_file(path_, fmt::format("{} {}\n{}", entry.exit_code, sha256(entry.output), entry.output),
               Durability::may_lose);
    drop_oldest(fs::path(path_).parent_path());
  } catch (const std::exception&) {
    // A cache that can't be written only costs time.
  }
}

}  // namespace dunlin::cli
