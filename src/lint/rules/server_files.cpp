#include <algorithm>
#include <array>

#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

constexpr std::array<std::string_view, 9> k_file_functions{
    "lo_import",     "lo_export",      "pg_read_file",   "pg_read_binary_file", "pg_ls_dir",
    "pg_file_write", "pg_file_rename", "pg_file_unlink", "pg_stat_file"};

void check_server_files(const Scene& scene, Reporter& report) {
  const auto* query = scene.as<model::Dml>();
  if (query == nullptr) return;
  if (query->copies_file) report.add("", "COPY reads or writes a file of the server's own disk");
  for (const model::FunctionCall& call : query->query.calls) {
    if (std::find(k_file_functions.begin(), k_file_functions.end(), call.name.name) == k_file_functions.end())
      continue;
    report.add("", call.name.name + " reads or writes files of the server's own disk");
    return;
  }
}

}  // namespace

const Rule server_files{.name = "server-files",
                        .family = 'I',
                        .profile = Profile::strict,
                        .severity = model::Severity::warning,
                        .summary = "Files of the server: COPY 'file', lo_import, pg_read_file",
                        .why =
                            "The file is on one server only (no replica, no restored backup has it), and the "
                            "role needs pg_read_server_files or more. Managed services refuse it.",
                        .advice = "COPY ... FROM STDIN; psql's \\lo_import for large objects.",
                        .statement = check_server_files};

}  // namespace dunlin::lint::rules
