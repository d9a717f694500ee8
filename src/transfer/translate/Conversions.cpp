#include <array>
#include <charconv>

#include "base/Text.hpp"
#include "transfer/translate/Translator.hpp"
#include "transfer/values/BooleanWords.hpp"
#include "transfer/values/JsonText.hpp"
#include "transfer/values/Moment.hpp"
#include "transfer/values/Uuid.hpp"

namespace dunlin::transfer {
namespace {

// The text as a number, when all of it is one (what SQLite's numeric affinity asks).
std::optional<std::string> number_in(const std::string& text) {
  const std::string body(trim(text));
  double value = 0;
  const char* begin = body.data() + (!body.empty() && body[0] == '+' ? 1 : 0);
  const auto read = std::from_chars(begin, body.data() + body.size(), value);
  const bool digits = body.find_first_not_of("0123456789+-.eE") == std::string::npos;
  if (body.empty() || read.ec != std::errc{} || read.ptr != body.data() + body.size() || !digits)
    return std::nullopt;
  return std::string(begin, body.data() + body.size());
}

bool is_whole(const std::string& number) {
  return number.find_first_not_of("0123456789-") == std::string::npos;
}

std::optional<std::string> to_char_pattern(const MomentForm& form) {
  std::string pattern;
  if (form.date) pattern = "YYYY-MM-DD";
  if (form.date && form.time) pattern += form.separator == 'T' ? "\"T\"" : " ";
  if (form.time) pattern += form.seconds ? "HH24:MI:SS" : "HH24:MI";
  if (form.fraction == MomentForm::Fraction::fixed && form.digits == 3)
    pattern += ".MS";
  else if (form.fraction == MomentForm::Fraction::fixed && form.digits == 6)
    pattern += ".US";
  else if (form.fraction != MomentForm::Fraction::none)
    return std::nullopt;
  if (form.offset == MomentForm::Offset::z)
    pattern += "\"Z\"";
  else if (form.offset != MomentForm::Offset::none)
    return std::nullopt;
  return pattern;
}

// A column of moments as the text that SQLite holds.
std::string moment_text(const Term& term) {
  std::string usual = term.family == Family::date   ? "YYYY-MM-DD"
                      : term.family == Family::time ? "HH:MM:SS"
                                                    : "YYYY-MM-DD HH:MM:SS";
  const auto conversion = term.column->conversion;
  const bool from_text = conversion == Conversion::date_text || conversion == Conversion::time_text ||
                         conversion == Conversion::timestamp_text ||
                         conversion == Conversion::timestamptz_text;
  const auto form = parse_moment_form(term.column->form.empty() ? usual : term.column->form);
  const auto pattern = form && from_text ? to_char_pattern(*form) : std::nullopt;
  if (!pattern)
    throw Untranslatable("the text of " + term.column->source + " isn't kept in the target: it is a " +
                         term.column->type);
  const std::string value = term.family == Family::timestamptz ? operand(term) + " AT TIME ZONE 'UTC'"
                            : term.family == Family::time      ? "date '2000-01-01' + " + operand(term)
                                                               : term.sql;
  return "to_char(" + value + ", " + quoted(*pattern) + ")";
}

// Seconds and their parts since an epoch, as SQLite holds them.
std::string epoch_number(const Term& term) {
  const auto seconds = [&](const char* factor) {
    const std::string since = "extract(epoch FROM " + term.sql + ")";
    return "(" + since + factor + ")::bigint";
  };
  switch (term.column->conversion) {
    case Conversion::timestamp_epoch_s:
    case Conversion::timestamptz_epoch_s: return seconds("");
    case Conversion::timestamp_epoch_ms:
    case Conversion::timestamptz_epoch_ms: return seconds(" * 1000");
    case Conversion::timestamp_epoch_us:
    case Conversion::timestamptz_epoch_us: return seconds(" * 1000000");
    case Conversion::timestamp_core_data:
    case Conversion::timestamptz_core_data: return seconds(" - 978307200");
    case Conversion::timestamp_webkit:
    case Conversion::timestamptz_webkit: return seconds(" * 1000000 + 11644473600000000");
    default: throw Untranslatable(term.column->source + " is text in SQLite and is used as a number");
  }
}

// Whole seconds or parts of them as a moment in UTC.
std::string moment_of_number(const Term& term, Conversion conversion) {
  const std::string n = operand(term);
  switch (conversion) {
    case Conversion::timestamp_epoch_s:
    case Conversion::timestamptz_epoch_s: return "to_timestamp(" + term.sql + ")";
    case Conversion::timestamp_epoch_ms:
    case Conversion::timestamptz_epoch_ms: return "to_timestamp(" + n + " / 1000.0)";
    case Conversion::timestamp_epoch_us:
    case Conversion::timestamptz_epoch_us: return "to_timestamp(" + n + " / 1000000.0)";
    case Conversion::timestamp_core_data:
    case Conversion::timestamptz_core_data: return "to_timestamp(" + n + " + 978307200)";
    default: throw Untranslatable("a number can't become a moment of this column");
  }
}

constexpr const char* k_exponents =
    "real numbers from 1e15 and below 1e-4 are spelled with an exponent by SQLite only";

// SQLite spells 15 digits, and whole numbers with .0; numeric takes 15 digits of a double.
std::string text_of_real(Translator& translator, const std::string& digits) {
  translator.note(k_exponents);
  return "(CASE WHEN " + digits + " = trunc(" + digits + ") THEN trunc(" + digits +
         ")::text || '.0' ELSE trim_scale(" + digits + ")::text END)";
}

// As the column's values are spelled in SQLite.
std::string uuid_text(const Term& term) {
  std::string text = operand(term) + "::text";
  const auto form = term.column != nullptr ? parse_uuid_form(term.column->form) : std::optional<UuidForm>();
  if (!form) return text;
  std::string spelled = form->hyphens ? text : "replace(" + text + ", '-', '')";
  if (form->capitals) spelled = "upper(" + spelled + ")";
  return form->braces ? "('{' || " + spelled + " || '}')" : spelled;
}

[[noreturn]] void refuse_store(const Term& term, const ColumnMapping& column) {
  throw Untranslatable("a value of type " + to_string(term.family) + " can't be stored in " + column.source +
                       ", which is " + column.type);
}

std::string store_number(Translator& translator, const Term& term, const ColumnMapping& column,
                         Family family) {
  if (term.constant_text) {
    const auto number = number_in(term.constant);
    if (!number) refuse_store(term, column);
    return *number;
  }
  if (term.family == Family::boolean)
    return term.constant.empty() ? "(" + term.sql + ")::int" : term.constant;
  const bool counts = is_number(term.family) || !term.extract.empty() || term.clock == Clock::epoch;
  if (!counts) refuse_store(term, column);
  const Term number = translator.as_number(term);
  if (family == Family::integer && number.family != Family::integer) {
    if (number.constant_number && !is_whole(number.constant)) refuse_store(term, column);
    translator.note("a fraction would stay one in SQLite's " + column.source +
                    " and is rounded in the target");
    return operand(number) + "::" + column.type;
  }
  return number.sql;
}

std::string store_boolean(const Term& term, const ColumnMapping& column) {
  if (term.family == Family::boolean) return term.sql;
  if (term.constant == "1" || term.constant == "0") return term.constant == "1" ? "true" : "false";
  if (term.constant_text && column.conversion == Conversion::boolean_text)
    if (const auto word = read_boolean_word(term.constant)) return word->value ? "true" : "false";
  if (term.family != Family::integer || term.constant_number) refuse_store(term, column);
  return operand(term) + " <> 0";
}

std::string store_moment(Translator& translator, const Term& term, const ColumnMapping& column,
                         Family family) {
  const auto in_zone = [&](const std::string& utc) {
    if (family == Family::date) return "(" + utc + ")::date";
    if (family == Family::time) return "(" + utc + ")::time";
    if (family == Family::timestamptz && utc == "date_trunc('second', now() AT TIME ZONE 'UTC')")
      return std::string("date_trunc('second', now())");
    return family == Family::timestamptz ? "(" + utc + ") AT TIME ZONE 'UTC'" : utc;
  };
  const bool counts = is_number(term.family);
  const bool column_counts =
      column.conversion != Conversion::date_text && column.conversion != Conversion::time_text &&
      column.conversion != Conversion::timestamp_text && column.conversion != Conversion::timestamptz_text;
  if (counts != column_counts) refuse_store(term, column);
  if (term.clock == Clock::time && family != Family::time) refuse_store(term, column);
  if (term.clock != Clock::none && (!column_counts || column.conversion == Conversion::timestamp_epoch_s ||
                                    column.conversion == Conversion::timestamptz_epoch_s))
    return in_zone(term.moment);
  if (counts) {
    const std::string zoned = moment_of_number(term, column.conversion);
    return family == Family::timestamptz ? zoned : zoned + " AT TIME ZONE 'UTC'";
  }
  if (term.constant_text) {
    const auto moment = read_moment(term.constant);
    if (!moment) refuse_store(term, column);
    const std::string zone =
        family == Family::timestamptz && moment->form.offset == MomentForm::Offset::none ? "+00" : "";
    return quoted(term.constant + zone);
  }
  if (term.family != Family::text) refuse_store(term, column);
  translator.note("a text that is no moment is an error in the target's " + column.source);
  return operand(term) + "::" + column.type;
}

std::string store_uuid(const Term& term, const ColumnMapping& column) {
  if (term.constant_text) {
    std::array<char, 16> bytes{};
    UuidForm form;
    if (!read_uuid(term.constant, bytes, form)) refuse_store(term, column);
    return quoted(term.constant);
  }
  if (term.family == Family::blob) return "encode(" + term.sql + ", 'hex')::uuid";
  if (term.family != Family::text) refuse_store(term, column);
  return operand(term) + "::uuid";
}

std::string store_json(Translator& translator, const Term& term, const ColumnMapping& column) {
  if (term.constant_text) {
    if (find_json_fault(term.constant, JsonKind::jsonb) != nullptr) refuse_store(term, column);
    return quoted(term.constant);
  }
  return "(" + translator.as_text(term) + ")::" + column.type;
}

}  // namespace

std::string Translator::as_text(const Term& term) {
  if (term.constant_number) {
    if (term.family == Family::integer) return quoted(term.constant);
    throw Untranslatable("the text of the number " + term.constant);
  }
  if (!term.extract.empty()) return json_text(term);
  switch (term.family) {
    case Family::null:
    case Family::text: return term.sql;
    case Family::boolean:
      return term.constant.empty() ? "(" + term.sql + ")::int::text" : quoted(term.constant);
    case Family::integer:
    case Family::json: break;
    case Family::uuid:
      if (is_uuid_of_blob(term)) throw Untranslatable("the text of a blob");
      return uuid_text(term);
    case Family::enumeration: volatility_ = std::max(volatility_, Volatility::stable); break;
    case Family::date:
    case Family::time:
    case Family::timestamp:
    case Family::timestamptz:
      if (term.column != nullptr) {
        if (volatility_ == Volatility::immutable) volatility_ = Volatility::stable;
        return moment_text(term);
      }
      throw Untranslatable("the text of a " + to_string(term.family));
    case Family::numeric:
      if (term.column != nullptr && term.column->form == "text") break;
      if (term.column != nullptr && term.column->form == "real") return text_of_real(*this, operand(term));
      note(k_exponents);
      return "trim_scale(" + term.sql + ")::text";
    case Family::real: return text_of_real(*this, operand(term) + "::numeric");
    case Family::blob: throw Untranslatable("the text of a blob");
  }
  return operand(term) + "::text";
}

Term Translator::as_number(const Term& term) {
  if (!term.extract.empty()) return json_number(term);
  if (is_number(term.family) || term.family == Family::null) return term;
  if (term.clock == Clock::epoch) return make_term(Family::integer, operand(term) + "::bigint");
  if (term.family == Family::boolean) {
    Term number = make_term(Family::integer, term.constant.empty() ? operand(term) + "::int" : term.constant);
    number.narrow = true;
    number.constant_number = !term.constant.empty();
    number.constant = term.constant;
    return number;
  }
  if (term.constant_text) {
    const auto number = number_in(term.constant);
    if (!number) throw Untranslatable("'" + term.constant + "' is used as a number");
    Term made = make_term(is_whole(*number) ? Family::integer : Family::real, *number, (*number)[0] != '-');
    made.constant_number = true;
    made.constant = *number;
    return made;
  }
  if (is_moment(term.family) && term.column != nullptr) return make_term(Family::integer, epoch_number(term));
  throw Untranslatable("a " + to_string(term.family) + " is used as a number");
}

std::string Translator::condition(const sqlite::Expression& e) {
  const Term term = write(e);
  if (term.family == Family::boolean || term.family == Family::null) return term.sql;
  if (term.constant_number)
    return term.constant.find_first_of("123456789") == std::string::npos ? "false" : "true";
  const Term number = as_number(term);
  return operand(number) + " <> 0";
}

std::string Translator::store(const Term& term, const ColumnMapping& column) {
  if (term.family == Family::null) return "NULL";
  const Family family = family_of(column.conversion);
  switch (family) {
    case Family::integer:
    case Family::real:
    case Family::numeric: return store_number(*this, term, column, family);
    case Family::boolean: return store_boolean(term, column);
    case Family::text:
      if (term.family != Family::text && affinity_of(column.declared) != Affinity::text &&
          term.extract.empty())
        note("SQLite keeps the type of the values in " + column.source + ", the target their text");
      if (term.constant_number && term.family == Family::real) refuse_store(term, column);
      return as_text(term);
    case Family::blob:
      if (term.family == Family::blob) return term.sql;
      if (!term.constant_text) refuse_store(term, column);
      return "convert_to(" + term.sql + ", 'UTF8')";
    case Family::uuid: return store_uuid(term, column);
    case Family::json: return store_json(*this, term, column);
    case Family::enumeration:
      if (term.constant_text || term.family == Family::enumeration) return term.sql;
      if (term.family != Family::text) refuse_store(term, column);
      return operand(term) + "::" + column.type;
    default:
      if (term.family == family) return term.sql;
      return store_moment(*this, term, column, family);
  }
}

}  // namespace dunlin::transfer
