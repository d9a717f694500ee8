#include "migrate/CommittingProcedures.hpp"

namespace dunlin::migrate {

std::function<bool(const std::string&)> committing_procedures(postgres::Connection& connection) {
  return [&connection](const std::string& name) {
    const auto row = connection.exec(
        R"(SELECT EXISTS (SELECT FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang
                          WHERE p.prokind = 'p' AND l.lanname = 'plpgsql' AND p.prosrc ~* '\m(commit|rollback)\s*(and\s+(no\s+)?chain\s*)?;'
                            AND (p.oid::regproc::text = replace($1, '"', '') OR quote_ident(p.pronamespace::regnamespace::text) || '.' || quote_ident(p.proname) = replace($1, '"', '')
                                 OR p.proname = replace($1, '"', ''))))",
        {name});
    return row.boolean(0, 0);
  };
}

}  // namespace dunlin::migrate
