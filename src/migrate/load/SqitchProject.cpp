#include "migrate/load/SqitchProject.hpp"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>

#include "base/Text.hpp"
#include "migrate/load/Folder.hpp"
#include "migrate/load/Layout.hpp"

namespace dunlin::migrate {
namespace {

namespace fs = std::filesystem;

std::string unquote(std::string_view value) {
  std::string out;
  bool quoted = false;
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (value[i] == '"') {
      quoted = !quoted;
    } else if (value[i] == '\\' && i + 1 < value.size()) {
      out.push_back(value[++i]);
    } else if (!quoted && (value[i] == '#' || value[i] == ';')) {
      break;
    } else {
      out.push_back(value[i]);
    }
  }
  return std::string(trim(out));
}

// [engine "pg"] -> "engine.pg."
std::string section_prefix(std::string_view header) {
  std::string prefix;
  const auto space = std::min(header.find_first_of(" \t"), header.size());
  prefix = to_lower(header.substr(0, space));
  auto name = trim(header.substr(space));
  if (name.size() >= 2 && name.front() == '"' && name.back() == '"') name = name.substr(1, name.size() - 2);
  return name.empty() ? prefix + "." : prefix + "." + std::string(name) + ".";
}

// The folder with sqitch.conf: this one, or the one whose top_dir this one is.
fs::path configuration_folder(const std::string& folder) {
  if (is_file(folder + "/sqitch.conf")) return folder;
  for (fs::path above = fs::path(folder).parent_path(); !above.empty() && above != above.root_path();
       above = above.parent_path()) {
    if (!is_file((above / "sqitch.conf").string())) continue;
    const auto settings = read_ini(read_beginning((above / "sqitch.conf").string()));
    for (const char* key : {"engine.pg.top_dir", "core.top_dir"}) {
      const auto top = settings.find(key);
      std::error_code error;
      if (top != settings.end() && fs::equivalent(above / top->second, folder, error)) return above;
    }
    break;
  }
  return folder;
}

}  // namespace

std::map<std::string, std::string> read_ini(std::string_view text) {
  std::map<std::string, std::string> settings;
  std::string prefix;
  for (auto line : split_lines(text)) {
    line = trim(line);
    if (line.empty() || line.front() == '#' || line.front() == ';') continue;
    if (line.front() == '[') {
      prefix = section_prefix(trim(line.substr(1, line.find(']') - 1)));
      continue;
    }
    const auto equals = line.find('=');
    if (equals == std::string_view::npos) continue;
    settings[prefix + to_lower(trim(line.substr(0, equals)))] = unquote(trim(line.substr(equals + 1)));
  }
  return settings;
}

SqitchProject read_sqitch_project(const std::string& folder) {
  const fs::path base = configuration_folder(folder);
  const std::string file = (base / "sqitch.conf").string();
  const auto settings = read_ini(read_beginning(file));
  const auto setting = [&](const std::string& key, const std::string& otherwise) {
    for (const auto& full : {"engine.pg." + key, "core." + key}) {
      if (const auto found = settings.find(full); found != settings.end() && !found->second.empty())
        return found->second;
    }
    return otherwise;
  };
  if (const auto engine = settings.find("core.engine"); engine != settings.end() && engine->second != "pg") {
    throw file_error(file,
                     fmt::format("this sqitch project is for {}, not PostgreSQL", printable(engine->second)));
  }
  const auto path = [&](const fs::path& relative) { return (base / relative).lexically_normal().string(); };
  const fs::path top = setting("top_dir", ".");
  const fs::path reworked = setting("reworked_dir", top.string());
  SqitchProject project;
  project.plan = path(setting("plan_file", (top / "sqitch.plan").string()));
  project.deploy = path(setting("deploy_dir", (top / "deploy").string()));
  project.revert = path(setting("revert_dir", (top / "revert").string()));
  project.verify = path(setting("verify_dir", (top / "verify").string()));
  project.reworked_deploy = path(setting("reworked_deploy_dir", (reworked / "deploy").string()));
  project.reworked_revert = path(setting("reworked_revert_dir", (reworked / "revert").string()));
  project.reworked_verify = path(setting("reworked_verify_dir", (reworked / "verify").string()));
  project.extension = setting("extension", "sql");
  return project;
}

}  // namespace dunlin::migrate
