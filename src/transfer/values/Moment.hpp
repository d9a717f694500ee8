#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace dunlin::transfer {

/// How a date, a time or both are spelled (ISO 8601 and its relatives). As text it is what a mapping's `form`
/// has: "YYYY-MM-DD HH:MM:SS.SSS", "YYYY-MM-DDTHH:MM:SS[.SSSSSS]+02:00".
struct MomentForm {
  enum class Fraction : std::uint8_t {
    none,
    fixed,     ///< always `digits` digits: ".SSS"
    optional,  ///< `digits` digits, left out when they are all zero: "[.SSS]"
    trimmed    ///< without zeros at its end, left out when there is nothing else: "[.S*]"
  };
  enum class Offset : std::uint8_t { none, z, hours, hours_minutes, hours_colon_minutes };

  bool date = true;
  bool time = true;
  bool seconds = true;
  char separator = ' ';  ///< between date and time: ' ' or 'T'
  Fraction fraction = Fraction::none;
  std::uint8_t digits = 0;
  Offset offset = Offset::none;
  bool space_before_offset = false;
  std::int16_t offset_minutes = 0;  ///< east of Greenwich
  friend bool operator==(const MomentForm&, const MomentForm&) = default;
};

std::string to_string(const MomentForm& form);
/// Nothing for a text that isn't a form.
std::optional<MomentForm> parse_moment_form(std::string_view text);

/// A text that was read as a date, a time or both.
struct Moment {
  std::int64_t days = 0;       ///< since 2000-01-01; 0 when there is no date
  std::int64_t micros = 0;     ///< since midnight
  bool beyond_micros = false;  ///< has digits behind the microseconds that aren't zero
  MomentForm form;             ///< with `fixed` or no fraction

  /// Microseconds since 2000-01-01 in its own offset, or in UTC.
  std::int64_t local() const { return days * 86'400'000'000 + micros; }
  std::int64_t utc() const { return local() - form.offset_minutes * std::int64_t{60'000'000}; }
};

/// Reads "YYYY-MM-DD", "HH:MM[:SS[.S...]]" or both with ' ' or 'T' between them and an offset ("Z", "+02",
/// "+0200", "+02:00") behind; years 0001 to 9999, hours up to 23. Nothing for anything else.
std::optional<Moment> read_moment(std::string_view text);

/// Spells days since 2000-01-01 as YYYY-MM-DD. Years beyond 9999 get more digits; 1 BC is 0000, the year
/// before -0001.
void spell_date(std::int64_t days, std::string& out);

/// Spells microseconds since 2000-01-01 (for a time alone: since midnight), which are UTC where the form has
/// an offset. What the form has no place for (seconds, a fraction) is spelled all the same.
void spell_moment(std::int64_t micros, const MomentForm& form, std::string& out);

}  // namespace dunlin::transfer
