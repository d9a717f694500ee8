#include "postgres/catalog/Reading.hpp"

namespace dunlin::postgres {

using model::CatalogFunction;
using model::FunctionArgument;
using model::Volatility;

namespace {

void read_type_names(const Result& rows, Reading& reading) {
  for (int row = 0; row < rows.rows(); ++row)
    reading.type_names.emplace(rows.number(row, 0),
                               type_of(rows.text(row, 1), rows.text(row, 2), rows.boolean(row, 3), -1));
}

model::TypeName named_type(const Reading& reading, Oid oid) {
  const auto found = reading.type_names.find(oid);
  return found == reading.type_names.end() ? model::TypeName() : found->second;
}

// proargmodes is "{i,o}", or null where all are input.
std::vector<FunctionArgument> arguments_of(const Result& rows, int row, const Reading& reading) {
  std::vector<FunctionArgument> arguments;
  std::string modes;
  for (const char c : rows.text(row, 12))
    if (c >= 'a' && c <= 'z') modes += c;
  const auto names = lines_of(rows.text(row, 13));
  const auto types = numbers_in(rows.text(row, 11));
  for (std::size_t i = 0; i < types.size(); ++i) {
    FunctionArgument argument;
    argument.type = named_type(reading, types[i]);
    if (i < names.size()) argument.name = names[i];
    if (i < modes.size()) argument.mode = modes[i];
    arguments.push_back(std::move(argument));
  }
  std::int64_t defaults = rows.number(row, 14);
  for (auto argument = arguments.rbegin(); argument != arguments.rend() && defaults > 0; ++argument) {
    if (argument->mode == 'o' || argument->mode == 't') continue;
    argument->has_default = true;
    --defaults;
  }
  return arguments;
}

Volatility volatility_of(std::string_view provolatile) {
  if (provolatile == "i") return Volatility::immutable;
  return provolatile == "s" ? Volatility::stable : Volatility::volatile_;
}

void read_functions(const Result& rows, Reading& reading) {
  for (int row = 0; row < rows.rows(); ++row) {
    CatalogFunction function;
    function.name = {rows.string(row, 1), rows.string(row, 2)};
    function.procedure = rows.text(row, 3) == "p";
    function.language = rows.string(row, 4);
    function.security_definer = rows.boolean(row, 6);
    function.leakproof = rows.boolean(row, 7);
    function.volatility = volatility_of(rows.text(row, 8));
    function.settings = options_of(rows.text(row, 9));
    function.returns = named_type(reading, rows.number(row, 10));
    function.arguments = arguments_of(rows, row, reading);
    function.public_may_execute = rows.boolean(row, 15);
    function.returns.set_of = rows.boolean(row, 16);
    const auto owner = reading.extension_routines.find(rows.number(row, 0));
    if (owner != reading.extension_routines.end())
      function.extension = owner->second;
    else
      function.body = rows.string(row, 5);
    reading.catalog.functions[function.name].push_back(std::move(function));
  }
}

}  // namespace

const CatalogQuery k_type_names{
    R"(SELECT t.oid, n.nspname, coalesce(e.typname, t.typname), e.oid IS NOT NULL
  FROM pg_catalog.pg_type t
  LEFT JOIN pg_catalog.pg_type e ON e.oid = t.typelem AND t.typcategory = 'A'
  JOIN pg_catalog.pg_namespace n ON n.oid = coalesce(e.typnamespace, t.typnamespace)
 WHERE t.oid IN (SELECT unnest(coalesce(proallargtypes, proargtypes::oid[])) FROM pg_catalog.pg_proc WHERE oid >= 16384
                 UNION ALL
                 SELECT prorettype FROM pg_catalog.pg_proc WHERE oid >= 16384))",
    read_type_names};

// Left out are those that make the values of a range type, which come with it.
const CatalogQuery k_functions{
    R"(SELECT p.oid, n.nspname, p.proname, p.prokind, l.lanname, coalesce(pg_get_function_sqlbody(p.oid), p.prosrc),
       p.prosecdef, p.proleakproof, p.provolatile, array_to_string(p.proconfig, E'\n'), p.prorettype,
       coalesce(p.proallargtypes, p.proargtypes::oid[]), p.proargmodes, array_to_string(p.proargnames, E'\n'),
       p.pronargdefaults,
       p.proacl IS NULL OR EXISTS (SELECT FROM aclexplode(p.proacl) a WHERE a.grantee = 0), p.proretset
  FROM pg_catalog.pg_proc p
  JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
  JOIN pg_catalog.pg_language l ON l.oid = p.prolang
 WHERE p.prokind IN ('f', 'p')
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                    WHERE d.classid = 'pg_catalog.pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'i')
   AND n.nspname !~ '^(pg_|information_schema$|dunlin(_kept)?$)'
 ORDER BY p.oid)",
    read_functions};

}  // namespace dunlin::postgres
