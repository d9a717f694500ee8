#include "postgres/catalog/ReadCatalog.hpp"

#include <array>

#include "postgres/catalog/Reading.hpp"

namespace dunlin::postgres {
namespace {

// Each may use what those before it found.
constexpr std::array k_queries{
    &k_extension_members,
    &k_schemas,
    &k_extensions,
    &k_roles,
    &k_relations,
    &k_types,
    &k_columns,
    &k_parents,
    &k_partition_keys,
    &k_generated_columns,
    &k_comments,
    &k_view_uses,
    &k_rules,
    &k_labels,
    &k_operator_classes,
    &k_indexes,
    &k_index_parents,
    &k_index_expressions,
    &k_index_columns,
    &k_index_collations,
    &k_constraints,
    &k_domain_constraints,
    &k_type_names,
    &k_functions,
    &k_triggers,
    &k_policies,
    &k_sequences,
    &k_publications,
    &k_relation_grants,
    &k_function_grants,
    &k_schema_grants,
    &k_default_grants,
    &k_statistics,
};

void throw_if_failed(const Pipeline::Answer& answer) {
  if (answer.error) throw *answer.error;
}

// Names in expressions are printed with their schema when it isn't on the search path, so that is emptied.
void send_all(Pipeline& pipeline) {
  pipeline.send("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
  pipeline.send("SELECT array_to_string(current_schemas(false), E'\\n')");
  pipeline.send("SET LOCAL search_path = ''");
  pipeline.send("SET LOCAL lock_timeout = '5s'");
  for (const CatalogQuery* query : k_queries) pipeline.send(query->sql);
  pipeline.send("COMMIT");
  pipeline.sync();
}

void take_all(Pipeline& pipeline, Reading& reading) {
  throw_if_failed(pipeline.next());
  const auto path = pipeline.next();
  throw_if_failed(path);
  reading.catalog.search_path = lines_of(path.result.text(0, 0));
  throw_if_failed(pipeline.next());
  throw_if_failed(pipeline.next());
  for (const CatalogQuery* query : k_queries) {
    const auto answer = pipeline.next();
    throw_if_failed(answer);
    query->read(answer.result, reading);
  }
  throw_if_failed(pipeline.next());
}

void read_all(Connection& connection, Reading& reading) {
  Pipeline pipeline(connection);
  send_all(pipeline);
  take_all(pipeline, reading);
}

}  // namespace

model::Catalog read_catalog(Connection& connection) {
  Reading reading;
  reading.catalog.server_version = connection.server_version();
  reading.catalog.complete = true;
  try {
    read_all(connection, reading);
  } catch (const SqlError&) {
    if (connection.in_transaction()) connection.exec("ROLLBACK");
    throw;
  }
  for (const auto& [name, relation] : reading.catalog.relations) reading.catalog.link(relation);
  return std::move(reading.catalog);
}

}  // namespace dunlin::postgres
