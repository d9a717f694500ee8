#include <gtest/gtest.h>

#include "sql/Grammar.hpp"
#include "sql/command/Command.hpp"

namespace dunlin::sql {
namespace {

model::Command parse(std::string_view statement) {
  model::Command command;
  on_large_stack([&] { command = parse_command(statement); });
  return command;
}

template <typename Kind>
Kind parse_as(std::string_view statement) {
  const model::Command command = parse(statement);
  if (const auto* unparsed = std::get_if<model::Unparsed>(&command))
    ADD_FAILURE() << unparsed->reason << " in " << statement;
  EXPECT_TRUE(std::holds_alternative<Kind>(command)) << statement;
  const auto* found = std::get_if<Kind>(&command);
  return found == nullptr ? Kind{} : *found;
}

std::string_view piece(std::string_view text, model::Range range) {
  return text.substr(range.offset, range.length);
}

TEST(Command, TableWithEveryKindOfColumn) {
  constexpr std::string_view sql =
      "CREATE TABLE IF NOT EXISTS app.t (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, \n"
      " a varchar(20) COLLATE \"C\" NOT NULL DEFAULT now()::text CHECK (a <> ''),"
      " b int[] REFERENCES u (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,"
      " c numeric(10,2) GENERATED ALWAYS AS (1 + 2) STORED, s bigserial,"
      " CONSTRAINT k UNIQUE (a, b), FOREIGN KEY (b) REFERENCES v)";
  const auto table = parse_as<model::CreateTable>(sql);
  EXPECT_EQ(table.name, (model::QualifiedName{"app", "t"}));
  EXPECT_TRUE(table.if_not_exists);
  ASSERT_EQ(table.columns.size(), 5U);
  EXPECT_EQ(table.columns[0].generated, model::Generated::identity_always);
  ASSERT_EQ(table.columns[0].constraints.size(), 1U);
  EXPECT_EQ(table.columns[0].constraints[0].kind, model::ConstraintKind::primary_key);
  const model::Column& a = table.columns[1];
  EXPECT_EQ(piece(sql, a.range), "a varchar(20) COLLATE \"C\" NOT NULL DEFAULT now()::text CHECK (a <> '')");
  EXPECT_EQ(piece(sql, a.type_range), "varchar(20)");
  EXPECT_EQ(a.type.modifiers, std::vector<int>{20});
  EXPECT_TRUE(a.not_null);
  ASSERT_TRUE(a.default_value.has_value());
  EXPECT_EQ(a.default_value->text, "now()::text");
  EXPECT_EQ(a.default_value->calls.at(0).name.name, "now");
  EXPECT_EQ(a.constraints.at(1).expression.text, "a <> ''");
  EXPECT_EQ(table.columns[2].constraints.at(0).references.name, "u");
  EXPECT_TRUE(table.columns[2].constraints.at(0).initially_deferred);
  EXPECT_TRUE(table.columns[2].type.array);
  EXPECT_EQ(table.columns[3].generation.text, "1 + 2");
  EXPECT_TRUE(table.columns[4].type.is_serial());
  ASSERT_EQ(table.constraints.size(), 2U);
  EXPECT_EQ(table.constraints[0].name, "k");
  EXPECT_EQ(piece(sql, table.constraints[0].range), "CONSTRAINT k UNIQUE (a, b)");
}

TEST(Command, ActionsOfAlterTableHaveTheirPlaces) {
  constexpr std::string_view sql =
      "ALTER TABLE ONLY app.t ADD COLUMN IF NOT EXISTS x uuid DEFAULT gen_random_uuid() NOT NULL, ALTER y "
      "TYPE text USING lower(y),"
      " ADD CONSTRAINT k CHECK (x IS NOT NULL AND y IS NOT NULL) NOT VALID, ALTER COLUMN z SET DEFAULT 'a, "
      "b', VALIDATE CONSTRAINT k";
  const auto alter = parse_as<model::AlterTable>(sql);
  EXPECT_TRUE(alter.only);
  ASSERT_EQ(alter.actions.size(), 5U);
  EXPECT_EQ(piece(sql, alter.actions[0].column->range), "x uuid DEFAULT gen_random_uuid() NOT NULL");
  EXPECT_EQ(alter.actions[0].column->default_value->text, "gen_random_uuid()");
  EXPECT_TRUE(alter.actions[0].if_exists);
  EXPECT_EQ(alter.actions[1].expression.text, "lower(y)");
  EXPECT_EQ(piece(sql, alter.actions[2].range),
            "ADD CONSTRAINT k CHECK (x IS NOT NULL AND y IS NOT NULL) NOT VALID");
  EXPECT_TRUE(alter.actions[2].constraint->not_valid);
  EXPECT_EQ(alter.actions[2].constraint->expression.not_null_columns, (std::vector<std::string>{"x", "y"}));
  EXPECT_EQ(alter.actions[3].expression.text, "'a, b'");
  EXPECT_EQ(alter.actions[4].kind, model::AlterKind::validate_constraint);
}

TEST(Command, FormsOfNewerServers) {
  const auto enforced =
      parse_as<model::AlterTable>("ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0) NOT ENFORCED");
  EXPECT_TRUE(enforced.actions.at(0).constraint->not_enforced);
  const auto not_null = parse_as<model::AlterTable>("ALTER TABLE t ADD CONSTRAINT k NOT NULL a NOT VALID");
  EXPECT_EQ(not_null.actions.at(0).constraint->kind, model::ConstraintKind::not_null);
  EXPECT_EQ(not_null.actions.at(0).constraint->columns, std::vector<std::string>{"a"});
  EXPECT_TRUE(not_null.actions.at(0).constraint->not_valid);
  const auto generated =
      parse_as<model::AlterTable>("ALTER TABLE t ADD COLUMN a int GENERATED ALWAYS AS (b + 1) VIRTUAL");
  EXPECT_EQ(generated.actions.at(0).column->generated, model::Generated::virtual_);
  EXPECT_EQ(generated.actions.at(0).column->generation.text, "b + 1");
  const auto expression =
      parse_as<model::AlterTable>("ALTER TABLE t ALTER COLUMN a SET EXPRESSION AS (b + 2)");
  EXPECT_EQ(expression.actions.at(0).kind, model::AlterKind::set_expression);
  EXPECT_TRUE(std::holds_alternative<model::Unparsed>(parse("ALTER TABLE t FROBNICATE")));
}

TEST(Command, PolicySeesWhichCallsAreWrapped) {
  constexpr std::string_view sql =
      "CREATE POLICY \"own rows\" ON public.t FOR UPDATE TO authenticated USING (auth.uid() = user_id) WITH "
      "CHECK ((SELECT auth.uid()) = user_id)";
  const auto policy = parse_as<model::CreatePolicy>(sql);
  EXPECT_EQ(policy.name, "own rows");
  EXPECT_EQ(policy.roles, std::vector<std::string>{"authenticated"});
  ASSERT_EQ(policy.using_.calls.size(), 1U);
  EXPECT_FALSE(policy.using_.calls[0].inside_subquery);
  EXPECT_EQ(piece(sql, policy.using_.calls[0].range), "auth.uid()");
  EXPECT_TRUE(policy.check.calls.at(0).alone_in_subquery);
  EXPECT_TRUE(parse_as<model::CreatePolicy>("CREATE POLICY p ON t USING (true)").roles.empty());
}

TEST(Command, PartitionBounds) {
  const auto child = parse_as<model::CreateTable>(
      "CREATE TABLE c PARTITION OF p FOR VALUES FROM ('2024-01-01', 1) TO ('2025-01-01', MAXVALUE)");
  EXPECT_EQ(child.bound.lower, (std::vector<std::string>{"'2024-01-01'", "1"}));
  EXPECT_EQ(child.bound.text, "FOR VALUES FROM ('2024-01-01', 1) TO ('2025-01-01', MAXVALUE)");
  const auto hash = parse_as<model::AlterTable>(
      "ALTER TABLE p ATTACH PARTITION c FOR VALUES WITH (MODULUS 4, REMAINDER 1)");
  EXPECT_EQ(hash.actions.at(0).bound.text, "FOR VALUES WITH (MODULUS 4, REMAINDER 1)");
  EXPECT_TRUE(parse_as<model::CreateTable>("CREATE TABLE d PARTITION OF p DEFAULT").bound.is_default);
  EXPECT_TRUE(parse_as<model::AlterTable>("ALTER TABLE p DETACH PARTITION c CONCURRENTLY")
                  .actions.at(0)
                  .concurrently);
}

TEST(Command, FunctionBodyAndSecurity) {
  constexpr std::string_view sql =
      "CREATE OR REPLACE FUNCTION app.f(a int, OUT b text, c text DEFAULT 'x') RETURNS text LANGUAGE plpgsql "
      "SECURITY DEFINER "
      "SET search_path = '' STABLE AS $$BEGIN RETURN a; END$$";
  const auto function = parse_as<model::CreateFunction>(sql);
  EXPECT_EQ(function.language, "plpgsql");
  EXPECT_TRUE(function.security_definer);
  EXPECT_EQ(piece(sql, function.security_range), "SECURITY DEFINER");
  EXPECT_EQ(function.settings.at(0).first, "search_path");
  EXPECT_EQ(function.volatility, model::Volatility::stable);
  EXPECT_EQ(piece(sql, function.body_range), "$$BEGIN RETURN a; END$$");
  EXPECT_EQ(function.arguments.at(1).mode, 'o');
}

TEST(Command, RowsAndQueries) {
  const auto update = parse_as<model::Dml>("UPDATE app.t AS x SET a = a + 1 WHERE 1 = 1");
  EXPECT_EQ(update.kind, model::DmlKind::update);
  EXPECT_EQ(update.alias, "x");
  EXPECT_TRUE(update.refers_to_itself);
  EXPECT_TRUE(update.query.where_always_true);
  const auto insert = parse_as<model::Dml>(
      "WITH w AS (SELECT 1) INSERT INTO t SELECT * FROM w JOIN u ON true ON CONFLICT DO NOTHING");
  EXPECT_TRUE(insert.on_conflict);
  EXPECT_TRUE(insert.from_query);
  EXPECT_EQ(insert.query.relations, (std::vector<model::RelationUse>{{{"", "t"}, true}, {{"", "u"}, false}}));
  EXPECT_EQ(std::get<model::Dml>(parse_rows_command("INSERT INTO s.t (a, b) VALUES (1, 'x'), (2, NULL)"))
                .value_rows,
            2U);
  EXPECT_TRUE(std::holds_alternative<std::monostate>(parse_rows_command("INSERT INTO t VALUES (now())")));
}

TEST(Command, ObjectsByKind) {
  EXPECT_EQ(parse_as<model::Drop>("DROP TRIGGER IF EXISTS g ON app.t CASCADE").objects.at(0).table,
            (model::QualifiedName{"app", "t"}));
  const auto function = parse_as<model::Drop>("DROP FUNCTION app.f(int, OUT text)");
  EXPECT_EQ(function.objects.at(0).arguments.size(), 1U);
  EXPECT_EQ(parse_as<model::Rename>("ALTER TABLE t RENAME COLUMN a TO b").object.name.name, "a");
  EXPECT_EQ(parse_as<model::Rename>("ALTER TABLE t RENAME COLUMN a TO b").object.table.name, "t");
  EXPECT_EQ(parse_as<model::Grant>("GRANT ALL ON ALL TABLES IN SCHEMA public TO PUBLIC").grantees,
            std::vector<std::string>{"public"});
  EXPECT_EQ(parse_as<model::SetVariable>("SET LOCAL lock_timeout = '2s'").values,
            std::vector<std::string>{"2s"});
  EXPECT_EQ(parse_as<model::Maintenance>("VACUUM (FULL, ANALYZE) t").kind,
            model::MaintenanceKind::vacuum_full);
  EXPECT_TRUE(parse_as<model::Maintenance>("REINDEX INDEX CONCURRENTLY i").concurrently);
  EXPECT_TRUE(parse_as<model::CreateRole>("CREATE ROLE r PASSWORD 'x' SUPERUSER").has_password);
  EXPECT_EQ(parse_as<model::Other>("ALTER SYSTEM SET fsync = off").tag, "ALTER SYSTEM SET");
}

}  // namespace
}  // namespace dunlin::sql
