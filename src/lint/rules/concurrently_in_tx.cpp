#include <cctype>

#include "lint/OutOfTransaction.hpp"
#include "lint/rules/Rules.hpp"
#include "sql/Split.hpp"

namespace dunlin::lint::rules {
namespace {

struct ConcurrentlyInTx {
  using Kind = model::StatementKind;

  static bool is_refused(Kind kind) {
    return model::runs_alone(kind) && kind != Kind::unit && kind != Kind::batch && kind != Kind::rerunnable;
  }

  // VACUUM and its like; a unit marked `alone` isn't one.
  static bool is_refused_in_transaction(const Scene& scene) {
    const Kind kind = sql::classify(scene.text());
    return is_refused(kind) || kind == Kind::rerunnable;
  }

  static std::string first_words(const Scene& scene) {
    std::string words;
    bool gap = false;
    for (const char c : scene.text()) {
      if (std::isspace(static_cast<unsigned char>(c)) != 0) {
        gap = true;
        continue;
      }
      if (gap) words += ' ';
      gap = false;
      words += c;
      if (words.size() >= 60) return words + " ...";
    }
    return words;
  }

  static void statement(const Scene& scene, Reporter& report) {
    const JudgedStatement& judged = scene.statement();
    if (!judged.in_transaction && judged.embedded_in < 0) return;
    if (!is_refused_in_transaction(scene)) return;
    const bool embedded = judged.embedded_in >= 0;
    model::Finding& finding =
        report.add("", "\"" + first_words(scene) + "\" can't run " +
                           (embedded ? "in a DO block or function" : "in a transaction") +
                           ": it fails with error 25001, and the deploy stops");
    if (!embedded) finding.fix.edits = replace_outside_transaction(scene, std::string(scene.text()));
  }
};

}  // namespace

const Rule concurrently_in_tx{
    .name = "concurrently-in-tx",
    .family = 'A',
    .profile = Profile::safe,
    .severity = model::Severity::error,
    .summary = "A statement that PostgreSQL refuses in a transaction, inside of one",
    .why =
        "CREATE and DROP INDEX CONCURRENTLY, REINDEX CONCURRENTLY, DETACH PARTITION CONCURRENTLY, VACUUM, "
        "CREATE DATABASE and ALTER SYSTEM fail with error 25001 between BEGIN and COMMIT, in a DO block "
        "and in a function.",
    .advice =
        "Put it behind COMMIT, or take BEGIN and COMMIT out: dunlin opens transactions itself, and runs "
        "such a statement alone.",
    .cures = "25001",
    .statement = ConcurrentlyInTx::statement};

}  // namespace dunlin::lint::rules
