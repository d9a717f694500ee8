#include "transfer/values/TargetType.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>

#include "base/Error.hpp"
#include "base/Text.hpp"

namespace dunlin::transfer {
namespace {

struct Spelling {
  std::string_view long_name, name;
};
constexpr std::array k_spellings{Spelling{"int8", "bigint"},
                                 Spelling{"int4", "integer"},
                                 Spelling{"int", "integer"},
                                 Spelling{"int2", "smallint"},
                                 Spelling{"float8", "double precision"},
                                 Spelling{"float", "double precision"},
                                 Spelling{"float4", "real"},
                                 Spelling{"decimal", "numeric"},
                                 Spelling{"bool", "boolean"},
                                 Spelling{"character varying", "varchar"},
                                 Spelling{"character", "char"},
                                 Spelling{"bpchar", "char"},
                                 Spelling{"timestamp without time zone", "timestamp"},
                                 Spelling{"timestamp with time zone", "timestamptz"},
                                 Spelling{"time without time zone", "time"}};

// Which conversion a type and a word for the stored form make. The first of a type is its usual one.
struct Way {
  std::string_view type, from;
  Conversion conversion;
};
constexpr std::array k_ways{Way{"bigint", "", Conversion::bigint},
                            Way{"integer", "", Conversion::integer},
                            Way{"smallint", "", Conversion::smallint},
                            Way{"double precision", "", Conversion::double_precision},
                            Way{"real", "", Conversion::real},
                            Way{"numeric", "", Conversion::numeric},
                            Way{"text", "", Conversion::text},
                            Way{"varchar", "", Conversion::text},
                            Way{"citext", "", Conversion::text},
                            Way{"bytea", "", Conversion::bytea},
                            Way{"boolean", "", Conversion::boolean},
                            Way{"boolean", "text", Conversion::boolean_text},
                            Way{"uuid", "", Conversion::uuid_text},
                            Way{"uuid", "blob", Conversion::uuid_blob},
                            Way{"json", "", Conversion::json},
                            Way{"jsonb", "", Conversion::jsonb},
                            Way{"date", "", Conversion::date_text},
                            Way{"time", "", Conversion::time_text},
                            Way{"timestamp", "", Conversion::timestamp_text},
                            Way{"timestamp", "epoch_s", Conversion::timestamp_epoch_s},
                            Way{"timestamp", "epoch_ms", Conversion::timestamp_epoch_ms},
                            Way{"timestamp", "epoch_us", Conversion::timestamp_epoch_us},
                            Way{"timestamp", "core_data", Conversion::timestamp_core_data},
                            Way{"timestamp", "webkit", Conversion::timestamp_webkit},
                            Way{"timestamp", "julian", Conversion::timestamp_julian},
                            Way{"timestamptz", "", Conversion::timestamptz_text},
                            Way{"timestamptz", "epoch_s", Conversion::timestamptz_epoch_s},
                            Way{"timestamptz", "epoch_ms", Conversion::timestamptz_epoch_ms},
                            Way{"timestamptz", "epoch_us", Conversion::timestamptz_epoch_us},
                            Way{"timestamptz", "core_data", Conversion::timestamptz_core_data},
                            Way{"timestamptz", "webkit", Conversion::timestamptz_webkit},
                            Way{"timestamptz", "julian", Conversion::timestamptz_julian}};

std::string folded(std::string_view text) {
  std::string out;
  for (const char c : to_lower(trim(text))) {
    const bool space = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    if (space && (out.empty() || out.back() == ' ')) continue;
    out += space ? ' ' : c;
  }
  return std::string(trim(out));
}

Error not_a_type(std::string_view text) {
  return usage_error(fmt::format("'{}' isn't a type of PostgreSQL", printable(text)),
                     "write it as CREATE TABLE does: numeric(12,2), timestamptz, uuid");
}

int read_number(std::string_view text, std::string_view type) {
  int out = 0;
  text = trim(text);
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (error != std::errc() || end != text.data() + text.size() || out < 0) throw not_a_type(type);
  return out;
}

}  // namespace

TargetType parse_target_type(std::string_view text) {
  std::string words = folded(text);
  TargetType out;
  const auto open = words.find('(');
  if (open != std::string::npos) {
    const auto close = words.find(')', open);
    if (close == std::string::npos) throw not_a_type(text);
    const auto numbers = split_list(std::string_view(words).substr(open + 1, close - open - 1));
    if (numbers.empty() || numbers.size() > 2) throw not_a_type(text);
    out.first = read_number(numbers[0], text);
    if (numbers.size() == 2) out.second = read_number(numbers[1], text);
    words = folded(words.substr(0, open) + " " + words.substr(close + 1));
  }
  if (words.empty()) throw not_a_type(text);
  const auto* known = std::find_if(k_spellings.begin(), k_spellings.end(),
                                   [&](const Spelling& s) { return s.long_name == words; });
  out.name = known != k_spellings.end() ? std::string(known->name) : words;
  return out;
}

Conversion conversion_for(std::string_view type, std::string_view from) {
  const std::string name = parse_target_type(type).name;
  // Words that say what is usual anyway; "text" and "hex" of a bytea column are in its form.
  const bool usual = from.empty() || from == "integer" || (from == "text" && name != "boolean") ||
                     (from == "hex" && name == "bytea") || (from == "iso") ||
                     (from == "blob" && name == "bytea");
  const std::string_view wanted = usual ? "" : from;
  std::vector<std::string> words, types;
  for (const Way& way : k_ways) {
    if (way.type == name && way.from == wanted) return way.conversion;
    if (way.type == name && !way.from.empty()) words.emplace_back(way.from);
    if (way.from.empty()) types.emplace_back(way.type);
  }
  if (words.empty() && std::find(types.begin(), types.end(), name) == types.end()) {
    throw usage_error(
        fmt::format("values can't be turned into the type '{}'", printable(type)),
        fmt::format("dunlin knows {}; another type can be made by a later migration", join(types, ", ")));
  }
  throw usage_error(
      fmt::format("'{}' can't be read from '{}'", printable(type), printable(from)),
      words.empty() ? "leave `from` away" : fmt::format("`from` is one of {}", join(words, ", ")));
}

std::string from_of(Conversion conversion) {
  for (const Way& way : k_ways) {
    if (way.conversion == conversion) return std::string(way.from);
  }
  return {};
}

}  // namespace dunlin::transfer
