// truth_tables PROGRAMS OUT [FORM...]: starts a PostgreSQL server of the folder PROGRAMS, measures all forms
// of forms.sql and the type matrix on it, and writes forms.tsv, types.tsv and casts.tsv to the folder OUT.
// With forms, only these are measured, and printed.

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>

#include "Form.hpp"
#include "Laboratory.hpp"
#include "TypeMatrix.hpp"
#include "base/Error.hpp"
#include "base/File.hpp"
#include "base/Text.hpp"

namespace fs = std::filesystem;
using namespace dunlin;

namespace {

/// A folder that the server's system user can enter; removed at the end.
class ServerFolder {
 public:
  ServerFolder() {
    std::string name = (fs::temp_directory_path() / "truth-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw Error(ErrorCode::failed, "can't make " + name);
    path_ = name;
    fs::permissions(path_, fs::perms(0711));
  }
  ~ServerFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  ServerFolder(const ServerFolder&) = delete;
  ServerFolder& operator=(const ServerFolder&) = delete;
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

postgres::ClusterOptions server_options(const fs::path& data, const fs::path& programs) {
  return {.data = data,
          .programs = programs,
          .durable = false,
          .settings = {{"autovacuum", "off"},
                       {"jit", "off"},
                       {"max_parallel_maintenance_workers", "0"},
                       {"max_parallel_workers_per_gather", "0"},
                       {"allow_in_place_tablespaces", "on"},
                       {"wal_level", "logical"}}};
}

std::string measure_forms(truth::Laboratory& laboratory, const std::vector<truth::Form>& forms) {
  std::vector<std::string> lines;
  for (const auto& form : forms) lines.push_back(truth::to_line(laboratory.measure(form)));
  if (!laboratory.complaints().empty())
    throw Error(ErrorCode::failed, join(laboratory.complaints(), "\n"),
                "correct forms.sql: the statement, or \"since\" and \"fails\" in its head");
  std::sort(lines.begin(), lines.end());
  return join(lines, "");
}

std::vector<std::string> read_types(const fs::path& file) {
  std::vector<std::string> types;
  const std::string text = read_file(file);
  for (const auto line : split_lines(text))
    if (!line.empty()) types.emplace_back(line);
  return types;
}

void run(const fs::path& programs, const fs::path& out, const std::vector<std::string>& only) {
  const fs::path source = DUNLIN_TRUTH_DIR;
  auto forms = truth::read_forms(source / "forms.sql");
  const ServerFolder folder;
  const auto cluster = postgres::Cluster::start(server_options(folder.path() / "data", programs));
  truth::Laboratory laboratory(cluster, truth::read_fixtures(source / "fixtures.sql"));
  if (!only.empty()) {
    std::erase_if(forms, [&](const auto& form) {
      return std::find(only.begin(), only.end(), form.name) == only.end();
    });
    fmt::print("{}", measure_forms(laboratory, forms));
    return;
  }
  fs::create_directories(out);
  const std::string about =
      fmt::format("# PostgreSQL {}, measured by tools/truth; see docs/truth.md\n", laboratory.major());
  write_file(out / "forms.tsv", about +
                                    "# form\truns in\tSQLSTATE\tcost\tlocks\tcosts\trewritten because of\n" +
                                    measure_forms(laboratory, forms));
  auto connection = laboratory.connect();
  const auto matrix = truth::measure_types(connection, read_types(source / "types.txt"));
  write_file(out / "types.tsv", about + "# from\tto\ttime zone\tindex\n" + matrix.kept);
  write_file(out / "casts.tsv", about + "# from\tto\n" + matrix.casts);
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  if (arguments.size() < 2) {
    fmt::print(stderr, "usage: truth_tables PROGRAMS OUT [FORM...]\n");
    return 2;
  }
  try {
    run(arguments[0], arguments[1], {arguments.begin() + 2, arguments.end()});
  } catch (const Error& error) {
    fmt::print(stderr, "{}\n{}\n", error.what(), error.hint());
    for (const auto& [name, value] : error.context()) fmt::print(stderr, "{}: {}\n", name, value);
    return 1;
  }
  return 0;
}
