#include "lint/audit/Audit.hpp"

#include <algorithm>
#include <map>
#include <string>

#include "base/Text.hpp"
#include "lint/Lint.hpp"
#include "lint/ParseAhead.hpp"
#include "lint/Replay.hpp"
#include "lint/audit/CommentAbove.hpp"
#include "lint/audit/Definitions.hpp"
#include "lint/audit/Families.hpp"
#include "lint/audit/FileOrder.hpp"
#include "lint/audit/LastStateRemarks.hpp"
#include "lint/audit/Unused.hpp"
#include "lint/audit/Uses.hpp"

namespace dunlin::lint::audit {
namespace {

// One walk over all statements, with the catalog as it is before each.
class Walk {
 public:
  Walk(const std::vector<File>& files, int major) : files_(files), replay_(empty_catalog(major * 10000)) {}

  void run(AuditReport& report) {
    ParseAhead parser(files_);
    for (std::size_t i = 0; i < files_.size(); ++i) {
      const std::vector<JudgedStatement> statements = parser.take(i);
      report.statements += statements.size();
      uses_.begin_file();
      replay_.begin_file(rolls_back(statements), files_[i].schema);
      for (const JudgedStatement& statement : statements) step(statement, i, report);
    }
  }

  const Definitions& definitions() const { return definitions_; }
  const Uses& uses() const { return uses_; }
  const WordsInUse& words() const { return words_; }
  const model::Catalog& last() const { return replay_.catalog(); }

 private:
  static bool rolls_back(const std::vector<JudgedStatement>& statements) {
    return std::any_of(statements.begin(), statements.end(), [](const JudgedStatement& statement) {
      const auto* control = std::get_if<model::TransactionControl>(&statement.command);
      return control != nullptr && (control->kind == model::TransactionKind::rollback ||
                                    control->kind == model::TransactionKind::rollback_to);
    });
  }

  void step(const JudgedStatement& statement, std::size_t file, AuditReport& report) {
    const model::SourceSpan& span = statement.source.span;
    const Place place{span.file, span.line};
    words_.see(statement);
    uses_.see(statement, replay_.catalog(), place);
    see_columns(statement, place, report);
    const auto defined = defined_by(statement.command, replay_.catalog());
    const bool fails =
        defined && definitions_.add(*defined, statement, place,
                                    comment_above(files_[file].text, statement)) == DefinitionEffect::fails;
    if (fails) return;
    replay_.apply(statement.command, {files_[file].path, span.line, file + 1, statement.unit},
                  {span.offset, span.length}, statement.embedded_in >= 0);
    if (defined && defined->kind != model::ObjectKind::trigger && defined->kind != model::ObjectKind::policy)
      uses_.made(defined->name, place);
    if (const auto* rename = std::get_if<model::Rename>(&statement.command);
        rename && rename->old_name.empty())
      uses_.made({replay_.catalog().qualified(rename->object.name).schema, rename->new_name}, place);
  }

  void see_columns(const JudgedStatement& statement, const Place& place, AuditReport& report) const {
    const auto* alter = std::get_if<model::AlterTable>(&statement.command);
    const auto* table = alter != nullptr ? replay_.catalog().find_relation(alter->name) : nullptr;
    if (table == nullptr) return;
    for (const model::AlterAction& action : alter->actions) {
      if (action.kind != model::AlterKind::add_column || !action.if_exists || !action.column) continue;
      const auto* column = table->find_column(action.column->name);
      if (column == nullptr || model::to_string(column->type) == model::to_string(action.column->type))
        continue;
      report.hidden_columns.push_back({model::to_string(table->name) + "." + column->name,
                                       model::to_string(column->type),
                                       model::to_string(action.column->type),
                                       place,
                                       {column->origin.file, column->origin.line}});
    }
  }

  const std::vector<File>& files_;
  Replay replay_;
  Definitions definitions_;
  Uses uses_;
  WordsInUse words_;
};

void describe_files(const std::vector<File>& files, AuditReport& report) {
  for (const File& file : files) {
    const model::Migration* migration = file.migration;
    if (migration == nullptr) continue;
    if (!file.has_rollback)
      report.missing_rollbacks.push_back({file.path, {file.path, 0}, "no rollback", ""});
    std::vector<std::string> lacking;
    if (migration->metadata.title.empty() && migration->metadata.description.empty())
      lacking.emplace_back("Description");
    if (migration->metadata.author.empty()) lacking.emplace_back("Author");
    if (migration->metadata.date.empty()) lacking.emplace_back("Date");
    if (!lacking.empty())
      report.missing_metadata.push_back({file.path, {file.path, 0}, "no " + join(lacking, ", "), ""});
  }
}

void count_findings(const std::vector<File>& files, const Settings& settings, AuditReport& report) {
  Request request;
  request.settings = settings;
  request.before = empty_catalog(settings.major * 10000);
  const Result result = lint(files, std::move(request));
  report.not_analysed = result.findings.not_analysed;
  std::map<std::string, RuleCount> counts;
  for (const model::Finding& finding : result.findings.findings) {
    RuleCount& count = counts[finding.rule];
    if (count.count++ == 0) {
      count.rule = finding.rule;
      count.first = {finding.span.file, finding.span.line};
    }
    count.severity = std::max(count.severity, finding.severity);
  }
  for (auto& [rule, count] : counts) report.rules.push_back(std::move(count));
  std::stable_sort(report.rules.begin(), report.rules.end(), [](const RuleCount& a, const RuleCount& b) {
    return a.severity != b.severity ? a.severity > b.severity : a.count > b.count;
  });
}

}  // namespace

AuditReport audit(const std::vector<File>& files, const Settings& settings) {
  AuditReport report;
  report.files = files.size();
  Walk walk(files, settings.major);
  walk.run(report);
  const model::Catalog& last = walk.last();
  report.last_state = count_objects(last);
  report.repeated = walk.definitions().repeated(last);
  report.written = walk.definitions().written();
  report.families = find_families(last, walk.definitions());
  report.overloads = find_overloads(last);
  report.early_uses = walk.uses().early();
  report.missing = walk.uses().missing();
  report.unused = unused_objects(last, walk.words());
  report.indexes = needless_indexes(last);
  report.tables_without_rls = tables_without_rls(last, settings.exposed_schemas);
  report.open_definers = open_definers(last);
  report.order = file_order(files);
  describe_files(files, report);
  count_findings(files, settings, report);
  return report;
}

}  // namespace dunlin::lint::audit
