#include "base/Text.hpp"
#include "lint/Dependents.hpp"
#include "lint/Dropped.hpp"
#include "lint/Overloads.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct VolatilityChange {
  const Scene& scene;
  Reporter& report;

  // What keeps results of the function: indexes, generated columns, constraints.
  std::vector<std::string> kept_in(const model::CatalogFunction& function) const {
    std::vector<std::string> words;
    for (const Dependent& dependent : dependents_of_function(scene.catalog(), function.name)) {
      const std::string& text = dependent.words;
      if (text.starts_with("index") || text.starts_with("constraint")) words.push_back(text);
      if (text.starts_with("column") && is_generated(dependent)) words.push_back("generated " + text);
    }
    return words;
  }

  bool is_generated(const Dependent& dependent) const {
    const model::CatalogRelation* table = scene.relation(dependent.relation);
    if (table == nullptr) return false;
    for (const model::CatalogColumn& column : table->columns)
      if (dependent.words.starts_with("column " + column.name + " of "))
        return column.generated == model::Generated::stored;
    return false;
  }

  static const char* word(model::Volatility volatility) {
    switch (volatility) {
      case model::Volatility::immutable: return "IMMUTABLE";
      case model::Volatility::stable: return "STABLE";
      default: return "VOLATILE";
    }
  }

  void changes(const model::CatalogFunction& known, model::Volatility volatility, bool other_body) const {
    if (volatility == known.volatility && !other_body) return;
    const std::vector<std::string> kept = kept_in(known);
    if (kept.empty()) return;
    const std::string signature = known.signature();
    if (volatility != known.volatility)
      report.add(signature, signature + " becomes " + word(volatility) + " but " + enumerated(kept) +
                                (kept.size() == 1 ? " keeps" : " keep") + " its results as if it were " +
                                word(known.volatility));
    else
      report.add(signature, "results of the old body of " + signature + " stay in " + enumerated(kept) +
                                ", those of the new one are looked for");
  }

  void operator()(const model::CreateFunction& create) const {
    const model::CatalogFunction* known = replaced_function(scene, create);
    if (known != nullptr && create.or_replace && !scene.made_in_file(known->origin))
      changes(*known, create.volatility, !known->body.empty() && trim(known->body) != trim(create.body));
  }
  void operator()(const model::AlterFunction& alter) const {
    const auto& overloads = scene.catalog().find_functions(alter.function.name);
    if (alter.volatility.empty() || overloads.size() != 1 || scene.made_in_file(overloads.front().origin))
      return;
    const auto volatility = alter.volatility == "immutable" ? model::Volatility::immutable
                            : alter.volatility == "stable"  ? model::Volatility::stable
                                                            : model::Volatility::volatile_;
    changes(overloads.front(), volatility, false);
  }
  template <typename Another>
  void operator()(const Another&) const {}
};

void check_volatility_change(const Scene& scene, Reporter& report) {
  std::visit(VolatilityChange{scene, report}, scene.statement().command);
}

}  // namespace

const Rule volatility_change{
    .name = "volatility-change",
    .family = 'D',
    .profile = Profile::safe,
    .severity = model::Severity::warning,
    .summary =
        "A function whose results an index, a generated column or a constraint keeps gets another body or "
        "volatility",
    .why =
        "PostgreSQL doesn't compute again what is in indexes and generated columns, and doesn't check old "
        "rows again. "
        "Queries through the index then miss rows, and a restore of a dump may fail.",
    .advice =
        "Make a function of another name and an index on it (CREATE INDEX CONCURRENTLY), move the queries, "
        "drop the old "
        "one. Or REINDEX INDEX CONCURRENTLY right behind it; until then the index answers wrongly.",
    .statement = check_volatility_change};

}  // namespace dunlin::lint::rules
