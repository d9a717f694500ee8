#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sqlite/language/CreateTable.hpp"
#include "sqlite/language/CreateTrigger.hpp"

namespace dunlin::sqlite {

/// What a text means, or why it can't be read: "near \"FORM\": FROM expected".
template <typename Tree>
struct Parsed {
  std::optional<Tree> tree;
  std::string error;  ///< "" when there is a tree
  friend bool operator==(const Parsed&, const Parsed&) = default;
};

/// Each reads one whole statement (a last semicolon may be there) by the grammar of SQLite 3.40, with what
/// later versions added where it doesn't clash. Never throws; nesting deeper than 200 levels and expressions
/// higher than 300 are errors.
Parsed<Expression> parse_expression(std::string_view sql);
Parsed<Select> parse_select(std::string_view sql);
Parsed<CreateTable> parse_create_table(std::string_view sql);
Parsed<CreateIndex> parse_create_index(std::string_view sql);
Parsed<CreateView> parse_create_view(std::string_view sql);
Parsed<CreateTrigger> parse_create_trigger(std::string_view sql);

}  // namespace dunlin::sqlite
