#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct RuleOnTable {
  static void statement(const Scene& scene, Reporter& report) {
    const auto* rule = scene.as<model::CreateRule>();
    if (rule == nullptr || !scene.is_live(rule->table)) return;
    const std::string name = scene.shown(rule->table);
    report.add(name, "CREATE RULE " + rule->name + " locks " + name +
                         " against reads and writes, and rewrites every "
                         "statement on it from then on");
  }
};

}  // namespace

const Rule create_rule{.name = "create-rule",
                       .family = 'H',
                       .profile = Profile::strict,
                       .severity = model::Severity::warning,
                       .summary = "CREATE RULE on a table",
                       .why =
                           "A rule changes the text of statements before they run: volatile "
                           "functions run twice, RETURNING and "
                           "COPY go past it, row counts are those of another statement. It "
                           "takes ACCESS EXCLUSIVE to make.",
                       .advice = "Use a trigger; for a view, an INSTEAD OF trigger.",
                       .statement = RuleOnTable::statement};

}  // namespace dunlin::lint::rules
