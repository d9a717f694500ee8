#include "transfer/assess/ChooseMapping.hpp"

#include <algorithm>
#include <cstdlib>
#include <fmt/format.h>
#include <optional>

#include "base/Error.hpp"
#include "base/Text.hpp"
#include "transfer/assess/Forms.hpp"
#include "transfer/assess/Rules.hpp"
#include "transfer/assess/Suggestions.hpp"
#include "transfer/values/Epoch.hpp"
#include "transfer/values/Field.hpp"
#include "transfer/values/TargetType.hpp"

namespace dunlin::transfer {
namespace {

constexpr std::int64_t k_exact_in_double = std::int64_t{1} << 53;

// Where SQLite makes integers of whole numbers, a column of reals may get integers at any time.
std::string form_of_reals(const ColumnInfo& info, const ColumnProfile& p) {
  const Affinity affinity = info.declared.affinity;
  const bool makes_integers = affinity == Affinity::integer || affinity == Affinity::numeric;
  return makes_integers || p.integers > 0 ? "number" : "";
}

// A type with why it was chosen.
struct Choice {
  std::string type;
  Conversion conversion = Conversion::text;
  std::string form;
  std::string reason;
};

std::string of(std::int64_t count, std::string_view singular) {
  return counted(static_cast<std::size_t>(count), singular);
}

std::string all_values(const ColumnProfile& p, std::string_view what) {
  return p.values() == 1 ? fmt::format("1 value: {}", what)
                         : fmt::format("all {} are {}", of(p.values(), "value"), what);
}

bool only(const ColumnProfile& p, std::int64_t count) {
  return count > 0 && count == p.values();
}

// ---- by what people mean by the declared type; nothing when the values aren't that

std::optional<Choice> as_boolean(const ColumnProfile& p) {
  if (only(p, p.integers) && p.booleans == p.integers)
    return Choice{"boolean", Conversion::boolean, "", all_values(p, "0 or 1")};
  const Shape* words = p.shape(Conversion::boolean_text);
  if (only(p, p.texts) && p.all(Conversion::boolean_text, p.texts) && words->forms.size() == 1)
    return Choice{"boolean", Conversion::boolean_text, words->forms[0].first,
                  all_values(p, fmt::format("words of {}", words->forms[0].first))};
  return std::nullopt;
}

std::optional<Choice> as_json(const ColumnInfo& info, const ColumnProfile& p, bool jsonb) {
  const std::int64_t numbers = p.integers + p.reals;
  if (p.blobs > 0 || p.infinities > 0 || (p.texts > 0 && !p.all(Conversion::json, p.texts)) ||
      p.values() == 0)
    return std::nullopt;
  if (p.nul_texts + p.invalid_utf8 > 0) return std::nullopt;
  if (numbers > 0 && info.declared.affinity == Affinity::text) return std::nullopt;
  const std::string form = numbers > 0 ? "number" : "";
  return Choice{jsonb ? "jsonb" : "json", jsonb ? Conversion::jsonb : Conversion::json, form,
                all_values(p, "valid JSON")};
}

std::optional<Choice> as_uuid(const ColumnProfile& p) {
  const Shape* texts = p.shape(Conversion::uuid_text);
  if (only(p, p.texts) && p.all(Conversion::uuid_text, p.texts) && texts->forms.size() == 1)
    return Choice{"uuid", Conversion::uuid_text, usual_or(texts->forms[0].first, "lower"),
                  all_values(p, "UUIDs in one spelling")};
  if (only(p, p.blobs) && p.all(Conversion::uuid_blob, p.blobs))
    return Choice{"uuid", Conversion::uuid_blob, "", all_values(p, "blobs of 16 bytes")};
  return std::nullopt;
}

Choice moment_choice(const Shape& shape, bool with_zone, const std::string& reason) {
  return {with_zone ? "timestamptz" : "timestamp",
          with_zone ? Conversion::timestamptz_text : Conversion::timestamp_text, unified_form(shape), reason};
}

std::optional<Choice> as_moment(const ColumnInfo& info, const ColumnProfile& p, bool utc) {
  if (!only(p, p.texts)) return std::nullopt;
  if (p.all(Conversion::timestamptz_text, p.texts))
    return moment_choice(*p.shape(Conversion::timestamptz_text), true,
                         all_values(p, "dates with a time and an offset from UTC"));
  if (p.all(Conversion::timestamp_text, p.texts)) {
    const bool zone = utc || info.declared.with_zone;
    return moment_choice(
        *p.shape(Conversion::timestamp_text), zone,
        all_values(p, zone ? "dates with a time, taken as UTC" : "dates with a time, without offset"));
  }
  if (p.all(Conversion::date_text, p.texts) && info.declared.family != Family::date) {
    return moment_choice(*p.shape(Conversion::date_text), utc || info.declared.with_zone,
                         all_values(p, "dates without a time"));
  }
  return std::nullopt;
}

std::optional<Choice> as_date(const ColumnInfo& info, const ColumnProfile& p, bool utc) {
  if (only(p, p.texts) && p.all(Conversion::date_text, p.texts))
    return Choice{"date", Conversion::date_text, "", all_values(p, "dates")};
  return as_moment(info, p, utc);
}

std::optional<Choice> as_time(const ColumnProfile& p) {
  if (!only(p, p.texts) || !p.all(Conversion::time_text, p.texts)) return std::nullopt;
  return Choice{"time", Conversion::time_text, unified_form(*p.shape(Conversion::time_text)),
                all_values(p, "times of day")};
}

std::optional<Choice> as_decimal(const ColumnInfo& info, const ColumnProfile& p) {
  if (!only(p, p.integers + p.reals) || p.infinities > 0) return std::nullopt;
  const Declared& d = info.declared;
  const std::string form = d.affinity == Affinity::real ? "real" : "";
  const int scale = d.scale.value_or(0);
  if (!d.precision || *d.precision < 1 || *d.precision > 1000 || scale > *d.precision)
    return Choice{"numeric", Conversion::numeric, form, all_values(p, "numbers")};
  const bool fits =
      p.digits_behind <= scale && p.digits_behind <= 10 && p.digits_before <= *d.precision - scale;
  if (fits)
    return Choice{fmt::format("numeric({},{})", *d.precision, scale), Conversion::numeric, form,
                  all_values(p, "numbers with as many digits as declared")};
  return Choice{"numeric", Conversion::numeric, form,
                fmt::format("values have up to {} digits before and {} behind the point, more than declared",
                            p.digits_before, p.digits_behind)};
}

std::optional<Choice> by_family(const ColumnInfo& info, const ColumnProfile& p,
                                const model::TransferConfig& config) {
  switch (info.declared.family) {
    case Family::boolean: return as_boolean(p);
    case Family::json: return as_json(info, p, config.jsonb);
    case Family::uuid: return as_uuid(p);
    case Family::date: return as_date(info, p, config.timestamptz);
    case Family::time: return as_time(p);
    case Family::moment: return as_moment(info, p, config.timestamptz);
    case Family::decimal: return as_decimal(info, p);
    default: return std::nullopt;
  }
}

// ---- by nothing but the declared type, for a column without values

Choice for_no_values(const ColumnInfo& info, const model::TransferConfig& config) {
  const std::string reason = "no values; as declared";
  const Declared& d = info.declared;
  const bool zone = config.timestamptz || d.with_zone;
  switch (d.family) {
    case Family::boolean: return {"boolean", Conversion::boolean, "", reason};
    case Family::json:
      return {config.jsonb ? "jsonb" : "json", config.jsonb ? Conversion::jsonb : Conversion::json, "",
              reason};
    case Family::uuid: return {"uuid", Conversion::uuid_text, "", reason};
    case Family::date: return {"date", Conversion::date_text, "", reason};
    case Family::time: return {"time", Conversion::time_text, "", reason};
    case Family::moment:
      return {zone ? "timestamptz" : "timestamp",
              zone ? Conversion::timestamptz_text : Conversion::timestamp_text, "", reason};
    case Family::decimal: {
      const auto choice = as_decimal(info, ColumnProfile{.integers = 1});
      return {choice->type, Conversion::numeric, choice->form, reason};
    }
    case Family::integer: return {"bigint", Conversion::bigint, "", reason};
    case Family::real: return {"double precision", Conversion::double_precision, "", reason};
    case Family::blob: return {"bytea", Conversion::bytea, "", reason};
    default: return {"text", Conversion::text, "", reason};
  }
}

// ---- by storage class

Choice numbers(const ColumnInfo& info, const ColumnProfile& p) {
  if (p.reals == 0) return {"bigint", Conversion::bigint, "", all_values(p, "integers")};
  if (p.integers == 0)
    return {"double precision", Conversion::double_precision, form_of_reals(info, p), all_values(p, "reals")};
  const std::string both = of(p.integers, "integer") + " and " + of(p.reals, "real");
  const bool exact = p.min_integer >= -k_exact_in_double && p.max_integer <= k_exact_in_double;
  if (exact) return {"double precision", Conversion::double_precision, "number", both};
  if (p.infinities > 0 && info.declared.affinity == Affinity::integer)
    return {"bigint", Conversion::bigint, "", both + "; no type holds all of them exactly"};
  return {"numeric", Conversion::numeric, "", both + ", some beyond 2^53"};
}

Choice bytes(const ColumnProfile& p) {
  if (p.blobs == 0) return {"text", Conversion::text, "", all_values(p, "texts")};
  return {"bytea", Conversion::bytea, "", all_values(p, "blobs")};
}

std::string mixture(const ColumnProfile& p) {
  std::vector<std::string> parts;
  if (p.integers > 0) parts.push_back(of(p.integers, "integer"));
  if (p.reals > 0) parts.push_back(of(p.reals, "real"));
  if (p.texts > 0) parts.push_back(of(p.texts, "text"));
  if (p.blobs > 0) parts.push_back(of(p.blobs, "blob"));
  return join(parts, ", ") + " in one column";
}

// No type holds texts beside numbers or blobs as what they are: the type that was meant, and misfits.
Choice mixed(const ColumnInfo& info, const ColumnProfile& p) {
  const std::string reason = mixture(p);
  const std::int64_t numeric = p.integers + p.reals;
  switch (info.declared.affinity) {
    case Affinity::integer: return {"bigint", Conversion::bigint, "", reason};
    case Affinity::real: return {"double precision", Conversion::double_precision, "", reason};
    case Affinity::text: return {"text", Conversion::text, "", reason};
    case Affinity::blob:
      if (info.declared.family == Family::blob) return {"bytea", Conversion::bytea, "", reason};
      break;
    case Affinity::numeric: break;
  }
  if (numeric > p.texts && numeric > p.blobs)
    return p.reals == 0 ? Choice{"bigint", Conversion::bigint, "", reason}
                        : Choice{"double precision", Conversion::double_precision, "number", reason};
  if (p.blobs > p.texts) return {"bytea", Conversion::bytea, "", reason};
  return {"text", Conversion::text, "", reason};
}

Choice by_storage(const ColumnInfo& info, const ColumnProfile& p) {
  if (only(p, p.integers + p.reals)) return numbers(info, p);
  if (only(p, p.texts) || only(p, p.blobs)) return bytes(p);
  return mixed(info, p);
}

// ---- by a rule

// Numbers in a column of text, which stay numbers: they are spelled, and read as numbers on the way back.
std::string form_of_numbers(const ColumnProfile& p) {
  return p.integers + p.reals > 0 ? "number" : "";
}

// Whether more whole numbers stand there as texts than as numbers; by the majority of all where so many texts
// are something else that they weren't all looked at.
bool more_are_spelled(const ColumnProfile& p, bool mostly_texts) {
  const Shape* spelled = p.shape(Conversion::bigint);
  return spelled != nullptr && !spelled->given_up ? spelled->fits > p.integers : mostly_texts;
}

// The form for a conversion that the configuration asks for: what the values have in common.
std::string form_for(Conversion conversion, model::MisfitPolicy policy, const ColumnInfo& info,
                     const ColumnProfile& p) {
  const bool texts = p.texts > p.integers + p.reals && p.texts > p.blobs;
  const bool blobs = p.blobs > p.integers + p.reals && p.blobs > p.texts;
  switch (conversion) {
    case Conversion::bigint:
    case Conversion::integer:
    case Conversion::smallint: return more_are_spelled(p, texts) ? "text" : "";
    case Conversion::numeric:
      if (texts) return "text";
      return info.declared.affinity == Affinity::real ? "real" : "";
    case Conversion::double_precision:
    case Conversion::real: return form_of_reals(info, p);
    case Conversion::text:
      if (blobs) return "blob";
      return policy == model::MisfitPolicy::text ? form_of_numbers(p) : "";
    case Conversion::bytea: return texts ? "text" : "";
    case Conversion::json:
    case Conversion::jsonb: return blobs ? "blob" : p.integers + p.reals > 0 ? "number" : "";
    case Conversion::uuid_text:
    case Conversion::boolean_text: {
      const Shape* shape = p.shape(conversion);
      return shape != nullptr && !shape->forms.empty() ? usual_or(shape->forms[0].first, "lower") : "";
    }
    case Conversion::date_text:
    case Conversion::time_text: {
      const Shape* shape = p.shape(conversion);
      return shape != nullptr ? usual_or(unified_form(*shape), "YYYY-MM-DD") : "";
    }
    case Conversion::timestamp_text:
    case Conversion::timestamptz_text: return moment_form(p);
    case Conversion::boolean:
    case Conversion::uuid_blob:
    case Conversion::enumeration: return "";
    default: return info.declared.affinity == Affinity::real ? "real" : "";
  }
}

// What `from` means when the rule doesn't say: by the values, where there is no doubt. How numbers count time
// is never guessed.
std::string guessed_from(const std::string& type, const ColumnProfile& p) {
  const TargetType target = parse_target_type(type);
  const std::string_view name = target.name;
  if (name == "boolean" && p.texts > p.integers) return "text";
  if (name == "uuid" && p.blobs > p.texts) return "blob";
  return "";
}

Choice by_rule(const model::TransferRule& rule, model::MisfitPolicy policy, const ColumnInfo& info,
               const ColumnProfile& p, const model::TransferConfig& config) {
  const std::string from = rule.from.value_or("");
  std::string type = rule.to.value_or("");
  if (type.empty())
    type = from == "hex" || from == "blob" ? "bytea" : config.timestamptz ? "timestamptz" : "timestamp";
  const Conversion conversion = conversion_for(type, rule.from ? from : guessed_from(type, p));
  std::string form = form_for(conversion, policy, info, p);
  if (conversion == Conversion::bytea && from == "hex") form = "hex";
  return {type, conversion, form, "as asked for"};
}

bool has_misfits(const Choice& choice, const ColumnProfile& p) {
  if (choice.conversion == Conversion::bigint) return p.integers != p.values();
  if (choice.conversion == Conversion::double_precision)
    return p.reals + (choice.form == "number" ? p.integers : 0) != p.values();
  if (choice.conversion == Conversion::bytea) return p.blobs != p.values();
  return false;
}

// Policy `text` means that the values stay, whatever they are: the column becomes text.
Choice with_policy(Choice choice, model::MisfitPolicy policy, const ColumnProfile& p) {
  if (policy != model::MisfitPolicy::text || choice.conversion == Conversion::bytea) return choice;
  if (choice.conversion == Conversion::text && choice.form.empty()) choice.form = form_of_numbers(p);
  if (!has_misfits(choice, p)) return choice;
  return {"text", Conversion::text, form_of_numbers(p), choice.reason + "; as text, as asked for"};
}

}  // namespace

ColumnMapping choose_mapping(const ColumnInfo& info, const ColumnProfile& profile,
                             const model::TransferConfig& config) {
  const model::TransferRule rule = rule_for(info.table, info.column, info.declared_text, config);
  ColumnMapping out;
  out.source = info.column;
  out.declared = info.declared_text;
  out.target = rule.rename.value_or("");
  out.not_null = info.not_null;
  out.misfit = rule.misfit.value_or(config.misfit);
  Choice choice;
  try {
    if (rule.to || rule.from) {
      choice = by_rule(rule, out.misfit, info, profile, config);
    } else if (info.rowid_alias) {
      choice = {"bigint", Conversion::bigint, "", "the rowid"};
    } else if (profile.values() == 0) {
      choice = for_no_values(info, config);
    } else {
      const auto meant = by_family(info, profile, config);
      choice = with_policy(meant ? *meant : by_storage(info, profile), out.misfit, profile);
    }
    out.type = choice.type;
    out.conversion = choice.conversion;
    out.form = choice.form;
    out.reason = (info.declared_text.empty() ? "no type" : info.declared_text) + "; " + choice.reason;
    const std::int64_t spelled = profile.integers + profile.reals;
    if (out.conversion == Conversion::text && out.form == "number")
      out.reason += fmt::format("; {} {} spelled, and {} again on a way back", of(spelled, "number"),
                                spelled == 1 ? "is" : "are", spelled == 1 ? "a number" : "numbers");
    const TargetType type = parse_target_type(out.type);
    if (out.conversion == Conversion::numeric && type.first) out.scale = type.second.value_or(0);
    make_field(out);
  } catch (Error& error) {
    error.set_fact("column", info.table + "." + info.column);
    throw;
  }
  if (!rule.to && !rule.from && !info.rowid_alias)
    out.suggestions = suggestions_for(info.column, out, profile);
  return out;
}

}  // namespace dunlin::transfer
