#include "cli/Consolidate.hpp"

#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>

#include "base/File.hpp"
#include "base/Text.hpp"
#include "migrate/load/Project.hpp"
#include "postgres/Cluster.hpp"
#include "rehearse/consolidate/Consolidation.hpp"

namespace dunlin::cli {
namespace {

namespace fs = std::filesystem;

fs::path server_programs() {
  const char* preferred = std::getenv("DUNLIN_POSTGRES");
  const auto programs = postgres::find_server_programs(preferred != nullptr ? preferred : "");
  if (programs.empty())
    throw Error(ErrorCode::unreachable, "there is no PostgreSQL server on this machine to run the files on",
                "install one (Debian: postgresql)");
  return programs.front();
}

void require_empty(const fs::path& folder) {
  if (fs::exists(folder) && (!fs::is_directory(folder) || !fs::is_empty(folder)))
    throw refused(fmt::format("{} is there already and isn't an empty folder", printable(folder.string())),
                  "name a new folder");
}

void write_files(const fs::path& folder, const std::vector<rehearse::CleanFile>& files,
                 const rehearse::CleanHeader& header) {
  fs::remove_all(folder);
  fs::create_directories(folder);
  for (const rehearse::CleanFile& file : files) {
    write_file(folder / file.name, rehearse::text_of(file, header));
    if (file.undo.empty()) continue;
    fs::create_directories(folder / "rollback");
    write_file(folder / "rollback" / file.name, rehearse::rollback_text_of(file, header));
  }
}

Json proof_json(const fs::path& folder, const rehearse::LastState& state,
                const rehearse::ConsolidationProof& proof) {
  Json files = Json::array(), differences = Json::array(), skipped = Json::array(), notes = Json::array();
  for (const auto& file : state.files) files.add(file.name);
  for (const auto& difference : proof.differences)
    differences.add(Json::object().set("object", difference.object).set("detail", difference.detail));
  for (const auto& statement : state.skipped)
    skipped.add(Json::object().set("place", statement.place).set("message", statement.message));
  for (const std::string& note : state.notes) notes.add(note);
  return Json::object()
      .set("folder", folder.string())
      .set("proven", proof.holds())
      .set("files", files)
      .set("failure", proof.failure)
      .set("differences", differences)
      .set("skipped", skipped)
      .set("notes", notes);
}

void show(const rehearse::LastState& state, const rehearse::ConsolidationProof& proof, Screen& screen) {
  for (const auto& statement : state.skipped)
    screen.line(fmt::format("skipped {}: {}", printable(statement.place), printable(statement.message)));
  for (const std::string& note : state.notes) screen.line(printable(note));
  if (!proof.failure.empty()) screen.line("the clean set doesn't run: it " + proof.failure);
  for (const auto& difference : proof.differences)
    screen.line(printable(difference.object) + "\n" + printable(difference.detail, true));
}

}  // namespace

int run_consolidate(const Invocation& invocation, const AuditFiles& files,
                    const lint::audit::AuditReport& report, const std::string& today, Screen& screen) {
  const fs::path out = fs::absolute(*invocation.consolidate).lexically_normal();
  const fs::path unproven = out.string() + ".unproven";
  require_empty(out);
  if (!files.unreadable().empty())
    throw refused(
        fmt::format("{} can't be read, so the last state isn't known: {}",
                    counted(files.unreadable().size(), "file"), printable(files.unreadable().front().reason)),
        "dunlin audit lists them under Not analysed");
  rehearse::ConsolidationOptions options;
  options.tolerate_errors = invocation.tolerate_errors;
  options.written = report.written;
  if (invocation.before_file) options.before = migrate::load_file(files.config(), *invocation.before_file);
  rehearse::ScratchServer server = rehearse::ScratchServer::start(files.config().root, server_programs());
  const rehearse::LastState state =
      rehearse::read_last_state(server, {files.config(), files.migrations()}, options);
  const std::string folder = fs::path(files.folder()).filename().string();
  write_files(unproven, state.files,
              {"dunlin audit --consolidate", today,
               fmt::format("the {} of {}", counted(files.files().size(), "file"), folder)});
  model::Config plain = files.config();
  plain.placeholders.clear();
  const rehearse::ConsolidationProof proof =
      rehearse::prove(server, rehearse::load_folder(plain, unproven, model::Dialect::dunlin), state, options);
  if (proof.holds()) {
    fs::remove(out);
    fs::rename(unproven, out);
  }
  const fs::path written = proof.holds() ? out : unproven;
  screen.json(proof_json(written, state, proof));
  show(state, proof, screen);
  if (!proof.holds()) {
    screen.line(screen.styled(fmt::format("not proven: {} written to {} for a look; {} is untouched",
                                          counted(state.files.size(), "file"), printable(unproven.string()),
                                          printable(out.string())),
                              Style::bad));
    return static_cast<int>(ErrorCode::failed);
  }
  screen.line(screen.styled(
      fmt::format("{} written to {}, proven: {}{} are the same as behind {}",
                  counted(state.files.size(), "file"), printable(out.string()),
                  counted(state.schema.size(), "object"),
                  state.contents.rows() > 0 && !options.before
                      ? " and " + counted(static_cast<std::size_t>(state.contents.rows()), "row")
                      : "",
                  counted(files.files().size(), "file")),
      Style::good));
  return 0;
}

}  // namespace dunlin::cli
