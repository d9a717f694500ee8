#include <algorithm>

#include "base/Text.hpp"
#include "transfer/translate/Translator.hpp"
#include "transfer/values/Moment.hpp"

namespace dunlin::transfer {
namespace {

using sqlite::Expression;

bool is_unit(std::string& unit) {
  if (!unit.empty() && unit.back() == 's') unit.pop_back();
  return unit == "day" || unit == "hour" || unit == "minute" || unit == "second" || unit == "month" ||
         unit == "year";
}

// "+7 days", "-1.5 hours"
bool read_shift(const std::string& text, std::string& amount, std::string& unit) {
  const std::size_t space = text.find(' ');
  if (space == std::string::npos || space == 0) return false;
  amount = text.substr(0, space);
  unit = fold(std::string(trim(text.substr(space + 1))));
  const std::string digits = amount.substr(amount[0] == '+' || amount[0] == '-' ? 1 : 0);
  return !digits.empty() && digits.find_first_not_of("0123456789.") == std::string::npos && is_unit(unit);
}

std::string utc_literal(const Moment& moment) {
  MomentForm form = moment.form;
  form.offset = MomentForm::Offset::none;
  form.space_before_offset = false;
  form.separator = ' ';
  form.date = form.time = form.seconds = true;
  std::string spelled;
  // A time without a date is one of 2000-01-01 (SQLite docs, "Date And Time Functions" 2).
  spell_moment(moment.utc(), form, spelled);
  return "timestamp '" + spelled + "'";
}

}  // namespace

// A text (or number) of a date function and its modifiers as a timestamp in UTC.
std::string Translator::base_moment(const Expression& e, std::size_t from, bool& now) {
  now = e.operands.size() <= from;
  std::string base;
  std::size_t next = from + 1;
  if (!now) {
    const Term term = write(e.operands[from]);
    bool epoch = false;
    if (next < e.operands.size() && e.operands[next].kind == Kind::string &&
        fold(e.operands[next].text) == "unixepoch") {
      epoch = true;
      ++next;
    }
    if (epoch) {
      if (is_moment(term.family) && term.column != nullptr &&
          (term.column->conversion == Conversion::timestamp_epoch_s ||
           term.column->conversion == Conversion::timestamptz_epoch_s))
        base = term.family == Family::timestamptz ? operand(term) + " AT TIME ZONE 'UTC'" : term.sql;
      else
        base = "to_timestamp(" + as_number(term).sql + ") AT TIME ZONE 'UTC'";
    } else if (term.clock != Clock::none && term.clock != Clock::epoch) {
      base = term.moment;
    } else if (term.constant_text && fold(term.constant) == "now") {
      now = true;
    } else if (term.constant_text) {
      const auto moment = read_moment(term.constant);
      if (!moment) throw Untranslatable("'" + term.constant + "' as a moment");
      base = utc_literal(*moment);
    } else if (is_moment(term.family)) {
      const bool counted = term.column != nullptr && term.column->conversion != Conversion::timestamp_text &&
                           term.column->conversion != Conversion::date_text &&
                           term.column->conversion != Conversion::timestamptz_text &&
                           term.column->conversion != Conversion::time_text;
      if (counted) throw Untranslatable("a date function of a column of numbers without 'unixepoch'");
      if (term.family == Family::time) base = "timestamp '2000-01-01' + (" + term.sql + ")::interval";
      if (term.family == Family::date) base = operand(term) + "::timestamp";
      if (term.family == Family::timestamp) base = term.sql;
      if (term.family == Family::timestamptz) base = operand(term) + " AT TIME ZONE 'UTC'";
    } else if (term.family == Family::text) {
      note("a text that is no moment is an error in the target; SQLite's date functions give NULL");
      volatility_ = std::max(volatility_, Volatility::stable);
      base = operand(Term(make_term(Family::text, as_text(term), false))) + "::timestamp";
    } else {
      throw Untranslatable("a date function of a " + to_string(term.family));
    }
  }
  if (now) {
    volatility_ = std::max(volatility_, Volatility::stable);
    base = "now() AT TIME ZONE 'UTC'";
  }
  for (; next < e.operands.size(); ++next) base = modified(base, e.operands[next]);
  return base;
}

std::string Translator::modified(const std::string& base, const Expression& modifier) {
  std::string amount, unit;
  if (modifier.kind == Kind::string) {
    const std::string text = fold(std::string(trim(modifier.text)));
    if (text == "start of day" || text == "start of month" || text == "start of year")
      return "date_trunc('" + text.substr(9) + "', " + base + ")";
    if (text.size() == 9 && text.compare(0, 8, "weekday ") == 0 && text[8] >= '0' && text[8] <= '6')
      return "(" + base + ") + ((7 + " + text.substr(8) + " - extract(dow FROM " + base +
             ")::int) % 7) * interval '1 day'";
    if (text == "utc" || text == "localtime")
      throw Untranslatable("'" + text + "' depends on the zone of the machine");
    if (!read_shift(text, amount, unit)) throw Untranslatable("modifier '" + modifier.text + "'");
    if (unit == "month" || unit == "year") {
      if (amount.find('.') != std::string::npos) throw Untranslatable("modifier '" + modifier.text + "'");
      note("a day that a month doesn't have becomes its last day; SQLite goes on into the next month");
    }
    return "(" + base + ") + interval '" + amount + " " + unit + "'";
  }
  // '-' || n || ' days'
  const auto& parts = modifier.operands;
  const bool joined = modifier.kind == Kind::binary && modifier.text == "||" && parts.size() >= 2 &&
                      parts.size() <= 3 && parts.back().kind == Kind::string &&
                      (parts.size() == 2 || parts.front().kind == Kind::string);
  if (!joined) throw Untranslatable("a modifier of a date function that isn't known");
  const std::string sign = parts.size() == 3 ? parts.front().text : "+";
  unit = fold(std::string(trim(parts.back().text)));
  const Term number = as_number(write(parts[parts.size() - 2]));
  if ((sign != "+" && sign != "-") || !is_unit(unit) || number.family != Family::integer)
    throw Untranslatable("a modifier of a date function that isn't known");
  if (unit == "month" || unit == "year")
    note("a day that a month doesn't have becomes its last day; SQLite goes on into the next month");
  // '+-3 days' is no modifier, and gives NULL.
  const std::string amount_sql = parts.size() == 3
                                     ? "CASE WHEN " + operand(number) + " >= 0 THEN " + number.sql + " END"
                                     : operand(number);
  return "(" + base + ") " + sign + " " + amount_sql + " * interval '1 " + unit + "'";
}

Term Translator::clock_text(Clock clock, const std::string& moment) {
  const char* pattern = clock == Clock::date   ? "YYYY-MM-DD"
                        : clock == Clock::time ? "HH24:MI:SS"
                                               : "YYYY-MM-DD HH24:MI:SS";
  volatility_ = std::max(volatility_, Volatility::stable);
  Term term = make_term(Family::text, "to_char(" + moment + ", '" + pattern + "')");
  term.clock = clock;
  term.moment =
      std::string("date_trunc('") + (clock == Clock::date ? "day" : "second") + "', " + moment + ")";
  return term;
}

Term Translator::date_function(const Expression& e, bool& known) {
  const std::string name = fold(e.text);
  known = true;
  bool now = false;
  if (name == "date") return clock_text(Clock::date, base_moment(e, 0, now));
  if (name == "time") return clock_text(Clock::time, base_moment(e, 0, now));
  if (name == "datetime") return clock_text(Clock::datetime, base_moment(e, 0, now));
  if (name == "julianday") {
    const std::string base = base_moment(e, 0, now);
    return make_term(
        Family::real,
        "(round(extract(epoch FROM " + base + ") * 1000) + 210866760000000)::double precision / 86400000",
        false);
  }
  const auto seconds = [](const std::string& base) {
    return "floor(extract(epoch FROM " + base + "))::bigint";
  };
  const auto epoch = [&](Term term, const std::string& base) {
    term.clock = Clock::epoch;
    term.moment = "date_trunc('second', " + base + ")";
    return term;
  };
  if (name == "unixepoch") {
    const std::string base = base_moment(e, 0, now);
    return epoch(make_term(Family::integer, seconds(base)), base);
  }
  if (name != "strftime") {
    known = false;
    return {};
  }
  if (e.operands.empty() || e.operands[0].kind != Kind::string)
    throw Untranslatable("strftime() with a format that isn't a literal");
  const std::string& format = e.operands[0].text;
  const std::string base = base_moment(e, 1, now);
  if (format == "%s") {
    Term term = epoch(make_term(Family::text, seconds(base) + "::text"), base);
    return term;
  }
  if (format == "%Y-%m-%d") return clock_text(Clock::date, base);
  if (format == "%Y-%m-%d %H:%M:%S") return clock_text(Clock::datetime, base);
  std::string pattern, sql;
  const auto add = [&](const std::string& piece) { sql += (sql.empty() ? "" : " || ") + piece; };
  const auto flush = [&] {
    if (!pattern.empty()) add("to_char(" + base + ", " + quoted(pattern) + ")");
    pattern.clear();
  };
  for (std::size_t i = 0; i < format.size(); ++i) {
    if (format[i] != '%') {
      pattern += format[i] == '"' || format[i] == '\\' ? std::string("\"\\") + format[i] + "\""
                                                       : "\"" + std::string(1, format[i]) + "\"";
      continue;
    }
    const char c = ++i < format.size() ? format[i] : '\0';
    switch (c) {
      case 'Y': pattern += "YYYY"; break;
      case 'm': pattern += "MM"; break;
      case 'd': pattern += "DD"; break;
      case 'H': pattern += "HH24"; break;
      case 'M': pattern += "MI"; break;
      case 'S': pattern += "SS"; break;
      case 'f': pattern += "SS.MS"; break;
      case 'j': pattern += "DDD"; break;
      case '%': pattern += "\"%\""; break;
      case 'w':
        flush();
        add("extract(dow FROM " + base + ")::text");
        break;
      case 's':
        flush();
        add(seconds(base) + "::text");
        break;
      default: throw Untranslatable("strftime() with %" + std::string(1, c));
    }
  }
  flush();
  volatility_ = std::max(volatility_, Volatility::stable);
  return make_term(Family::text, sql.empty() ? "''" : sql, false);
}

}  // namespace dunlin::transfer
