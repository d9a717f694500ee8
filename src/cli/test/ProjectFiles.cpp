#include "cli/test/ProjectFiles.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>
#include <set>
#include <string_view>

#include "base/Error.hpp"
#include "base/File.hpp"
#include "base/Process.hpp"
#include "base/Text.hpp"

namespace dunlin::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t k_largest = 1 << 20;
constexpr std::array<std::string_view, 18> k_endings{".sql", ".toml", ".yml",    ".yaml",  ".json", ".ts",
                                                     ".tsx", ".js",   ".jsx",    ".mjs",   ".cjs",  ".vue",
                                                     ".py",  ".sh",   ".svelte", ".astro", ".conf", ".ini"};
constexpr std::array<std::string_view, 7> k_skipped{"node_modules", ".git",  ".dunlin", "dist",
                                                    "build",        ".next", "vendor"};

bool is_env(const fs::path& path) {
  const std::string name = path.filename().string();
  return name == ".env" || name.starts_with(".env.") || name.ends_with(".env");
}

// Neither script, setting nor source.
bool is_prose(const fs::path& path) {
  const std::string ending = path.extension().string();
  return !is_env(path) && std::find(k_endings.begin(), k_endings.end(), ending) == k_endings.end();
}

// Paths that git keeps; nothing where there is no git.
std::optional<std::set<std::string>> tracked_files(const std::string& root) {
  try {
    const auto listed =
        run_process({.argv = {"git", "-C", root, "ls-files", "-z"}, .timeout = std::chrono::seconds(10)});
    if (listed.exit_code != 0) return std::nullopt;
    std::set<std::string> files;
    for (std::size_t at = 0; at < listed.output.size();) {
      const auto end = std::min(listed.output.find('\0', at), listed.output.size());
      files.insert(listed.output.substr(at, end - at));
      at = end + 1;
    }
    return files;
  } catch (const Error&) {
    return std::nullopt;  // no git on this machine
  }
}

// What lies in the folder, and isn't made or fetched.
std::set<std::string> walk(const std::string& root) {
  std::set<std::string> paths;
  std::error_code problem;
  for (auto entry =
           fs::recursive_directory_iterator(root, fs::directory_options::skip_permission_denied, problem);
       entry != fs::recursive_directory_iterator(); entry.increment(problem)) {
    if (problem) break;
    const std::string name = entry->path().filename().string();
    if (entry->is_directory(problem) &&
        std::find(k_skipped.begin(), k_skipped.end(), name) != k_skipped.end())
      entry.disable_recursion_pending();
    if (entry->is_regular_file(problem) && !entry->is_symlink(problem))
      paths.insert(entry->path().lexically_relative(root).string());
  }
  return paths;
}

// A text of up to 1 MB; nothing for anything else.
std::optional<std::string> read_text(const fs::path& path) {
  std::error_code problem;
  const auto size = fs::file_size(path, problem);
  if (problem || size > k_largest) return std::nullopt;
  try {
    std::string text = read_file(path);
    return text.find('\0') == std::string::npos ? std::optional(std::move(text)) : std::nullopt;
  } catch (const Error&) {
    return std::nullopt;  // the caller names it
  }
}

// "tests", "tests/" and "./tests" are the folder with all that is in it; "tests/a.sql" is one file.
bool is_excluded(const std::string& path, const std::vector<std::string>& excluded) {
  return std::any_of(excluded.begin(), excluded.end(), [&](std::string_view place) {
    if (place.starts_with("./")) place.remove_prefix(2);
    if (place.ends_with('/')) place.remove_suffix(1);
    return path == place || path.starts_with(std::string(place) + "/");
  });
}

}  // namespace

std::vector<std::string> search_project(const std::string& root, const std::string& key_file,
                                        const std::vector<std::string>& excluded,
                                        const std::function<void(const trial::ProjectFile&)>& look_at) {
  const auto tracked = tracked_files(root);
  std::vector<std::string> left_out;
  std::set<std::string> paths = walk(root);
  if (tracked) {
    std::erase_if(paths, [](const std::string& path) { return !is_env(path); });
    paths.insert(tracked->begin(), tracked->end());
  }
  std::erase_if(paths, [&](const std::string& path) { return is_excluded(path, excluded); });
  for (const std::string& path : paths) {
    const fs::path file = fs::path(root) / path;
    std::error_code problem;
    if (fs::is_symlink(file, problem)) continue;  // git keeps where it leads to, and no more
    auto text = read_text(file);
    if (!text) {
      left_out.push_back(path);
      continue;
    }
    const bool shared = !tracked || tracked->contains(path);
    // Without git, a .env file is where secrets belong, and the key's file is where that belongs.
    const bool may_hold_secrets = (is_env(path) || path == key_file) && !tracked;
    look_at({path, std::move(*text), is_env(path), shared && !may_hold_secrets, is_prose(path)});
  }
  return left_out;
}

}  // namespace dunlin::cli
