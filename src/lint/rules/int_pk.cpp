#include "lint/DefinedColumns.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

void check_int_pk(const Scene& scene, Reporter& report) {
  for (const KeyColumn& key : single_key_columns(scene))
    if (!key.type.array && (key.type.name == "int4" || key.type.name == "serial4"))
      report.add(key.table,
                 "the primary key " + key.name + " of " + key.table + " is integer: it ends at 2,147,483,647",
                 key.place);
}

}  // namespace

const Rule int_pk{
    .name = "int-pk",
    .family = 'C',
    .profile = Profile::strict,
    .severity = model::Severity::warning,
    .summary = "A primary key of type integer",
    .why =
        "When the numbers are used up, every INSERT fails, and the change to bigint then rewrites the table "
        "and all "
        "tables that reference it. Numbers are also used up by what is rolled back and by ON CONFLICT.",
    .advice =
        "bigint GENERATED ALWAYS AS IDENTITY: mostly the same size on disk, because rows are aligned to 8 "
        "bytes. A "
        "small type is right for lookup tables that people fill.",
    .statement = check_int_pk};

}  // namespace dunlin::lint::rules
