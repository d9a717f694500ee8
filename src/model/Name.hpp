#pragma once

#include <compare>
#include <cstddef>
#include <functional>
#include <string>

namespace dunlin::model {

/// A name as written in a statement, unquoted: schema is empty when it was left out.
struct QualifiedName {
  std::string schema;
  std::string name;
  bool empty() const { return name.empty(); }
  friend auto operator<=>(const QualifiedName&, const QualifiedName&) = default;
  friend bool operator==(const QualifiedName&, const QualifiedName&) = default;
};

struct QualifiedNameHash {
  std::size_t operator()(const QualifiedName& name) const {
    const std::hash<std::string> hash;
    return hash(name.name) * 31 + hash(name.schema);
  }
};

/// "schema.name" or "name", for messages (not quoted for SQL).
inline std::string to_string(const QualifiedName& name) {
  return name.schema.empty() ? name.name : name.schema + "." + name.name;
}

}  // namespace dunlin::model
