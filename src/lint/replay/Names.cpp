#include "lint/replay/Names.hpp"

namespace dunlin::lint {
namespace {

constexpr std::size_t k_longest_name = 63;  // bytes: NAMEDATALEN - 1

// The first `length` bytes, or fewer where that would cut a character of UTF-8.
std::string_view clipped(std::string_view text, std::size_t length) {
  if (text.size() <= length) return text;
  while (length > 0 && (static_cast<unsigned char>(text[length]) & 0xC0U) == 0x80U) --length;
  return text.substr(0, length);
}

bool relation_name_taken(const model::Catalog& catalog, const model::QualifiedName& name) {
  if (catalog.relations.contains(name) || catalog.indexes.contains(name) || catalog.sequences.contains(name))
    return true;
  const auto type = catalog.types.find(name);
  return type != catalog.types.end() && type->second.kind == model::TypeKind::composite;
}

template <typename Taken>
std::string first_free(std::string_view first, std::string_view second, std::string_view label, Taken taken) {
  std::string name = object_name(first, second, label);
  for (int pass = 1; taken(name); ++pass)
    name = object_name(first, second, std::string(label) + std::to_string(pass));
  return name;
}

}  // namespace

std::string object_name(std::string_view first, std::string_view second, std::string_view label) {
  const std::size_t rest = (second.empty() ? 0 : 1) + 1 + label.size();
  std::size_t first_size = first.size();
  std::size_t second_size = second.size();
  while (first_size + second_size + rest > k_longest_name) {
    if (first_size > second_size)
      --first_size;
    else
      --second_size;
  }
  std::string name(clipped(first, first_size));
  if (!second.empty()) name.append("_").append(clipped(second, second_size));
  return name.append("_").append(label);
}

std::string choose_relation_name(const model::Catalog& catalog, const std::string& schema,
                                 std::string_view first, std::string_view second, std::string_view label,
                                 bool constraint) {
  return first_free(first, second, label, [&](const std::string& name) {
    return relation_name_taken(catalog, {schema, name}) ||
           (constraint && catalog.has_constraint({schema, name}));
  });
}

std::string choose_constraint_name(const model::Catalog& catalog, const std::string& schema,
                                   std::string_view first, std::string_view second, std::string_view label) {
  return first_free(first, second, label, [&](const std::string& name) {
    return catalog.has_constraint({schema, name});
  });
}

std::string joined_names(const std::vector<std::string>& columns) {
  std::string joined;
  for (const std::string& column : columns) {
    if (!joined.empty()) joined += '_';
    joined += column;
    if (joined.size() > k_longest_name) break;
  }
  return joined;
}

}  // namespace dunlin::lint
