#include "cli/LintFix.hpp"

#include <algorithm>
#include <cstdlib>
#include <fmt/format.h>
#include <optional>
#include <set>

#include "base/File.hpp"
#include "base/Text.hpp"
#include "base/UnifiedDiff.hpp"
#include "cli/LintTarget.hpp"
#include "cli/Session.hpp"
#include "lint/Fix.hpp"
#include "postgres/Cluster.hpp"
#include "rehearse/ProveEqual.hpp"

namespace dunlin::cli {
namespace {

enum class FixState { written, shown, applied, unproven, different };

const char* to_word(FixState state) {
  switch (state) {
    case FixState::written: return "written";
    case FixState::shown: return "proven";
    case FixState::applied: return "applied";
    case FixState::unproven: return "unproven";
    case FixState::different: return "different";
  }
  return "";
}

// Files that the environment's database has: never rewritten. Without a database that answers, none is known
// to be.
std::set<std::string> applied_files(const model::Config& config, Screen& screen) {
  std::set<std::string> versions;
  try {
    const Target target(config);
    auto connection = target.connect();
    versions = applied_versions(connection);
  } catch (const Error& error) {
    if (error.code() != ErrorCode::unreachable) throw;
    screen.note("environment " + config.environment.name +
                " doesn't answer, so it isn't known which files it has: " + error.message());
  }
  return versions;
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  for (const std::string_view line : split_lines(text)) lines.emplace_back(line);
  return lines;
}

std::string diff_of(const lint::File& file, const std::string& fixed) {
  return "--- " + printable(file.path) + "\n+++ " + printable(file.path) + "\n" +
         unified_diff(lines_of(file.text), lines_of(fixed));
}

void show_diff(const std::string& diff, Screen& screen) {
  for (const std::string_view line : split_lines(diff)) {
    const Style style = line.starts_with('+')   ? Style::good
                        : line.starts_with('-') ? Style::bad
                                                : Style::plain;
    screen.line(screen.styled(printable(line), style));
  }
}

// Proofs of several files go on from one to the next: each file runs once.
class Prover {
 public:
  Prover(const model::Config& config, const LintFiles& files) : config_(config) {
    for (const lint::File& file : files.files())
      if (file.migration != nullptr) all_.migrations.push_back(*file.migration);
    all_.config = config;
  }

  rehearse::Proof prove(const model::Migration& migration, const std::string& fixed) {
    if (!server_) server_.emplace(rehearse::ScratchServer::start(config_.root, server_programs()));
    if (!history_) history_.emplace(*server_);
    const rehearse::Scripts before = rehearse::before_file(all_, migration.up.file);
    return rehearse::prove_equal(*server_, *history_, before, {config_, {migration}},
                                 {config_, {rehearse::with_text(migration, fixed)}}, options());
  }

  static rehearse::ProofOptions options() {
    rehearse::ProofOptions options;
    options.right_name = "the fixed file";
    return options;
  }

 private:
  static std::filesystem::path server_programs() {
    const char* preferred = std::getenv("DUNLIN_POSTGRES");
    const auto programs = postgres::find_server_programs(preferred != nullptr ? preferred : "");
    if (programs.empty())
      throw Error(ErrorCode::unreachable, "there is no PostgreSQL server on this machine to prove fixes on",
                  "install one (Debian: postgresql)");
    return programs.front();
  }

  const model::Config& config_;
  rehearse::Scripts all_;
  std::optional<rehearse::ScratchServer> server_;
  std::optional<rehearse::PreparedHistory> history_;
};

struct FileFix {
  const lint::File* file = nullptr;
  lint::Fixed fixed;
  FixState state = FixState::shown;
  std::string diff;
  std::vector<std::string> proof;
};

// The catalog in front of a file.
lint::Request request_before(const std::vector<lint::File>& files, std::size_t index,
                             const lint::Request& request) {
  std::vector<lint::File> earlier(files.begin(), files.begin() + static_cast<std::ptrdiff_t>(index));
  for (lint::File& file : earlier) file.judged = false;
  lint::Request before = request;
  before.want_effects = false;
  before.before = lint::lint(earlier, before).catalog;
  before.files_before = request.files_before + index;
  return before;
}

// Some fixes are meant to change the schema (a policy's expression, a missing index): then nothing else may
// differ.
bool differs_as_meant(const rehearse::Proof& proof, const std::vector<model::Finding>& made) {
  std::set<std::string> kinds;
  for (const model::Finding& finding : made)
    if (const lint::Rule* rule = lint::find_rule(finding.rule); rule != nullptr && *rule->fix_changes != '\0')
      kinds.insert(rule->fix_changes);
  const auto is_meant = [&](const rehearse::Difference& difference) {
    return kinds.contains(difference.object.substr(0, difference.object.find(' ')));
  };
  return !kinds.empty() &&
         std::all_of(proof.trials.begin(), proof.trials.end(), [&](const rehearse::Trial& trial) {
           if (trial.both_refuse_rows()) return true;
           return trial.both_done() && trial.data.empty() &&
                  std::all_of(trial.schema.begin(), trial.schema.end(), is_meant);
         });
}

// The original never gets through, with or without rows, for the very reason that the fix takes away, and the
// fixed file runs.
bool cures_failure(const rehearse::Proof& proof, const std::vector<model::Finding>& made) {
  std::set<std::string> cured;
  for (const model::Finding& finding : made)
    if (const lint::Rule* rule = lint::find_rule(finding.rule); rule != nullptr && *rule->cures != '\0')
      cured.insert(rule->cures);
  return !cured.empty() && !proof.trials.empty() &&
         std::all_of(proof.trials.begin(), proof.trials.end(), [&](const rehearse::Trial& trial) {
           const std::string& sqlstate =
               trial.left.sqlstate;  // "" where dunlin refused it before the server could
           return !trial.left.done && (sqlstate.empty() || cured.contains(sqlstate)) && trial.right.done;
         });
}

FixState prove(const FileFix& fix, Prover& prover, std::vector<std::string>& lines) {
  const rehearse::Proof proof = prover.prove(*fix.file->migration, fix.fixed.up);
  lines = rehearse::describe(proof, Prover::options());
  if (proof.verdict == rehearse::Verdict::equal) return FixState::shown;
  if (proof.verdict == rehearse::Verdict::different && differs_as_meant(proof, fix.fixed.made)) {
    lines.emplace_back("which is what the fix is for");
    return FixState::shown;
  }
  if (cures_failure(proof, fix.fixed.made)) {
    lines.emplace_back(
        "the original always fails, for what the fix takes away; the fixed file runs, with nothing to "
        "compare it "
        "with");
    return FixState::shown;
  }
  return proof.verdict == rehearse::Verdict::different ? FixState::different : FixState::unproven;
}

// The whole file with the up section replaced: the fix was made in the file's own text.
void write_fixed(const FileFix& fix) {
  write_file(fix.file->migration->up.file, fix.fixed.text);
}

Json fix_json(const FileFix& fix) {
  Json rules = Json::array();
  for (const model::Finding& finding : fix.fixed.made)
    rules.add(Json::object()
                  .set("rule", finding.rule)
                  .set("line", finding.span.line)
                  .set("object", finding.object));
  Json proof = Json::array();
  for (const std::string& line : fix.proof) proof.add(line);
  return Json::object()
      .set("file", fix.file->path)
      .set("state", to_word(fix.state))
      .set("fixes", rules)
      .set("diff", fix.diff)
      .set("proof", proof);
}

void show(const FileFix& fix, Screen& screen) {
  show_diff(fix.diff, screen);
  for (const std::string& line : fix.proof) screen.line("  " + printable(line));
  const char* words =
      fix.state == FixState::written     ? "written"
      : fix.state == FixState::shown     ? "proven, not written (--dry-run)"
      : fix.state == FixState::applied   ? "not written: the file is applied; write a new migration"
      : fix.state == FixState::different ? "not written: the fixed file ends in another database"
                                         : "not written: not proven";
  const bool good = fix.state == FixState::written || fix.state == FixState::shown;
  screen.line(screen.styled(fmt::format("{}: {} {}, {}", printable(fix.file->path), fix.fixed.made.size(),
                                        fix.fixed.made.size() == 1 ? "fix" : "fixes", words),
                            good ? Style::good : Style::bad));
  screen.line("");
}

}  // namespace

int run_fix(const Invocation& invocation, const model::Config& config, const LintFiles& files,
            const lint::Request& request, Screen& screen) {
  const std::set<std::string> applied = applied_files(config, screen);
  Prover prover(config, files);
  Json list = Json::array();
  std::size_t written = 0, left = 0;
  for (std::size_t i = 0; i < files.files().size(); ++i) {
    const lint::File& file = files.files()[i];
    if (!file.judged || file.migration == nullptr || file.migration->up.text) continue;
    FileFix fix{&file, lint::fix(file, request_before(files.files(), i, request)), FixState::shown, "", {}};
    if (fix.fixed.made.empty()) continue;
    fix.diff = diff_of(file, fix.fixed.text);
    fix.state =
        applied.contains(file.migration->version.text) ? FixState::applied : prove(fix, prover, fix.proof);
    if (fix.state == FixState::shown && !invocation.dry_run) {
      write_fixed(fix);
      fix.state = FixState::written;
    }
    ++(fix.state == FixState::written || fix.state == FixState::shown ? written : left);
    show(fix, screen);
    list.add(fix_json(fix));
  }
  screen.json(Json::object().set("files", list));
  screen.line(fmt::format("{} {}, {} left as {}", counted(written, "file"),
                          invocation.dry_run ? "can be fixed" : "fixed", left,
                          left == 1 ? "it is" : "they are"));
  return left == 0 ? 0 : static_cast<int>(ErrorCode::findings);
}

}  // namespace dunlin::cli
