#include <array>
#include <optional>
#include <string_view>

#include "lint/TypeChanges.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

enum class Narrowing : std::uint8_t { none, fails, rounds };

struct TypeNarrowing {
  // By how much they hold; a change to a smaller one of the same row narrows.
  static int integer_rank(const std::string& name) {
    return name == "smallint" ? 1 : name == "integer" ? 2 : name == "bigint" ? 3 : 0;
  }
  static bool is_float(const std::string& name) { return name == "real" || name == "double precision"; }
  static bool is_number(const std::string& name) {
    return integer_rank(name) > 0 || is_float(name) || name == "numeric" || name == "money";
  }
  static bool is_text(const std::string& name) {
    return name == "text" || name == "character varying" || name == "character" || name == "bpchar" ||
           name == "citext";
  }
  static bool is_timestamp(const std::string& name) { return name.starts_with("timestamp"); }
  static bool is_time(const std::string& name) { return name.starts_with("time") || name == "interval"; }

  static Narrowing text(const TypeSpelling& from, const TypeSpelling& to) {
    if (to.modifiers.empty()) return Narrowing::none;
    const bool shorter = from.modifiers.empty() || to.modifiers.front() < from.modifiers.front();
    return shorter ? Narrowing::fails : Narrowing::none;
  }

  static int part(const TypeSpelling& type, std::size_t index) {
    return index < type.modifiers.size() ? type.modifiers[index] : 0;
  }

  static Narrowing numeric(const TypeSpelling& from, const TypeSpelling& to) {
    if (to.modifiers.empty()) return Narrowing::none;
    if (from.modifiers.empty()) return Narrowing::fails;
    if (part(to, 0) - part(to, 1) < part(from, 0) - part(from, 1)) return Narrowing::fails;
    return part(to, 1) < part(from, 1) ? Narrowing::rounds : Narrowing::none;
  }

  static int digits(const std::string& integer) {
    constexpr std::array<int, 4> k_digits{0, 5, 10, 19};
    return k_digits.at(static_cast<std::size_t>(integer_rank(integer)));
  }

  static Narrowing number(const TypeSpelling& from, const TypeSpelling& to) {
    const int old_rank = integer_rank(from.name);
    const int new_rank = integer_rank(to.name);
    if (new_rank > 0 && old_rank > 0) return new_rank < old_rank ? Narrowing::fails : Narrowing::none;
    if (new_rank > 0) return Narrowing::fails;
    if (from.name == "numeric" && to.name == "numeric") return numeric(from, to);
    if (to.name == "numeric" && !to.modifiers.empty())
      return old_rank > 0 && part(to, 0) - part(to, 1) >= digits(from.name) ? Narrowing::none
                                                                            : Narrowing::fails;
    if (to.name == "real") return old_rank == 1 || from.name == "real" ? Narrowing::none : Narrowing::rounds;
    if (to.name == "double precision")
      return old_rank == 3 || from.name == "numeric" ? Narrowing::rounds : Narrowing::none;
    return to.name == "money" ? Narrowing::fails : Narrowing::none;
  }

  static Narrowing time(const TypeSpelling& from, const TypeSpelling& to) {
    if (is_timestamp(from.name) && (to.name == "date" || !is_timestamp(to.name))) return Narrowing::rounds;
    if (to.modifiers.empty()) return Narrowing::none;
    const bool coarser = from.modifiers.empty() || to.modifiers.front() < from.modifiers.front();
    return coarser ? Narrowing::rounds : Narrowing::none;
  }

  static Narrowing narrowing(const TypeSpelling& from, const TypeSpelling& to) {
    if (is_text(from.name) && is_text(to.name)) return text(from, to);
    if (is_number(from.name) && is_number(to.name)) return number(from, to);
    if (is_time(from.name) && (is_time(to.name) || to.name == "date")) return time(from, to);
    return Narrowing::none;
  }
};

void check_type_narrowing_data_loss(const Scene& scene, Reporter& report) {
  for (const LiveTypeChange& change : live_type_changes(scene)) {
    const ColumnTypeChange& types = change.change;
    if (!types.known) continue;
    const Narrowing found = TypeNarrowing::narrowing(parse_type(types.from), parse_type(types.to));
    if (found == Narrowing::none) continue;
    const bool own_way = !change.action->expression.empty() && !change.action->expression.is_column &&
                         !change.action->expression.is_cast_of_column;
    if (own_way && found == Narrowing::fails) continue;  // USING says what becomes of what doesn't fit
    report.add(change.shown_table,
               found == Narrowing::fails
                   ? "values of " + change.action->name + " that don't fit into " + types.to + " (it is " +
                         types.from + ") stop the change, and the deploy"
                   : "changing " + change.action->name + " from " + types.from + " to " + types.to +
                         " throws away a part of each value, without a word",
               change.action->range);
  }
}

}  // namespace

const Rule type_narrowing_data_loss{
    .name = "type-narrowing-data-loss",
    .family = 'C',
    .profile = Profile::safe,
    .severity = model::Severity::error,
    .summary = "ALTER COLUMN TYPE to a type that holds less",
    .why =
        "What is too long or too large fails with 22001 or 22003 in the middle of the deploy; what is only "
        "too exact "
        "is rounded silently and is lost (measured: timestamp to date, numeric(10,4) to numeric(10,2), "
        "timestamp to "
        "timestamp(0), double precision to real).",
    .advice =
        "Look first: SELECT count(*) FROM t WHERE length(c) > 20, or c NOT BETWEEN -2147483648 AND "
        "2147483647. Then "
        "a second column that is filled in batches, and keep the old one until nobody misses it.",
    .statement = check_type_narrowing_data_loss};

}  // namespace dunlin::lint::rules
