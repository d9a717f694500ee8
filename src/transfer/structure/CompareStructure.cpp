#include "transfer/structure/CompareStructure.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "base/Text.hpp"

namespace dunlin::transfer {

const std::string k_default_is_missing = "its default is missing";
const std::string k_expression_is_missing = "it isn't computed any more";

namespace {

// Each difference as it is found, table by table.
class Comparison {
 public:
  Comparison(const CatalogFacts& found, std::vector<Problem>& problems)
      : found_(found), problems_(problems) {}

  void table(const PromisedTable& table) {
    if (std::find(found_.tables.begin(), found_.tables.end(), table.name) == found_.tables.end()) {
      differs(table.name, "the table is missing");
      return;
    }
    for (const auto& column : table.columns) this->column(table, column);
    if (table.primary_key) key(table, *table.primary_key, 'p', "the primary key");
    for (const auto& unique : table.uniques) key(table, unique, 'u', "the UNIQUE constraint");
    for (const auto& check : table.checks) this->check(table, check);
    for (const auto& foreign_key : table.foreign_keys) this->foreign_key(table, foreign_key);
    for (const auto& index : table.indexes) this->index(table, index);
    if (!table.identity.empty()) sequence(table);
    if (table.partitions) partitions(table, *table.partitions);
  }

  void unexpected(const std::string& table) {
    problems_.push_back({.rule = "structure-more",
                         .weight = Weight::note,
                         .object = table,
                         .message = "the table isn't in the source"});
  }

 private:
  void differs(const std::string& object, const std::string& message) {
    problems_.push_back({.rule = "structure-differs",
                         .weight = Weight::refused,
                         .object = object,
                         .message = message,
                         .hint =
                             "somebody changed the target, or the migrations were edited: compare them with "
                             "what `dunlin transfer prepare` writes"});
  }

  void column(const PromisedTable& table, const PromisedColumn& promised) {
    const std::string object = table.name + "." + promised.name;
    const auto found =
        std::find_if(found_.columns.begin(), found_.columns.end(), [&](const ColumnFact& candidate) {
          return candidate.table == table.name && candidate.name == promised.name;
        });
    if (found == found_.columns.end()) {
      differs(object, "the column is missing");
      return;
    }
    const std::string type = catalog_type(promised.type);
    if (found->type != type) differs(object, "its type is " + found->type + " instead of " + type);
    if (promised.not_null && !found->not_null) differs(object, "NOT NULL is missing");
    if (promised.identity && !found->identity) differs(object, "it isn't an identity column");
    if (!promised.default_sql.empty() && !found->has_default) differs(object, k_default_is_missing);
    if (!promised.generated_sql.empty() && !found->generated) differs(object, k_expression_is_missing);
    if (!promised.collation.empty() && found->collation != promised.collation)
      differs(object, "its collation is " + found->collation + " instead of " + promised.collation);
  }

  const ConstraintFact* constraint(const PromisedTable& table, char kind,
                                   const std::vector<std::string>& columns) const {
    const auto found = std::find_if(
        found_.constraints.begin(), found_.constraints.end(), [&](const ConstraintFact& candidate) {
          return candidate.table == table.name && candidate.kind == kind && candidate.columns == columns;
        });
    return found != found_.constraints.end() ? &*found : nullptr;
  }

  void key(const PromisedTable& table, const PromisedKey& promised, char kind, const char* what) {
    if (constraint(table, kind, promised.columns) == nullptr)
      differs(table.name + " (" + join(promised.columns, ", ") + ")", std::string(what) + " is missing");
  }

  void check(const PromisedTable& table, const PromisedCheck& promised) {
    const auto found = std::find_if(
        found_.constraints.begin(), found_.constraints.end(), [&](const ConstraintFact& candidate) {
          return candidate.table == table.name && candidate.kind == 'c' && candidate.name == promised.name;
        });
    const std::string object = table.name + " CHECK (" + promised.sql + ")";
    if (found == found_.constraints.end())
      differs(object, "the CHECK is missing");
    else if (!found->validated)
      differs(object, "the CHECK isn't validated");
  }

  // By its columns; by its name where several have the same.
  const ConstraintFact* foreign_key_fact(const PromisedTable& table,
                                         const PromisedForeignKey& promised) const {
    const ConstraintFact* found = nullptr;
    for (const auto& candidate : found_.constraints) {
      if (candidate.table != table.name || candidate.kind != 'f' || candidate.columns != promised.columns ||
          candidate.parent != promised.parent || candidate.parent_columns != promised.parent_columns)
        continue;
      if (found == nullptr || candidate.name == promised.name) found = &candidate;
    }
    return found;
  }

  void foreign_key(const PromisedTable& table, const PromisedForeignKey& promised) {
    const std::string object = table.name + " (" + join(promised.columns, ", ") + ")";
    const std::string what = "the foreign key to " + promised.parent;
    const ConstraintFact* found = foreign_key_fact(table, promised);
    if (found == nullptr) {
      differs(object, what + " is missing");
      return;
    }
    if (promised.validated && !found->validated) differs(object, what + " isn't validated");
    if (promised.initially_deferred != found->initially_deferred)
      differs(object, what + (found->initially_deferred ? " is deferred" : " isn't deferred"));
    if (action_letter(promised.on_update) != found->on_update ||
        action_letter(promised.on_delete) != found->on_delete)
      differs(object, what + " has other actions");
  }

  // pg_constraint's letters: a no action, r restrict, c cascade, n set null, d set default.
  static char action_letter(const std::string& action) {
    if (action == "RESTRICT") return 'r';
    if (action == "CASCADE") return 'c';
    if (action == "SET NULL") return 'n';
    return action == "SET DEFAULT" ? 'd' : 'a';
  }

  void index(const PromisedTable& table, const PromisedIndex& promised) {
    const std::string object = "index " + promised.name;
    const auto found =
        std::find_if(found_.indexes.begin(), found_.indexes.end(), [&](const IndexFact& candidate) {
          return candidate.table == table.name && candidate.name == promised.name;
        });
    if (found == found_.indexes.end()) {
      differs(object, "it is missing");
      return;
    }
    if (!found->valid) differs(object, "it isn't valid");
    if (found->unique != promised.unique) differs(object, found->unique ? "it is unique" : "it isn't unique");
    if (found->partial != !promised.where.empty() || found->terms != static_cast<int>(promised.terms.size()))
      differs(object, "it has another definition");
  }

  void sequence(const PromisedTable& table) {
    const auto found =
        std::find_if(found_.sequences.begin(), found_.sequences.end(), [&](const SequenceFact& candidate) {
          return candidate.table == table.name && candidate.column == table.identity;
        });
    if (found == found_.sequences.end() || found->exhausted) return;  // not identity: said with its column
    const std::int64_t used = std::max(found->stored, table.sequence);
    if (found->next <= used)
      differs(table.name + "." + table.identity,
              fmt::format("the sequence gives {} next, and {} is {}", found->next, used,
                          used == found->stored ? "stored" : "what SQLite has counted to"));
  }

  // More partitions than were promised are somebody's who goes on with them.
  void partitions(const PromisedTable& table, const PromisedPartitions& promised) {
    const auto found =
        std::find_if(found_.partitioned.begin(), found_.partitioned.end(),
                     [&](const PartitioningFact& candidate) { return candidate.table == table.name; });
    const char by = promised.by == Partitioning::By::hash    ? 'h'
                    : promised.by == Partitioning::By::range ? 'r'
                                                             : 'l';
    if (found == found_.partitioned.end() || found->by != by || found->columns != promised.columns)
      differs(table.name, "it isn't partitioned by (" + join(promised.columns, ", ") + ") as planned");
    else if (found->partitions < static_cast<int>(promised.parts.size()))
      differs(table.name,
              fmt::format("{} of {} {} there", found->partitions, counted(promised.parts.size(), "partition"),
                          promised.parts.size() == 1 ? "is" : "are"));
  }

  const CatalogFacts& found_;
  std::vector<Problem>& problems_;
};

}  // namespace

std::string catalog_type(const std::string& type) {
  static constexpr std::array<std::pair<const char*, const char*>, 12> k_spellings{{
      {"timestamptz", "timestamp with time zone"},
      {"timestamp", "timestamp without time zone"},
      {"timetz", "time with time zone"},
      {"time", "time without time zone"},
      {"varchar", "character varying"},
      {"char", "character"},
      {"decimal", "numeric"},
      {"int8", "bigint"},
      {"int", "integer"},
      {"float8", "double precision"},
      {"float4", "real"},
      {"bool", "boolean"},
  }};
  const auto open = type.find('(');
  const std::string name(trim(type.substr(0, open)));
  std::string modifier = open == std::string::npos ? "" : type.substr(open);
  std::erase(modifier, ' ');
  if (modifier.starts_with("(") && name == "numeric" && modifier.find(',') == std::string::npos)
    modifier.insert(modifier.size() - 1, ",0");
  for (const auto& [ours, catalog] : k_spellings) {
    if (name != ours) continue;
    const std::string spelled = catalog;
    const auto with = spelled.find(" with");  // timestamp(3) without time zone
    return with == std::string::npos || modifier.empty()
               ? spelled + modifier
               : spelled.substr(0, with) + modifier + spelled.substr(with);
  }
  return name + modifier;
}

std::vector<Problem> compare_structure(const TargetSchema& promised, const CatalogFacts& found) {
  std::vector<Problem> problems;
  Comparison comparison(found, problems);
  for (const auto& table : promised.tables) comparison.table(table);
  for (const auto& table : found.tables) {
    const bool known = std::any_of(promised.tables.begin(), promised.tables.end(),
                                   [&](const PromisedTable& candidate) { return candidate.name == table; });
    if (!known) comparison.unexpected(table);
  }
  return problems;
}

}  // namespace dunlin::transfer
