#include "lint/IndexText.hpp"

#include <algorithm>

#include "lint/replay/Indexes.hpp"
#include "sql/command/Source.hpp"

namespace dunlin::lint {
namespace {

using model::CatalogRelation;
using model::RelationKind;

// Indexes of the tokens of the table's name: from the first one to behind the last one.
struct TablePlace {
  std::size_t first = 0;
  std::size_t behind = 0;
};

TablePlace table_place(const sql::Source& source) {
  TablePlace place;
  place.first = source.find_word(0, "on") + 1;
  if (source.is(place.first, "only")) ++place.first;
  place.behind = place.first + 1;
  while (source.is(place.behind, '.')) place.behind += 2;
  if (source.is(place.behind, '*')) ++place.behind;
  return place;
}

// Collects the units of one partitioned table; below it those of partitioned partitions.
class PartitionedBuild {
 public:
  PartitionedBuild(const Scene& scene, const model::CreateIndex& index) : scene_(scene), index_(index) {}

  std::vector<UnitText> units(const CatalogRelation& table, const std::string& name) {
    parents_.push_back(index_text(scene_, index_, {false, true, name, {}}));
    add_partitions(table, name);
    if (!possible_) return {};
    std::vector<UnitText> units{UnitText(parents_)};
    for (const std::string& build : builds_) units.emplace_back(build);
    // The index of a partition is complete before it is attached to the one above.
    std::reverse(attachments_.begin(), attachments_.end());
    units.emplace_back(attachments_);
    return units;
  }

 private:
  void add_partitions(const CatalogRelation& table, const std::string& parent) {
    const auto partitions = scene_.catalog().partitions_of(table.name);
    for (auto partition = partitions.rbegin(); partition != partitions.rend(); ++partition)
      add_partition(table, **partition, parent);
  }

  void add_partition(const CatalogRelation& table, const CatalogRelation& partition,
                     const std::string& parent) {
    const std::string name = index_name(scene_.catalog(), index_, partition.name);
    if (partition.kind == RelationKind::foreign_table || has_such_index(partition)) {
      possible_ = false;
      return;
    }
    attachments_.push_back("ALTER INDEX " + sql_name({table.name.schema, parent}) + " ATTACH PARTITION " +
                           sql_name({partition.name.schema, name}));
    const bool partitioned = partition.kind == RelationKind::partitioned_table;
    const std::string text = index_text(scene_, index_, {!partitioned, partitioned, name, partition.name});
    (partitioned ? parents_.insert(parents_.begin() + 1, text) : builds_.insert(builds_.begin(), text));
    if (partitioned) add_partitions(partition, name);
  }

  bool has_such_index(const CatalogRelation& partition) const {
    const auto indexes = scene_.catalog().indexes_of(partition.name);
    return std::any_of(indexes.begin(), indexes.end(), [&](const model::CatalogIndex* other) {
      return std::equal(other->columns.begin(), other->columns.end(), index_.columns.begin(),
                        index_.columns.end(),
                        [](const auto& there, const auto& wanted) { return there.name == wanted.name; });
    });
  }

  const Scene& scene_;
  const model::CreateIndex& index_;
  std::vector<std::string> parents_, builds_, attachments_;
  bool possible_ = true;
};

}  // namespace

std::string index_text(const Scene& scene, const model::CreateIndex& index, const IndexForm& form) {
  const sql::Source source(scene.text());
  const TablePlace place = table_place(source);
  std::string text = index.unique ? "CREATE UNIQUE INDEX " : "CREATE INDEX ";
  if (form.concurrently) text += "CONCURRENTLY ";
  if (index.if_not_exists && form.table.empty() && !form.name.empty()) text += "IF NOT EXISTS ";
  if (!form.name.empty()) text += sql_name(form.name) + " ";
  text += form.only ? "ON ONLY " : "ON ";
  text += form.table.empty() ? std::string(source.text(source.range(place.first, place.behind)))
                             : sql_name(form.table);
  const std::size_t end = source.tokens()[place.behind - 1].end();
  return text + std::string(scene.text().substr(end));
}

std::string concurrent_index_text(const Scene& scene, const model::CreateIndex& index) {
  std::string addition = " CONCURRENTLY";
  const CatalogRelation* table = scene.relation(index.table);
  if (index.name.empty() && table != nullptr && table->complete) {
    addition += " " + sql_name(index_name(scene.catalog(), index, table->name));
  }
  return insert_behind_word(scene.text(), "index", addition);
}

std::vector<UnitText> partitioned_index_units(const Scene& scene, const model::CreateIndex& index) {
  const CatalogRelation* table = scene.relation(index.table);
  if (table == nullptr || !table->complete || scene.catalog().partitions_of(table->name).empty()) return {};
  std::string name = index.name;
  if (name.empty()) name = index_name(scene.catalog(), index, table->name);
  return PartitionedBuild(scene, index).units(*table, name);
}

}  // namespace dunlin::lint
