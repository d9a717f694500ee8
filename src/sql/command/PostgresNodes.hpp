#pragma once

// PostgreSQL 15's raw parse tree, as libpg_query builds it. Its headers are C, and postgres.h redefines
// printf and gettext: so the standard library comes first, and nothing outside of sql/command/ includes this.
#include <cctype>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <libintl.h>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

extern "C" {
// clang-format off
#include <postgres.h>  // first, as each file of the server has it
// clang-format on
#include <nodes/nodeFuncs.h>
#include <nodes/parsenodes.h>
#include <nodes/pg_list.h>
#include <nodes/value.h>
#include <pg_query.h>
#include <utils/memutils.h>
#undef printf
#undef snprintf
#undef fprintf
#undef vsnprintf
#undef sprintf
#undef strerror
#undef gettext
#undef _
#undef foreach
#undef restrict

// Not in libpg_query's public header, but in its library.
typedef struct {
  List* tree;
  char* stderr_buffer;
  PgQueryError* error;
} PgQueryInternalParsetreeAndError;
PgQueryInternalParsetreeAndError pg_query_raw_parse(const char* input);
void pg_query_free_error(PgQueryError* error);
MemoryContext pg_query_enter_memory_context(void);
void pg_query_exit_memory_context(MemoryContext context);
}

namespace dunlin::sql {

/// The node as the type that its tag says; nullptr for another type and for null.
template <typename Node_>
const Node_* as(const void* node, NodeTag tag) {
  return node != nullptr && nodeTag(node) == tag ? static_cast<const Node_*>(node) : nullptr;
}

/// The nodes of a list, for a range-based loop.
class Nodes {
 public:
  explicit Nodes(const List* list) : list_(list) {}
  const ListCell* begin() const { return list_ == nullptr ? nullptr : list_->elements; }
  const ListCell* end() const { return list_ == nullptr ? nullptr : list_->elements + list_->length; }
  std::size_t size() const { return list_ == nullptr ? 0 : static_cast<std::size_t>(list_->length); }

 private:
  const List* list_;
};

inline std::string text_of(const char* text) {
  return text == nullptr ? std::string() : std::string(text);
}

}  // namespace dunlin::sql
