#include "packs/Dependents.hpp"

namespace dunlin::packs {

std::vector<std::string> drops_of_dependents(postgres::Connection& connection,
                                             const std::vector<std::string>& lines) {
  // Objects of initdb have oids below 16384 (access/transam.h, FirstNormalObjectId).
  const auto rows = connection.exec(R"(
    WITH known AS (
      SELECT classid, objid, objsubid FROM pg_catalog.pg_depend WHERE objid >= 16384
      UNION
      SELECT refclassid, refobjid, refobjsubid FROM pg_catalog.pg_depend WHERE refobjid >= 16384
    ), described AS (
      SELECT known.*, pg_catalog.pg_describe_object(classid, objid, objsubid) AS words FROM known
    ), dependents AS (
      SELECT DISTINCT classid, objid, objsubid FROM described
      WHERE EXISTS (SELECT FROM unnest($1::text[]) AS line WHERE starts_with(line, words || ' '))
    )
    SELECT CASE i.type
        WHEN 'table column' THEN
          format('ALTER TABLE %I.%I DROP COLUMN %I', names[1], names[2], names[3])
        WHEN 'default value' THEN
          format('ALTER TABLE %I.%I ALTER COLUMN %I DROP DEFAULT', names[1], names[2], names[3])
        WHEN 'table constraint' THEN
          format('ALTER TABLE %I.%I DROP CONSTRAINT %I', names[1], names[2], names[3])
        WHEN 'domain constraint' THEN NULL
        ELSE format('DROP %s %s', upper(i.type), i.identity) END
    FROM dependents,
         pg_catalog.pg_identify_object(classid, objid, objsubid) AS i,
         pg_catalog.pg_identify_object_as_address(classid, objid, objsubid) AS a (type, names, args))",
                                    {postgres::array_literal(lines)});
  std::vector<std::string> statements;
  for (int i = 0; i < rows.rows(); ++i)
    if (!rows.is_null(i, 0)) statements.push_back(rows.string(i, 0));
  return statements;
}

}  // namespace dunlin::packs
