#include "lint/SplitFix.hpp"
#include "lint/replay/Indexes.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct UnnamedIndex {
  static std::string named(const Scene& scene, const model::CreateIndex& index) {
    const auto* table = scene.relation(index.table);
    if (table == nullptr || !table->complete) return {};
    return insert_behind_word(scene.text(), index.concurrently ? "concurrently" : "index",
                              " " + sql_name(index_name(scene.catalog(), index, table->name)));
  }

  static void statement(const Scene& scene, Reporter& report) {
    const auto* index = scene.as<model::CreateIndex>();
    if (index == nullptr || !index->name.empty()) return;
    model::Finding& finding = report.add(
        scene.shown(index->table), "the index on " + scene.shown(index->table) +
                                       " has no name: PostgreSQL chooses one, by what is there already");
    const std::string text = named(scene, *index);
    if (!text.empty()) finding.fix.edits = replace_piece(scene, {0, scene.text().size()}, text);
  }
};

}  // namespace

const Rule unnamed_index{
    .name = "unnamed-index",
    .family = 'A',
    .profile = Profile::all,
    .severity = model::Severity::note,
    .summary = "CREATE INDEX without a name",
    .why =
        "The chosen name depends on which names are taken, so it can differ between databases; and run "
        "twice, the statement makes a second index.",
    .advice = "CREATE INDEX table_column_idx ON ...: the name that PostgreSQL would choose, written out.",
    .statement = UnnamedIndex::statement};

}  // namespace dunlin::lint::rules
