#include <filesystem>
#include <string>
#include <system_error>
#include <unistd.h>

#include "cli/CommandTable.hpp"
#include "cli/LintSettings.hpp"
#include "cli/Session.hpp"
#include "cli/lsp/ProjectAnalyser.hpp"
#include "cli/lsp/Serve.hpp"
#include "revision.hpp"

namespace dunlin::cli {

namespace {

// An editor may be opened outside of any project.
model::Config project_settings(const Invocation& invocation) {
  try {
    return load_project(invocation);
  } catch (const Error&) {
    return {};
  }
}

}  // namespace

int run_lsp(const Invocation& invocation, Screen&) {
  lsp::ProjectAnalyser analyser([&] { return load_project(invocation); },
                                lint_settings(invocation, project_settings(invocation)));
  lsp::Server server({.analyse = [&](const std::string& path,
                                     std::string_view text) { return analyser.analyse(path, text); },
                      .hover = [&](const std::string& path, std::string_view text,
                                   std::size_t offset) { return analyser.hover(path, text, offset); },
                      .enter =
                          [](const std::string& folder) {
                            std::error_code not_there;  // then we stay where the editor started us
                            std::filesystem::current_path(folder, not_there);
                          },
                      .forget = [&] { analyser.forget(); }},
                     DUNLIN_VERSION);
  return lsp::serve(server, STDIN_FILENO, STDOUT_FILENO);
}

}  // namespace dunlin::cli
