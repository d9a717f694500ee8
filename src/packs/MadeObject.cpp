#include "packs/MadeObject.hpp"

#include <fmt/format.h>

#include "base/Identifier.hpp"
#include "base/Text.hpp"

namespace dunlin::packs {
namespace {

using Kind = MadeObject::Kind;
using postgres::Sql;

std::string identifier_of(const model::QualifiedName& name) {
  return name.schema.empty() ? quote_identifier(name.name) : quote_identifier(name.schema, name.name);
}

MadeObject relation(const model::QualifiedName& name, const char* word, bool tolerant) {
  return {Kind::relation, fmt::format("{} {}", word, model::to_string(name)), identifier_of(name), "", "",
          tolerant};
}

MadeObject on_table(Kind kind, const char* word, const std::string& name, const model::QualifiedName& table,
                    bool tolerant = false) {
  return {kind, fmt::format("{} {} on {}", word, name, model::to_string(table)),
          "",   identifier_of(table),
          name, tolerant};
}

std::string type_text(const model::TypeName& type) {
  const std::string name =
      type.schema.empty() ? quote_identifier(type.name) : quote_identifier(type.schema, type.name);
  return name + (type.array ? "[]" : "");
}

MadeObject function(const model::CreateFunction& made) {
  std::vector<std::string> types, shown;
  for (const auto& argument : made.arguments) {
    if (argument.mode == 'o' || argument.mode == 't') continue;
    types.push_back(type_text(argument.type));
    shown.push_back(model::to_string(argument.type));
  }
  return {Kind::function,
          fmt::format("function {}({})", model::to_string(made.name), join(shown, ", ")),
          fmt::format("{}({})", identifier_of(made.name), join(types, ", ")),
          "",
          "",
          false};
}

/// std::visit's argument for the commands that make something.
struct Maker {
  std::vector<MadeObject>& out;

  void operator()(const model::CreateTable& made) const {
    out.push_back(relation(made.name, "table", made.if_not_exists));
  }
  void operator()(const model::CreateTableAs& made) const {
    out.push_back(
        relation(made.name, made.materialized_view ? "materialized view" : "table", made.if_not_exists));
  }
  void operator()(const model::CreateView& made) const { out.push_back(relation(made.name, "view", false)); }
  void operator()(const model::CreateSequence& made) const {
    if (!made.alters) out.push_back(relation(made.name, "sequence", made.if_not_exists));
  }
  void operator()(const model::CreateIndex& made) const {
    if (!made.name.empty())
      out.push_back(relation({made.table.schema, made.name}, "index", made.if_not_exists));
  }
  void operator()(const model::CreateFunction& made) const { out.push_back(function(made)); }
  void operator()(const model::CreateType& made) const {
    out.push_back(
        {Kind::type, "type " + model::to_string(made.name), identifier_of(made.name), "", "", false});
  }
  void operator()(const model::CreateDomain& made) const {
    out.push_back(
        {Kind::type, "domain " + model::to_string(made.name), identifier_of(made.name), "", "", false});
  }
  void operator()(const model::CreateTrigger& made) const {
    out.push_back(on_table(Kind::trigger, "trigger", made.name, made.table));
  }
  void operator()(const model::CreatePolicy& made) const {
    if (!made.alters) out.push_back(on_table(Kind::policy, "policy", made.name, made.table));
  }
  void operator()(const model::AlterTable& made) const {
    for (const auto& action : made.actions)
      if (action.kind == model::AlterKind::add_column && action.column)
        out.push_back(on_table(Kind::column, "column", action.column->name, made.name, action.if_exists));
  }
  template <class Other>
  void operator()(const Other&) const {}
};

postgres::Result read_relation(postgres::Connection& connection, const std::string& identifier) {
  return connection.exec(R"(
    SELECT concat_ws(E'\n',
      CASE c.relkind WHEN 'r' THEN 'table' WHEN 'p' THEN 'partitioned table' WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view'
                     WHEN 'S' THEN 'sequence' WHEN 'f' THEN 'foreign table' ELSE 'index' END,
      CASE WHEN c.relkind IN ('i', 'I') THEN pg_get_indexdef(c.oid) END,
      CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END,
      (SELECT string_agg(concat_ws(' ', a.attname, format_type(a.atttypid, a.atttypmod), CASE WHEN a.attnotnull THEN 'NOT NULL' END,
                                   'DEFAULT ' || pg_get_expr(d.adbin, d.adrelid)), E'\n' ORDER BY a.attnum)
       FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
       WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'f')),
      (SELECT string_agg(pg_get_constraintdef(k.oid), E'\n' ORDER BY pg_get_constraintdef(k.oid))
       FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype <> 'n'),
      'PARTITION BY ' || pg_get_partkeydef(c.oid))
    FROM pg_class c WHERE c.oid = to_regclass($1))",
                         {identifier});
}

postgres::Result read_type(postgres::Connection& connection, const std::string& identifier) {
  return connection.exec(R"(
    SELECT concat_ws(E'\n',
      CASE t.typtype WHEN 'e' THEN 'enum' WHEN 'd' THEN 'domain' WHEN 'c' THEN 'composite type' ELSE 'type' END,
      (SELECT string_agg(e.enumlabel, E'\n' ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid),
      CASE WHEN t.typtype = 'd' THEN concat_ws(' ', format_type(t.typbasetype, t.typtypmod), CASE WHEN t.typnotnull THEN 'NOT NULL' END,
                                               'DEFAULT ' || t.typdefault) END,
      (SELECT string_agg(pg_get_constraintdef(k.oid), E'\n' ORDER BY k.conname) FROM pg_constraint k
       WHERE k.contypid = t.oid AND k.contype <> 'n'),
      (SELECT string_agg(a.attname || ' ' || format_type(a.atttypid, a.atttypmod), E'\n' ORDER BY a.attnum)
       FROM pg_attribute a WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped))
    FROM pg_type t WHERE t.oid = to_regtype($1))",
                         {identifier});
}

postgres::Result read_definition(postgres::Connection& connection, const MadeObject& object) {
  switch (object.kind) {
    case Kind::relation: return read_relation(connection, object.identifier);
    case Kind::type: return read_type(connection, object.identifier);
    case Kind::function:
      return connection.exec(
          "SELECT pg_get_functiondef(p.oid) FROM pg_proc p WHERE p.oid = to_regprocedure($1)",
          {object.identifier});
    case Kind::trigger:
      return connection.exec(
          "SELECT pg_get_triggerdef(t.oid) FROM pg_trigger t WHERE t.tgrelid = to_regclass($1) AND t.tgname "
          "= $2",
          {object.table, object.bare});
    case Kind::policy:
      return connection.exec(R"(
        SELECT concat_ws(E'\n', CASE WHEN p.polpermissive THEN 'permissive' ELSE 'restrictive' END, 'FOR ' || p.polcmd::text,
          'TO ' || (SELECT string_agg(coalesce(r.rolname, 'public'), ', ' ORDER BY r.rolname)
                    FROM unnest(p.polroles) AS member LEFT JOIN pg_roles r ON r.oid = member),
          'USING ' || pg_get_expr(p.polqual, p.polrelid), 'WITH CHECK ' || pg_get_expr(p.polwithcheck, p.polrelid))
        FROM pg_policy p WHERE p.polrelid = to_regclass($1) AND p.polname = $2)",
                             {object.table, object.bare});
    case Kind::column:  // its type: a default of one's own is nothing that a pack would break
      return connection.exec(
          "SELECT a.attname || ' ' || format_type(a.atttypid, a.atttypmod) FROM pg_attribute a "
          "WHERE a.attrelid = to_regclass($1) AND a.attname = $2 AND NOT a.attisdropped",
          {object.table, object.bare});
  }
  return {};
}

// What the object of that name is now needn't be what the pack makes: a view where it has a table.
std::string relation_word(postgres::Connection& connection, const std::string& identifier) {
  return connection
      .exec(
          "SELECT CASE relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'S' THEN "
          "'SEQUENCE' WHEN 'i' THEN 'INDEX' "
          "WHEN 'I' THEN 'INDEX' WHEN 'f' THEN 'FOREIGN TABLE' WHEN 'c' THEN 'TYPE' ELSE 'TABLE' END "
          "FROM pg_class WHERE oid = to_regclass($1)",
          {identifier})
      .string(0, 0);
}

std::string type_word(postgres::Connection& connection, const std::string& identifier) {
  const auto row =
      connection.exec("SELECT typtype = 'd' FROM pg_type WHERE oid = to_regtype($1)", {identifier});
  return row.boolean(0, 0) ? "DOMAIN" : "TYPE";
}

}  // namespace

std::vector<MadeObject> made_by(const model::Command& command) {
  std::vector<MadeObject> made;
  std::visit(Maker{made}, command);
  return made;
}

std::optional<std::string> definition_of(postgres::Connection& connection, const MadeObject& object) {
  const auto rows = read_definition(connection, object);
  if (rows.rows() == 0) return std::nullopt;
  return rows.string(0, 0);
}

void drop_cascade(postgres::Connection& connection, const MadeObject& object) {
  std::string sql;
  switch (object.kind) {
    case Kind::relation:
      sql =
          fmt::format("DROP {} {} CASCADE", relation_word(connection, object.identifier), object.identifier);
      break;
    case Kind::type:
      sql = fmt::format("DROP {} {} CASCADE", type_word(connection, object.identifier), object.identifier);
      break;
    case Kind::function: sql = fmt::format("DROP ROUTINE {} CASCADE", object.identifier); break;
    case Kind::trigger:
      sql = fmt::format("DROP TRIGGER {} ON {}", quote_identifier(object.bare), object.table);
      break;
    case Kind::policy:
      sql = fmt::format("DROP POLICY {} ON {}", quote_identifier(object.bare), object.table);
      break;
    case Kind::column:
      sql = fmt::format("ALTER TABLE {} DROP COLUMN {} CASCADE", object.table, quote_identifier(object.bare));
      break;
  }
  connection.exec(Sql::trusted(sql));
}

}  // namespace dunlin::packs
