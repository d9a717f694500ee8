#include "lint/PartitionProof.hpp"
#include "lint/PartitionUnits.hpp"
#include "lint/rules/Rules.hpp"
#include "sql/command/Source.hpp"

namespace dunlin::lint::rules {
namespace {

struct PartitionOfTakesAx {
  using Relation = model::CatalogRelation;

  // Only what can be said with LIKE and ATTACH alike.
  static bool is_plain(const model::CreateTable& table) {
    return !table.if_not_exists && table.columns.empty() && table.constraints.empty() &&
           table.partition_key.strategy == 0 && table.options.empty() && table.tablespace.empty() &&
           table.access_method.empty() && !table.foreign &&
           table.persistence == model::Persistence::permanent;
  }

  // FOR VALUES ... or DEFAULT, as written.
  static std::string bound_text(const Scene& scene) {
    const sql::Source source(scene.text());
    std::size_t at = source.find_word(0, "of");
    const std::size_t values = source.find_word(at, "for");
    at = values < source.tokens().size() ? values : source.find_word(at, "default");
    if (at >= source.tokens().size()) return {};
    return std::string(source.text(source.range(at, source.tokens().size())));
  }

  static std::vector<model::TextEdit> edits(const Scene& scene, const model::CreateTable& table,
                                            const Relation* parent) {
    const std::string bound = bound_text(scene);
    if (parent == nullptr || !parent->complete || !is_plain(table) || bound.empty()) return {};
    const std::string create = "CREATE TABLE " + sql_name(table.name) + " (LIKE " +
                               sql_name(table.partition_of) +
                               " INCLUDING ALL EXCLUDING IDENTITY EXCLUDING COMMENTS EXCLUDING STATISTICS)";
    const std::string attach = "ALTER TABLE " + sql_name(table.partition_of) + " ATTACH PARTITION " +
                               sql_name(table.name) + " " + bound;
    if (table.bound.is_default || table.bound.strategy == 'h')
      return replace_piece(scene, {0, scene.text().size()}, create + ";\n" + attach);
    const auto units = proven_attach_units(scene, *parent, table.name, true, table.bound, {create, attach});
    if (units.empty()) return {};
    return units.size() == 1 ? replace_piece(scene, {0, scene.text().size()}, create + ";\n" + attach)
                             : replace_by_units(scene, units);
  }

  static void statement(const Scene& scene, Reporter& report) {
    const auto* table = scene.as<model::CreateTable>();
    if (table == nullptr || table->partition_of.empty() || !scene.is_live(table->partition_of)) return;
    const Relation* parent = scene.relation(table->partition_of);
    const Relation* fallback = parent == nullptr || table->bound.is_default
                                   ? nullptr
                                   : scene.catalog().default_partition_of(parent->name);
    const std::string name = scene.shown(table->partition_of);
    const bool scans = fallback != nullptr && scene.is_live(fallback->name) &&
                       !excludes_bound(*fallback, *parent, table->bound);
    std::string message = "CREATE TABLE ... PARTITION OF locks " + name +
                          " and so all its partitions against "
                          "reads and writes";
    if (scans) message += " while it reads all of the default partition " + model::to_string(fallback->name);
    model::Finding& finding = report.add(name, std::move(message));
    if (!scans) finding.severity = model::Severity::note;
    finding.fix.edits = edits(scene, *table, parent);
  }
};

}  // namespace

const Rule partition_of_takes_ax{
    .name = "partition-of-takes-ax",
    .family = 'G',
    .profile = Profile::safe,
    .severity = model::Severity::error,
    .summary = "CREATE TABLE ... PARTITION OF on a table in use",
    .why =
        "It takes ACCESS EXCLUSIVE on the parent, so every query on any partition queues; and it reads the "
        "default partition, if there is one, to see that no row belongs into the new one. ATTACH takes "
        "SHARE UPDATE EXCLUSIVE on the parent, which no query notices. Without a default partition it is "
        "quick, and a note.",
    .advice =
        "CREATE TABLE c (LIKE parent INCLUDING ALL EXCLUDING IDENTITY); ALTER TABLE parent ATTACH "
        "PARTITION c FOR VALUES ...; with a default partition, first add and validate CHECK (NOT "
        "(bound)) on that.",
    .statement = PartitionOfTakesAx::statement};

}  // namespace dunlin::lint::rules
