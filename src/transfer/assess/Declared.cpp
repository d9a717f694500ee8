#include "transfer/assess/Declared.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>
#include <vector>

#include "base/Text.hpp"

namespace dunlin::transfer {
namespace {

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

Affinity affinity_of(std::string_view type) {
  if (contains(type, "int")) return Affinity::integer;
  if (contains(type, "char") || contains(type, "clob") || contains(type, "text")) return Affinity::text;
  if (contains(type, "blob") || type.empty()) return Affinity::blob;
  if (contains(type, "real") || contains(type, "floa") || contains(type, "doub")) return Affinity::real;
  return Affinity::numeric;
}

struct Name {
  std::string_view word;
  Family family;
};
// Whole names, without what is in parentheses.
constexpr std::array k_names{Name{"bool", Family::boolean},
                             Name{"boolean", Family::boolean},
                             Name{"bit", Family::boolean},
                             Name{"json", Family::json},
                             Name{"jsonb", Family::json},
                             Name{"json_text", Family::json},
                             Name{"uuid", Family::uuid},
                             Name{"guid", Family::uuid},
                             Name{"uniqueidentifier", Family::uuid},
                             Name{"uuid_text", Family::uuid},
                             Name{"uuid_blob", Family::uuid},
                             Name{"date", Family::date},
                             Name{"date_text", Family::date},
                             Name{"time", Family::time},
                             Name{"time_text", Family::time},
                             Name{"datetime", Family::moment},
                             Name{"datetime_text", Family::moment},
                             Name{"timestamp", Family::moment},
                             Name{"timestamptz", Family::moment},
                             Name{"smalldatetime", Family::moment},
                             Name{"datetime2", Family::moment},
                             Name{"datetimeoffset", Family::moment},
                             Name{"timestamp without time zone", Family::moment},
                             Name{"timestamp with time zone", Family::moment},
                             Name{"timestamp with local time zone", Family::moment},
                             Name{"decimal", Family::decimal},
                             Name{"numeric", Family::decimal},
                             Name{"number", Family::decimal},
                             Name{"dec", Family::decimal},
                             Name{"money", Family::decimal},
                             Name{"smallmoney", Family::decimal},
                             Name{"currency", Family::decimal},
                             Name{"any", Family::any}};

Family family_of(std::string_view name, Affinity affinity) {
  const auto* known =
      std::find_if(k_names.begin(), k_names.end(), [&](const Name& n) { return n.word == name; });
  if (known != k_names.end()) return known->family;
  switch (affinity) {
    case Affinity::integer: return Family::integer;
    case Affinity::text: return Family::text;
    case Affinity::blob: return name.empty() ? Family::any : Family::blob;
    case Affinity::real: return Family::real;
    case Affinity::numeric: return Family::unknown;
  }
  return Family::unknown;
}

std::optional<int> number(std::string_view text) {
  int out = 0;
  text = trim(text);
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  const bool whole = error == std::errc() && end == text.data() + text.size() && out >= 0;
  return whole ? std::optional(out) : std::nullopt;
}

// "decimal (10, 2)" -> "decimal", 10, 2
std::string split_modifiers(const std::string& type, Declared& out) {
  const auto open = type.find('(');
  const auto close = type.find(')', open == std::string::npos ? 0 : open);
  if (open == std::string::npos || close == std::string::npos) return type;
  const auto numbers = split_list(std::string_view(type).substr(open + 1, close - open - 1));
  if (!numbers.empty()) out.precision = number(numbers[0]);
  if (numbers.size() == 2) out.scale = number(numbers[1]);
  const std::string before(trim(std::string_view(type).substr(0, open)));
  const std::string after(trim(std::string_view(type).substr(close + 1)));
  return after.empty() ? before : before + " " + after;
}

}  // namespace

std::string to_string(Affinity affinity) {
  switch (affinity) {
    case Affinity::integer: return "INTEGER";
    case Affinity::text: return "TEXT";
    case Affinity::blob: return "BLOB";
    case Affinity::real: return "REAL";
    case Affinity::numeric: return "NUMERIC";
  }
  return "NUMERIC";
}

Declared read_declared(const std::string& type, bool strict) {
  Declared out;
  const std::string folded = to_lower(trim(type));
  out.affinity = affinity_of(folded);
  const std::string name = split_modifiers(folded, out);
  out.family = family_of(name, out.affinity);
  if (out.family == Family::any && strict) out.affinity = Affinity::blob;
  out.with_zone = name == "timestamptz" || name == "datetimeoffset" || contains(name, " with ");
  return out;
}

}  // namespace dunlin::transfer
