#include <filesystem>
#include <fmt/format.h>

#include "base/Error.hpp"
#include "base/File.hpp"
#include "cli/CommandTable.hpp"
#include "migrate/load/Project.hpp"

namespace dunlin::cli {
namespace {
namespace fs = std::filesystem;

constexpr const char* k_config =
    R"(# dunlin: what this project is and where it goes. Every key: docs/configuration.md

[project]
migrations = "{}"

# "" is a private PostgreSQL that dunlin starts for this project: everything works on a fresh clone, and a
# DATABASE_URL that happens to be set isn't touched.
[environments.development]
url = ""

[environments.staging]
url = "${{STAGING_DATABASE_URL}}"

[environments.production]
url = "${{DATABASE_URL}}"

[policy]
lock_timeout = "2s"   # how long a statement may queue for a lock before it is tried again
)";

// A folder of another tool is used as it stands.
std::string existing_folder() {
  try {
    return fs::relative(migrate::recognise(fs::current_path()).migrations, fs::current_path()).string();
  } catch (const Error&) {
    return "";
  }
}

void keep_out_of_git() {
  const std::string text = fs::exists(".gitignore") ? read_file(".gitignore") : "";
  if (text.find(".dunlin/") == std::string::npos)
    write_file(".gitignore", text + (text.empty() || text.ends_with("\n") ? "" : "\n") + ".dunlin/\n.env\n");
}

}  // namespace

int run_init(const Invocation& invocation, Screen& screen) {
  if (fs::exists("dunlin.toml"))
    throw refused("there is a dunlin.toml here already", "edit it; dunlin doctor checks it");
  const std::string found = existing_folder();
  const std::string folder = invocation.directory ? *invocation.directory
                             : found.empty()      ? "migrations"
                                                  : found;
  fs::create_directories(folder);
  write_file("dunlin.toml", fmt::format(k_config, folder));
  keep_out_of_git();
  screen.json(Json::object().set("outcome", "done").set("config", "dunlin.toml").set("migrations", folder));
  screen.line(fmt::format("wrote dunlin.toml; migrations go into {}/{}", folder,
                          found.empty() ? "" : " (found here)"));
  screen.note("next: dunlin new add_users");
  return 0;
}

}  // namespace dunlin::cli
