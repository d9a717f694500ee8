#include "transfer/giveback/NotHeld.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "base/Error.hpp"
#include "base/Text.hpp"
#include "postgres/Copy.hpp"
#include "transfer/RowDecoder.hpp"
#include "transfer/RowEncoder.hpp"
#include "transfer/follow/FollowedTable.hpp"
#include "transfer/load/Rejects.hpp"
#include "transfer/values/Numeric.hpp"
#include "transfer/verify/RowImage.hpp"
#include "transfer/verify/SumImage.hpp"

namespace dunlin::transfer {
namespace {

using sqlite::Value;

std::vector<std::string> quoted_names(const std::vector<std::string>& names) {
  std::vector<std::string> quoted;
  for (const auto& name : names) quoted.push_back(sqlite::quote_name(name));
  return quoted;
}

std::vector<std::string> source_names(const TableMapping& table) {
  std::vector<std::string> names;
  for (const auto& column : table.columns) names.push_back(column.source);
  return names;
}

// Writes rows on trial and looks what became of them.
class TrialInFile {
 public:
  TrialInFile(const TableMapping& table, sqlite::Database& shadow)
      : table_(table),
        shadow_(shadow),
        columns_(join(quoted_names(source_names(table)), ", ")),
        insert_(shadow.prepare(fmt::format("INSERT INTO {} ({}) VALUES ({})",
                                           sqlite::quote_name(table.source), columns_,
                                           join(std::vector<std::string>(table.columns.size(), "?"), ", ")))),
        encoder_(table),
        held_(table.columns.size()) {}

  // What the file would hold instead; "" where it is the same.
  std::string difference(std::string_view image, const std::vector<Value>& values) {
    if (held(values) && same_fields(image)) return "";
    shadow_.exec("SAVEPOINT trial");
    std::string found;
    try {
      take_away(values);
      insert_.bind_all(values);
      insert_.step();
      if (read_again(values)) found = describe(image, values);
    } catch (const Error&) {
      // A constraint of the file: that is said when the row comes by itself.
    }
    insert_.reset();
    shadow_.exec("ROLLBACK TO SAVEPOINT trial");
    shadow_.exec("RELEASE SAVEPOINT trial");
    return found;
  }

 private:
  std::string where() const {
    if (table_.key.empty()) return table_.rowid_name + " = last_insert_rowid()";
    std::vector<std::string> terms;
    for (const auto& name : quoted_names(table_.key)) terms.push_back(name + " = ?");
    return join(terms, " AND ");
  }

  void bind_key(sqlite::Query& query, const std::vector<Value>& values) const {
    int place = 0;
    for (const auto& key : table_.key) {
      const auto column = std::find_if(table_.columns.begin(), table_.columns.end(),
                                       [&](const auto& candidate) { return candidate.source == key; });
      query.bind(++place, values[static_cast<std::size_t>(column - table_.columns.begin())]);
    }
  }

  bool read_again(const std::vector<Value>& values) {
    auto query = shadow_.prepare(
        fmt::format("SELECT {} FROM {} WHERE {}", columns_, sqlite::quote_name(table_.source), where()));
    bind_key(query, values);
    if (!query.step()) return false;
    query.read(held_);
    keep_bytes();
    return true;
  }

  // The query's own bytes go with it.
  void keep_bytes() {
    bytes_.assign(held_.size(), "");
    for (std::size_t i = 0; i < held_.size(); ++i) {
      bytes_[i] = held_[i].bytes;
      held_[i].bytes = bytes_[i];
    }
  }

  bool held(const std::vector<Value>& values) { return !table_.key.empty() && read_again(values); }

  void take_away(const std::vector<Value>& values) {
    if (table_.key.empty()) return;
    auto remove =
        shadow_.prepare(fmt::format("DELETE FROM {} WHERE {}", sqlite::quote_name(table_.source), where()));
    bind_key(remove, values);
    remove.step();
  }

  bool same_fields(std::string_view image) {
    encoded_.clear();
    return encoder_.encode(held_, encoded_) && differing(image) == table_.columns.size();
  }

  // The first column that isn't the same; their number where all are.
  std::size_t differing(std::string_view image) const {
    RowImage target(image), file(encoded_);
    target.fields();
    file.fields();
    for (std::size_t i = 0; i < table_.columns.size(); ++i)
      if (comparable_field(table_.columns[i], target.next()) !=
          comparable_field(table_.columns[i], file.next()))
        return i;
    return table_.columns.size();
  }

  std::string describe(std::string_view image, const std::vector<Value>& values) {
    encoded_.clear();
    std::size_t column = 0;
    const bool readable = encoder_.encode(held_, encoded_);
    if (readable)
      column = differing(image);
    else if (!encoder_.misfits().empty())
      column = encoder_.misfits().front().column;
    if (column == table_.columns.size()) return "";
    const std::string key = table_.key.empty() ? "a row" : key_of(table_, values);
    const std::string there = as_in_postgresql(image, column, values), here = shown_value(held_[column]);
    const std::string what = fmt::format("{} {}: {}", printable(table_.source), printable(key),
                                         printable(table_.columns[column].target));
    if (there != here)
      return fmt::format("{} is {}, and would be {}", what, printable(there), printable(here));
    if (!readable)
      return fmt::format("{} is {}, which is no {} in the file", what, printable(there),
                         table_.columns[column].type);
    return fmt::format("{} lies between two numbers that the file can hold; the nearest is {}", what,
                       printable(there));
  }

  // A numeric may have more digits than the value that it becomes.
  std::string as_in_postgresql(std::string_view image, std::size_t column,
                               const std::vector<Value>& values) const {
    RowImage row(image);
    row.fields();
    for (std::size_t i = 0; i < column; ++i) row.next();
    const auto field = row.next();
    std::string digits;
    const bool spelled =
        table_.columns[column].conversion == Conversion::numeric && field && spell_numeric(*field, digits);
    return spelled ? digits : shown_value(values[column]);
  }

  const TableMapping& table_;
  sqlite::Database& shadow_;
  std::string columns_;
  sqlite::Query insert_;
  RowEncoder encoder_;
  std::vector<Value> held_;
  std::vector<std::string> bytes_;
  std::string encoded_;
};

}  // namespace

std::vector<std::string> values_not_held(postgres::Connection& connection, const Mapping& mapping,
                                         const TableMapping& table, sqlite::Database& shadow,
                                         std::size_t limit) {
  std::vector<std::string> found;
  if (limit == 0) return found;
  const FollowedTable target = followed_table(mapping, table);
  TrialInFile trial(table, shadow);
  RowDecoder decoder(table);
  postgres::BinaryRows rows(
      connection, postgres::Sql::trusted(fmt::format("COPY (SELECT {} FROM {}) TO STDOUT (FORMAT binary)",
                                                     target.column_list(), target.name)));
  while (const auto image = rows.next()) {
    if (found.size() >= limit) continue;  // the rest of the answer has to be read all the same
    auto difference = trial.difference(*image, decoder.decode(*image));
    if (!difference.empty()) found.push_back(std::move(difference));
  }
  return found;
}

}  // namespace dunlin::transfer
