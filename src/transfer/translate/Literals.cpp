#include <charconv>

#include "transfer/translate/Translator.hpp"
#include "transfer/values/Moment.hpp"

namespace dunlin::transfer {
namespace {

// 0xFF is -1 when all 64 bits are set, as in SQLite.
std::string decimal_of(const std::string& written) {
  if (written.size() < 3 || (written[1] != 'x' && written[1] != 'X')) return written;
  std::uint64_t bits = 0;
  const auto read = std::from_chars(written.data() + 2, written.data() + written.size(), bits, 16);
  if (read.ec != std::errc{} || read.ptr != written.data() + written.size())
    throw Untranslatable("number " + written + " has more than 64 bits");
  return std::to_string(static_cast<std::int64_t>(bits));
}

bool fits_bigint(const std::string& digits) {
  std::int64_t value = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return read.ec == std::errc{};
}

bool fits_int(const std::string& digits) {
  std::int32_t value = 0;
  return std::from_chars(digits.data(), digits.data() + digits.size(), value).ec == std::errc{};
}

}  // namespace

Term Translator::literal(const sqlite::Expression& e) {
  switch (e.kind) {
    case Kind::null: return make_term(Family::null, "NULL");
    case Kind::integer: {
      const std::string digits = decimal_of(e.text);
      const bool whole = fits_bigint(digits);
      Term term = make_term(whole ? Family::integer : Family::real, digits, digits[0] != '-');
      term.constant_number = true;
      term.constant = digits;
      term.narrow = whole && fits_int(digits);
      return term;
    }
    case Kind::real: {
      Term term = make_term(Family::real, e.text);
      term.constant_number = true;
      term.constant = e.text;
      return term;
    }
    case Kind::string: {
      Term term = make_term(Family::text, quoted(e.text));
      term.constant_text = true;
      term.constant = e.text;
      return term;
    }
    case Kind::blob: return make_term(Family::blob, "'\\x" + e.text + "'::bytea");
    case Kind::parameter: throw Untranslatable("parameter " + e.text + " has no value here");
    default: break;
  }
  const Clock clock = e.text == "CURRENT_DATE"   ? Clock::date
                      : e.text == "CURRENT_TIME" ? Clock::time
                                                 : Clock::datetime;
  volatility_ = std::max(volatility_, Volatility::stable);
  return clock_text(clock, "now() AT TIME ZONE 'UTC'");
}

// A text as the moment it spells, for comparing it with a column of such a type.
std::string Translator::moment_literal(const std::string& text, const ColumnMapping* column, Family family) {
  const auto moment = read_moment(text);
  if (!moment || (family != Family::time && !moment->form.date))
    throw Untranslatable("'" + text + "' is compared with a " + to_string(family) + " and isn't one");
  if (column == nullptr || to_string(moment->form) != column->form)
    note("'" + text + "' is compared as a moment; SQLite compares the texts");
  std::string spelled;
  if (family == Family::date) {
    spell_date(moment->days, spelled);
    if (moment->micros != 0) throw Untranslatable("'" + text + "' has a time and is compared with a date");
    return "date '" + spelled + "'";
  }
  MomentForm form = moment->form;
  form.offset = MomentForm::Offset::none;
  form.space_before_offset = false;
  form.separator = ' ';
  if (family == Family::time) {
    spell_moment(moment->local(), form, spelled);
    return "time '" + spelled + "'";
  }
  form.date = form.time = true;
  form.seconds = true;
  spell_moment(moment->utc(), form, spelled);
  return family == Family::timestamptz ? "timestamptz '" + spelled + "+00'" : "timestamp '" + spelled + "'";
}

}  // namespace dunlin::transfer
