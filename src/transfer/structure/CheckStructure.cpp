#include "transfer/structure/CheckStructure.hpp"

#include "transfer/schema/TargetSchema.hpp"
#include "transfer/structure/CatalogFacts.hpp"
#include "transfer/structure/CompareStructure.hpp"

namespace dunlin::transfer {

std::vector<Problem> check_structure(postgres::Connection& connection, const std::string& schema,
                                     const sqlite::Schema& source, const Mapping& mapping,
                                     const model::TransferConfig& config) {
  return compare_structure(make_target(source, mapping, config), read_catalog_facts(connection, schema));
}

}  // namespace dunlin::transfer
