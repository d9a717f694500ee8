#include "transfer/assess/PartitionBounds.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <set>

#include "base/Text.hpp"
#include "transfer/RowEncoder.hpp"
#include "transfer/values/Calendar.hpp"
#include "transfer/values/Moment.hpp"
#include "transfer/verify/RowImage.hpp"

namespace dunlin::transfer {
namespace {

constexpr std::size_t k_most_list_values = 100;
constexpr std::int64_t k_far = std::int64_t{1} << 61;  // beyond it borders might not be 64 bits wide

enum class Scale { none, days, micros, micros_with_zone, numbers };

Scale scale_of(const std::string& type) {
  const std::string name = to_lower(type.substr(0, type.find('(')));
  if (name == "date") return Scale::days;
  if (name == "timestamp" || name == "timestamp without time zone") return Scale::micros;
  if (name == "timestamptz" || name == "timestamp with time zone") return Scale::micros_with_zone;
  if (name == "bigint" || name == "integer" || name == "smallint") return Scale::numbers;
  return Scale::none;
}

std::int64_t floored(std::int64_t value, std::int64_t by) {
  const std::int64_t whole = value / by;
  return value % by < 0 ? whole - 1 : whole;
}

std::int64_t interval_begin(const std::string& interval, std::int64_t days) {
  if (interval == "day") return days;
  if (interval == "week") return floored(days - 2, 7) * 7 + 2;  // 2000-01-03 was a Monday
  Day day = day_of(days);
  day.day = 1;
  if (interval == "year") day.month = 1;
  return days_of(day);
}

std::int64_t next_interval(const std::string& interval, std::int64_t begin) {
  if (interval == "day") return begin + 1;
  if (interval == "week") return begin + 7;
  return interval_begin(interval, begin + (interval == "year" ? 366 : 31));
}

std::optional<std::int64_t> whole_number(const std::string& text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// Every value of the column that isn't NULL and is stored, as its field.
template <typename Take>
void each_field(sqlite::Database& snapshot, const TableMapping& table, const ColumnMapping& column,
                bool distinct, Take take) {
  TableMapping alone{.source = table.source, .target = table.target, .columns = {column}};
  RowEncoder encoder(alone);
  const std::string name = sqlite::quote_name(column.source);
  auto query = snapshot.prepare(fmt::format("SELECT {} FROM {}",
                                            distinct ? "DISTINCT " + name + " COLLATE BINARY" : name,
                                            sqlite::quote_name(table.source)));
  std::vector<sqlite::Value> row(1);
  std::string image;
  while (query.step()) {
    query.read(row);
    image.clear();
    if (!encoder.encode(row, image)) continue;
    RowImage fields(image);
    fields.fields();
    if (const auto field = fields.next()) {
      if (!take(*field)) return;
    }
  }
}

struct Ends {
  std::int64_t low = 0, high = 0;
  bool some = false;
};

Ends ends_of(sqlite::Database& snapshot, const TableMapping& table, const ColumnMapping& column,
             Scale scale) {
  Ends ends;
  each_field(snapshot, table, column, false, [&](std::string_view field) {
    std::int64_t value = signed_number(field);
    if (scale == Scale::micros || scale == Scale::micros_with_zone) value = floored(value, k_micros_of_day);
    ends.low = ends.some ? std::min(ends.low, value) : value;
    ends.high = ends.some ? std::max(ends.high, value) : value;
    ends.some = true;
    return true;
  });
  return ends;
}

// `from` or `to` of the rule on the column's scale; nothing for what isn't one.
std::optional<std::int64_t> given_end(const std::string& text, Scale scale) {
  if (scale == Scale::numbers) return whole_number(text);
  const auto moment = read_moment(text);
  if (!moment || !moment->form.date || moment->form.time) return std::nullopt;
  return moment->days;
}

std::string spelled(std::int64_t border, Scale scale) {
  if (scale == Scale::numbers) return std::to_string(border);
  std::string text;
  spell_date(border, text);
  return scale == Scale::micros_with_zone ? text + " 00:00:00+00" : text;
}

// The largest value of a type of whole numbers; the smallest is one beyond its negative.
std::int64_t limit_of(const std::string& type) {
  const std::string name = to_lower(type);
  return name == "smallint" ? 32767 : name == "integer" ? 2147483647 : k_far;
}

PartitionBounds refuse(std::string problem, std::string hint) {
  return {{}, std::move(problem), std::move(hint)};
}

// The first interval's begin and all later ones, up to the one that no value reaches.
std::optional<std::vector<std::int64_t>> borders_around(const Ends& ends, Scale scale,
                                                        const std::string& type,
                                                        const model::PartitionRule& rule) {
  if (scale != Scale::numbers) return interval_borders(rule.interval, ends.low, ends.high);
  auto borders = number_borders(*whole_number(rule.interval), ends.low, ends.high);
  // The type has no number beyond its last: that one goes to the default partition.
  if (borders) {
    borders->front() = std::max(borders->front(), -limit_of(type) - 1);
    borders->back() = std::min(borders->back(), limit_of(type));
    if (borders->size() > 1 && borders->back() <= borders->at(borders->size() - 2)) borders->pop_back();
  }
  return borders;
}

// One more, for what is written from now on.
void add_next(std::vector<std::int64_t>& borders, Scale scale, const std::string& type,
              const model::PartitionRule& rule) {
  if (scale != Scale::numbers) {
    borders.push_back(next_interval(rule.interval, borders.back()));
    return;
  }
  const std::int64_t width = *whole_number(rule.interval);
  if (borders.back() <= limit_of(type) - width) borders.push_back(borders.back() + width);
}

bool too_far(const Ends& ends, Scale scale, const std::string& type) {
  if (scale == Scale::numbers) return ends.low < -limit_of(type) - 1 || ends.high > limit_of(type);
  return day_of(ends.low).year < 1 || day_of(ends.high).year > 9990;
}

bool is_interval(const std::string& interval, Scale scale) {
  if (scale == Scale::numbers) {
    const auto width = whole_number(interval);
    return width && *width >= 1 && *width <= k_far;
  }
  return interval == "day" || interval == "week" || interval == "month" || interval == "year";
}

PartitionBounds range_bounds(sqlite::Database& snapshot, const TableMapping& table,
                             const ColumnMapping& column, const model::PartitionRule& rule) {
  const Scale scale = scale_of(column.type);
  if (scale == Scale::none)
    return refuse(
        fmt::format("ranges of {} aren't known here", column.type),
        "ranges take a column of dates, timestamps or whole numbers; [[transfer.column]] may make it one");
  if (!is_interval(rule.interval, scale))
    return refuse(fmt::format("'{}' is no interval for {}", printable(rule.interval), column.type),
                  scale == Scale::numbers
                      ? "interval = \"1000000\" makes partitions of a million numbers each"
                      : "interval is day, week, month or year");
  const auto from = given_end(rule.from, scale);
  const auto to = given_end(rule.to, scale);
  if ((!rule.from.empty() && !from) || (!rule.to.empty() && !to))
    return refuse(fmt::format("'{}' can't be a border of {}",
                              printable(!rule.from.empty() && !from ? rule.from : rule.to), column.type),
                  "write dates as YYYY-MM-DD");
  Ends ends = from && to ? Ends{*from, *to, true} : ends_of(snapshot, table, column, scale);
  if (!ends.some && !from && !to) return {};  // everything goes to the default partition
  if (!ends.some) ends.low = ends.high = from ? *from : *to - 1;
  if (from) ends.low = *from;
  if (to) ends.high = *to - 1;
  if (ends.low > ends.high)
    return refuse("nothing lies between 'from' and 'to'", "'to' is the first value that is beyond");
  if (too_far(ends, scale, column.type))
    return refuse(
        "values lie too far away for borders around all of them",
        "name where partitions begin and end with from and to; the rest goes to the default partition");
  auto borders = borders_around(ends, scale, column.type, rule);
  if (!borders)
    return refuse(fmt::format("{} to {} are more than {} partitions", spelled(ends.low, scale),
                              spelled(ends.high, scale), k_most_bounds),
                  "choose a longer interval, or name where partitions begin and end with from and to");
  if (!to) add_next(*borders, scale, column.type, rule);
  PartitionBounds out;
  for (const auto border : *borders) out.bounds.push_back(spelled(border, scale));
  return out;
}

// The value as a literal of its type is written, between quotes; nothing for types without such a form here.
std::optional<std::string> literal_of(const ColumnMapping& column, std::string_view field) {
  if (scale_of(column.type) == Scale::numbers) return std::to_string(signed_number(field));
  if (column.type == "boolean") return field.front() == '\0' ? "false" : "true";
  // A type or collation that folds would take two spellings for one value.
  const bool text = column.type != "citext" && folding_of(column) == Folding::none &&
                    (column.conversion == Conversion::text || column.conversion == Conversion::enumeration);
  return text ? std::optional(std::string(field)) : std::nullopt;
}

PartitionBounds list_bounds(sqlite::Database& snapshot, const TableMapping& table,
                            const ColumnMapping& column) {
  PartitionBounds out;
  std::set<std::string> values;
  each_field(snapshot, table, column, true, [&](std::string_view field) {
    const auto literal = literal_of(column, field);
    if (!literal) {
      out.problem = fmt::format("lists of {} aren't known here", column.type);
      out.hint = "lists take a column of text, whole numbers or booleans";
      return false;
    }
    values.insert(*literal);
    if (values.size() <= k_most_list_values) return true;
    out.problem =
        fmt::format("it has more than {} values, and each would be a partition", k_most_list_values);
    out.hint = "partition by hash, or by a column with few values";
    return false;
  });
  if (out.problem.empty()) out.bounds.assign(values.begin(), values.end());
  return out;
}

}  // namespace

std::optional<std::vector<std::int64_t>> interval_borders(const std::string& interval, std::int64_t low,
                                                          std::int64_t high) {
  std::vector<std::int64_t> borders{interval_begin(interval, low)};
  while (borders.back() <= high) {
    if (borders.size() > k_most_bounds) return std::nullopt;
    borders.push_back(next_interval(interval, borders.back()));
  }
  return borders;
}

std::optional<std::vector<std::int64_t>> number_borders(std::int64_t width, std::int64_t low,
                                                        std::int64_t high) {
  std::vector<std::int64_t> borders{floored(low, width) * width};
  while (borders.back() <= high) {
    if (borders.size() > k_most_bounds) return std::nullopt;
    borders.push_back(borders.back() + width);
  }
  return borders;
}

PartitionBounds partition_bounds(sqlite::Database& snapshot, const TableMapping& table,
                                 const ColumnMapping& column, const model::PartitionRule& rule) {
  return rule.by == "range" ? range_bounds(snapshot, table, column, rule)
                            : list_bounds(snapshot, table, column);
}

}  // namespace dunlin::transfer
