#include "lint/IndexCover.hpp"

#include <algorithm>

namespace dunlin::lint {
namespace {

bool is_plain_btree(const model::CatalogIndex& index) {
  return index.method == "btree" && index.predicate_text.empty() && index.valid;
}

}  // namespace

bool serves_lookup(const model::CatalogIndex& index, const std::vector<std::string>& columns) {
  if (!is_plain_btree(index) || columns.empty() || index.columns.size() < columns.size()) return false;
  std::vector<std::string> first;
  for (std::size_t i = 0; i < columns.size(); ++i) first.push_back(index.columns[i].name);
  return std::is_permutation(first.begin(), first.end(), columns.begin(), columns.end());
}

bool has_lookup_index(const model::Catalog& catalog, const model::QualifiedName& table,
                      const std::vector<std::string>& columns) {
  const auto indexes = catalog.indexes_of(table);
  return std::any_of(indexes.begin(), indexes.end(),
                     [&](const model::CatalogIndex* index) { return serves_lookup(*index, columns); });
}

bool same_index(const model::CatalogIndex& a, const model::CatalogIndex& b) {
  return a.name != b.name && a.method == b.method && a.columns == b.columns && a.include == b.include &&
         a.predicate_text == b.predicate_text && a.valid && b.valid && a.method != "gist";
}

bool is_prefix_of(const model::CatalogIndex& narrow, const model::CatalogIndex& wide) {
  return !narrow.unique && narrow.constraint.empty() && narrow.include.empty() && narrow.method == "btree" &&
         wide.method == "btree" && narrow.columns.size() < wide.columns.size() &&
         narrow.predicate_text == wide.predicate_text && narrow.valid && wide.valid &&
         std::equal(narrow.columns.begin(), narrow.columns.end(), wide.columns.begin());
}

}  // namespace dunlin::lint
