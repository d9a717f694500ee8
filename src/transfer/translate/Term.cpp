#include "transfer/translate/Term.hpp"

#include "base/Text.hpp"
#include "sqlite/language/Token.hpp"

namespace dunlin::transfer {

std::string to_string(Family family) {
  switch (family) {
    case Family::null: return "NULL";
    case Family::boolean: return "boolean";
    case Family::integer: return "integer";
    case Family::real: return "real";
    case Family::numeric: return "numeric";
    case Family::text: return "text";
    case Family::blob: return "blob";
    case Family::uuid: return "uuid";
    case Family::json: return "json";
    case Family::date: return "date";
    case Family::time: return "time";
    case Family::timestamp: return "timestamp";
    case Family::timestamptz: return "timestamptz";
    case Family::enumeration: return "enum";
  }
  return "";
}

Family family_of(Conversion conversion) {
  switch (conversion) {
    case Conversion::bigint:
    case Conversion::integer:
    case Conversion::smallint: return Family::integer;
    case Conversion::double_precision:
    case Conversion::real: return Family::real;
    case Conversion::numeric: return Family::numeric;
    case Conversion::text: return Family::text;
    case Conversion::bytea: return Family::blob;
    case Conversion::boolean:
    case Conversion::boolean_text: return Family::boolean;
    case Conversion::uuid_text:
    case Conversion::uuid_blob: return Family::uuid;
    case Conversion::json:
    case Conversion::jsonb: return Family::json;
    case Conversion::date_text: return Family::date;
    case Conversion::time_text: return Family::time;
    case Conversion::enumeration: return Family::enumeration;
    case Conversion::timestamptz_text:
    case Conversion::timestamptz_epoch_s:
    case Conversion::timestamptz_epoch_ms:
    case Conversion::timestamptz_epoch_us:
    case Conversion::timestamptz_core_data:
    case Conversion::timestamptz_webkit:
    case Conversion::timestamptz_julian: return Family::timestamptz;
    default: return Family::timestamp;
  }
}

bool is_number(Family family) {
  return family == Family::integer || family == Family::real || family == Family::numeric;
}

bool is_moment(Family family) {
  return family == Family::date || family == Family::time || family == Family::timestamp ||
         family == Family::timestamptz;
}

Affinity affinity_of(const std::string& declared) {
  const std::string type = to_lower(declared);
  const auto has = [&](const char* part) { return type.find(part) != std::string::npos; };
  if (has("int")) return Affinity::numeric;
  if (has("char") || has("clob") || has("text")) return Affinity::text;
  if (has("blob") || type.empty()) return Affinity::none;
  return Affinity::numeric;
}

std::string operand(const Term& term) {
  return term.atom ? term.sql : "(" + term.sql + ")";
}

Term make_term(Family family, std::string sql, bool atom) {
  Term term;
  term.family = family;
  term.sql = std::move(sql);
  term.atom = atom;
  return term;
}

void respell(Term& term, std::string sql) {
  term.native.clear();
  if (term.folding == Folding::none) {
    term.sql = std::move(sql);
    return;
  }
  term.sql = term.folding == Folding::citext ? sql + "::text" : "(" + sql + " COLLATE \"C\")";
  term.native = std::move(sql);
}

const std::string& as_result(const Term& term) {
  return folds_here(term) ? term.native : term.sql;
}

bool folds_here(const Term& term) {
  return !term.native.empty() && sqlite::same_name(term.collation, "NOCASE");
}

bool is_uuid_of_blob(const Term& term) {
  return term.family == Family::uuid && term.column != nullptr &&
         term.column->conversion == Conversion::uuid_blob;
}

Term blob_of_uuid(Term term) {
  return is_uuid_of_blob(term) ? make_term(Family::blob, "uuid_send(" + term.sql + ")") : std::move(term);
}

}  // namespace dunlin::transfer
