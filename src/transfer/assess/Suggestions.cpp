#include "transfer/assess/Suggestions.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <string_view>

#include "base/Text.hpp"
#include "transfer/assess/Declared.hpp"
#include "transfer/values/TargetType.hpp"

namespace dunlin::transfer {
namespace {

struct Window {
  const char* from;
  double least, most;
  const char* meaning;
};
// 1990-01-01 to 2050-01-01 in each way to count. Those of Core Data begin in 2001.
constexpr std::array k_windows{Window{"epoch_s", 631152000.0, 2524608000.0, "seconds since 1970"},
                               Window{"epoch_ms", 631152000e3, 2524608000e3, "milliseconds since 1970"},
                               Window{"epoch_us", 631152000e6, 2524608000e6, "microseconds since 1970"},
                               Window{"webkit", 12275625600e6, 14169081600e6, "microseconds since 1601"},
                               Window{"core_data", 31536000.0, 978307199.0, "seconds since 2001"},
                               Window{"julian", 2447892.5, 2469807.5, "julian days"}};

const Window* window_of(const ColumnProfile& p) {
  if (p.texts + p.blobs > 0 || p.infinities > 0) return nullptr;
  double least = 0, most = 0;
  if (p.integers > p.zeros) {
    least = static_cast<double>(p.least_not_zero);
    most = static_cast<double>(p.max_integer);
  }
  if (p.reals > 0) {
    least = p.integers > p.zeros ? std::min(least, p.min_real) : p.min_real;
    most = p.integers > p.zeros ? std::max(most, p.max_real) : p.max_real;
  }
  if (p.integers == p.zeros && p.reals == 0) return nullptr;
  // Reals before 2001 as seconds since 1970 are rather Core Data's of 2021 and later.
  const bool early_reals = p.reals > 0 && least < 978307200.0;
  for (const Window& window : k_windows) {
    if (early_reals && std::string_view(window.from) == "epoch_s") continue;
    if (least >= window.least && most <= window.most) return &window;
  }
  return nullptr;
}

// Whether people would put a moment into a column of that name.
bool sounds_like_a_moment(const std::string& column, const std::string& declared) {
  const Family family = read_declared(declared).family;
  if (family == Family::date || family == Family::moment || family == Family::time) return true;
  const std::string name = to_lower(column);
  for (const char* end : {"_at", "_on", "_ts", "_utc"}) {
    if (name.ends_with(end)) return true;
  }
  for (const char* part :
       {"date", "time", "stamp", "created", "updated", "modified", "expire", "epoch", "since", "until"}) {
    if (name.find(part) != std::string::npos) return true;
  }
  return name == "ts" || column.ends_with("At");
}

// "the 1 value", "all 3 values".
std::string all_of(std::int64_t count) {
  return (count == 1 ? "the " : "all ") + counted(static_cast<std::size_t>(count), "value");
}

std::string fitting(const ColumnProfile& p, std::string_view type, std::string_view why) {
  return fmt::format("{}: fits {} ({})", type, all_of(p.values()), why);
}

void suggest_numbers(const std::string& column, const ColumnMapping& mapping, const ColumnProfile& p,
                     std::vector<std::string>& out) {
  const Window* window = window_of(p);
  if (window != nullptr && sounds_like_a_moment(column, mapping.declared)) {
    out.push_back(fmt::format("timestamptz from {}: {} plausible as {}{}", window->from,
                              all_of(p.values()) + (p.values() == 1 ? " is" : " are"), window->meaning,
                              p.zeros > 0 ? fmt::format(" or 0 ({})", with_thousands(p.zeros)) : ""));
  }
  if (mapping.conversion != Conversion::bigint || p.integers != p.values()) {
    if (mapping.conversion == Conversion::double_precision && p.reals == p.values() &&
        p.float_reals == p.reals)
      out.push_back(fitting(p, "real", "exact in 4 bytes"));
    return;
  }
  if (p.booleans == p.integers) out.push_back(fitting(p, "boolean", "0 or 1"));
  if (p.min_integer >= -32768 && p.max_integer <= 32767) {
    out.push_back(fitting(p, "smallint", fmt::format("{} to {}", p.min_integer, p.max_integer)));
  } else if (p.min_integer >= -2147483648LL && p.max_integer <= 2147483647LL) {
    out.push_back(fitting(p, "integer", fmt::format("{} to {}", p.min_integer, p.max_integer)));
  }
}

std::string name_of(Conversion conversion) {
  switch (conversion) {
    case Conversion::uuid_text: return "uuid";
    case Conversion::uuid_blob: return "uuid from blob";
    case Conversion::json: return "json";
    case Conversion::date_text: return "date";
    case Conversion::time_text: return "time";
    case Conversion::timestamp_text: return "timestamp";
    case Conversion::timestamptz_text: return "timestamptz";
    case Conversion::boolean_text: return "boolean from text";
    case Conversion::numeric: return "numeric";
    case Conversion::bigint: return "bigint";
    default: return to_string(conversion);
  }
}

// A stricter type that all values have, or all but a few: at most 5 in a hundred, with the first of them.
void suggest_shape(const Shape& shape, const ColumnProfile& p, std::vector<std::string>& out) {
  const std::int64_t candidates = shape.conversion == Conversion::uuid_blob ? p.blobs : p.texts;
  if (shape.given_up || shape.fits + shape.misfits != candidates || candidates == 0) return;
  std::string spelled;
  if (shape.forms.size() > 1 || shape.more_forms)
    spelled = fmt::format(", spelled in {}{} ways", shape.more_forms ? "more than " : "", shape.forms.size());
  if (shape.misfits == 0 && candidates == p.values()) {
    out.push_back(fmt::format("{}: fits {}{}", name_of(shape.conversion), all_of(candidates), spelled));
  } else if (shape.misfits * 20 <= shape.fits) {
    const std::vector<std::string> first(
        shape.keys.begin(),
        shape.keys.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(shape.keys.size(), 5)));
    out.push_back(fmt::format("{}: fits all but {} of {} values ({}{}){}", name_of(shape.conversion),
                              with_thousands(p.values() - shape.fits), with_thousands(p.values()),
                              join(first, ", "), shape.misfits > 5 ? ", ..." : "", spelled));
  }
}

}  // namespace

std::vector<std::string> suggestions_for(const std::string& column, const ColumnMapping& mapping,
                                         const ColumnProfile& profile) {
  std::vector<std::string> out;
  if (profile.integers + profile.reals > 0) suggest_numbers(column, mapping, profile, out);
  if (mapping.conversion == Conversion::json) {
    out.emplace_back("jsonb: can be indexed and searched; its text isn't kept byte by byte");
    return out;
  }
  if (mapping.conversion == Conversion::timestamp_text)
    out.emplace_back("timestamptz: if these moments are meant as UTC");
  if (mapping.conversion != Conversion::text && mapping.conversion != Conversion::bytea) return out;
  for (const Shape& shape : profile.shapes) {
    // A text of digits is a number of either kind: the narrower one is enough.
    const bool twice =
        shape.conversion == Conversion::numeric && profile.all(Conversion::bigint, profile.texts);
    const bool word = shape.conversion == Conversion::json && profile.all(Conversion::numeric, profile.texts);
    if (!twice && !word) suggest_shape(shape, profile, out);
  }
  if (profile.text_blobs > 0 && profile.text_blobs == profile.values())
    out.push_back(fitting(profile, "text", "blobs that are valid UTF-8"));
  return out;
}

}  // namespace dunlin::transfer
