#include "transfer/assess/VirtualRows.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <optional>
#include <variant>

#include "base/Error.hpp"
#include "base/Text.hpp"
#include "sqlite/Database.hpp"
#include "sqlite/language/Parse.hpp"
#include "sqlite/language/Token.hpp"
#include "transfer/assess/Rules.hpp"
#include "transfer/schema/FullText.hpp"

namespace dunlin::transfer {
namespace {

bool fills(const sqlite::CreateTrigger& trigger, const sqlite::VirtualTable& table) {
  return trigger.event == "INSERT" &&
         std::any_of(trigger.body.begin(), trigger.body.end(), [&](const auto& statement) {
           const auto* insert = std::get_if<sqlite::Insert>(&statement);
           return insert != nullptr && sqlite::same_name(insert->table, table.name);
         });
}

// The rows that come into an ordinary table are put into it too.
bool is_filled_by_trigger(const sqlite::VirtualTable& table, const sqlite::Schema& schema) {
  return std::any_of(schema.triggers.begin(), schema.triggers.end(), [&](const auto& trigger) {
    if (schema.find(trigger.table) == nullptr) return false;
    const auto parsed = sqlite::parse_create_trigger(trigger.sql);
    return parsed.tree && fills(*parsed.tree, table);
  });
}

// A full text table's texts may be another table's, or not kept at all.
bool keeps_rows(const sqlite::VirtualTable& table) {
  const auto text = read_full_text(table);
  return !table.shadows.empty() && !(text && text->content);
}

std::optional<std::int64_t> count_in(sqlite::Database& database, const std::string& table) {
  try {
    auto query = database.prepare("SELECT count(*) FROM " + sqlite::quote_name(table));
    return query.step() ? std::optional(query.integer(0)) : std::nullopt;
  } catch (const Error&) {
    return std::nullopt;
  }
}

// Nothing where it can't be known: a module, or a tokenizer, of the application's own. A full text table
// then keeps its texts in a table that can be read (SQLite docs, FTS5, 9.5).
std::optional<std::int64_t> count_rows_of(sqlite::Database& database, const sqlite::VirtualTable& table) {
  if (const auto rows = count_in(database, table.name)) return rows;
  const auto content = std::find_if(
      table.shadows.begin(), table.shadows.end(),
      [&](const std::string& shadow) { return sqlite::same_name(shadow, table.name + "_content"); });
  return content == table.shadows.end() ? std::nullopt : count_in(database, *content);
}

Problem left_behind(const sqlite::VirtualTable& table, std::optional<std::int64_t> rows) {
  const std::string what =
      rows ? fmt::format("{} of this {} table", counted(static_cast<std::size_t>(*rows), "row"), table.module)
           : fmt::format("the rows of this {} table, which only the application can read,", table.module);
  return {.rule = "rows-left-behind",
          .weight = Weight::refused,
          .object = "virtual table " + table.name,
          .message = what +
                     " would be left behind: virtual tables aren't carried over, and no trigger fills it "
                     "from another table",
          .hint = fmt::format(
              "copy them into an ordinary table of the source (CREATE TABLE ... AS SELECT rowid AS "
              "id, * FROM it); where the application makes them of other rows, or nobody needs "
              "them: skip = [\"{}\"] in [transfer] of dunlin.toml",
              table.name),
          .count = rows.value_or(0),
          .keys = {}};
}

}  // namespace

std::vector<Problem> virtual_rows(const std::string& snapshot, const sqlite::Schema& schema,
                                  const model::TransferConfig& config) {
  std::vector<Problem> problems;
  auto database = sqlite::Database::open(snapshot, sqlite::Database::Mode::read_only);
  for (const auto& table : schema.virtual_tables) {
    if (!keeps_rows(table) || !is_wanted(table.name, config) || is_filled_by_trigger(table, schema)) continue;
    const auto rows = count_rows_of(database, table);
    if (!rows || *rows > 0) problems.push_back(left_behind(table, rows));
  }
  return problems;
}

}  // namespace dunlin::transfer
