#include <cctype>

#include "lint/SplitFix.hpp"
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

  // A statement with its semicolon and the rest of its line.
  static model::TextEdit removal(const Scene& scene, const SourceStatement& statement) {
    const std::string_view text = scene.file().text;
    std::size_t end = statement.span.offset + statement.span.length;
    while (end < text.size() && std::isspace(static_cast<unsigned char>(text[end])) != 0) ++end;
    if (end < text.size() && text[end] == ';') ++end;
    while (end < text.size() && (text[end] == ' ' || text[end] == '\t')) ++end;
    if (end < text.size() && text[end] == '\n') ++end;
    return {statement.span.offset, end - statement.span.offset, ""};
  }

  static model::TextEdit replacement(const SourceStatement& statement, std::string_view text) {
    return {statement.span.offset, statement.span.length, std::string(text)};
  }

  // Ends the file's transaction before the statement, and begins it again behind: at its edges the statement
  // changes places with BEGIN or COMMIT.
  static std::vector<model::TextEdit> edits(const Scene& scene) {
    const auto& statements = scene.statements();
    const std::size_t at = scene.index();
    if (scene.statement().embedded_in >= 0 || scene.file().applied || at == 0) return {};
    const SourceStatement& before = statements[at - 1].source;
    const SourceStatement& own = scene.statement().source;
    if (before.included || own.included) return {};
    const bool first = before.kind == Kind::begin;
    const bool last = at + 1 < statements.size() && statements[at + 1].source.kind == Kind::commit;
    if (last && statements[at + 1].source.included) return {};
    if (first && last) return {removal(scene, before), removal(scene, statements[at + 1].source)};
    if (first) return {replacement(before, own.text), replacement(own, before.text)};
    if (last) {
      const SourceStatement& after = statements[at + 1].source;
      return {replacement(own, after.text), replacement(after, own.text)};
    }
    return {replacement(own, "COMMIT;\n\n" + std::string(own.text) + ";\n\nBEGIN")};
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
    finding.fix.edits = edits(scene);
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
    .statement = ConcurrentlyInTx::statement};

}  // namespace dunlin::lint::rules
