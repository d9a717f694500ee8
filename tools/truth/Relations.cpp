#include "Relations.hpp"

#include <vector>

namespace dunlin::truth {

Relations read_relations(postgres::Connection& connection, const Relations& known) {
  std::vector<std::string> oids;
  for (const auto& [oid, relation] : known) oids.push_back(std::to_string(oid));
  const auto result = connection.exec(
      "SELECT c.oid, c.relname, c.relkind, coalesce(i.indrelid, 0), coalesce(pg_relation_filepath(c.oid), "
      "''),"
      " c.relkind IN ('r', 'm', 'i') AND pg_relation_size(c.oid) > 0,"
      " coalesce(s.seq_tup_read + coalesce(s.idx_tup_fetch, 0), 0), coalesce(s.n_tup_ins + s.n_tup_upd + "
      "s.n_tup_del, 0)"
      " FROM pg_class c LEFT JOIN pg_index i ON i.indexrelid = c.oid"
      " LEFT JOIN pg_stat_xact_all_tables s ON s.relid = c.oid"
      " WHERE c.relnamespace = to_regnamespace('truth') OR c.oid::text = ANY ($1::text[])"
      " OR i.indrelid::text = ANY ($1::text[])",
      {postgres::array_literal(oids)});
  Relations relations;
  for (int row = 0; row < result.rows(); ++row) {
    relations[result.number(row, 0)] = {.name = result.string(row, 1),
                                        .kind = result.text(row, 2).front(),
                                        .table = result.number(row, 3),
                                        .file = result.string(row, 4),
                                        .has_storage = result.boolean(row, 5),
                                        .rows_read = result.number(row, 6),
                                        .rows_written = result.number(row, 7)};
  }
  return relations;
}

std::string role_of(const Relations& relations, std::int64_t oid) {
  const Relation& relation = relations.at(oid);
  if (relation.name == "t") return "table";
  if (relation.table == 0 || relation.name.ends_with("index")) return relation.name;
  return role_of(relations, relation.table) + "_index";
}

}  // namespace dunlin::truth
