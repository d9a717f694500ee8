#include <gtest/gtest.h>

#include "base/Error.hpp"
#include "cli/DunlinToml.hpp"

namespace dunlin {
namespace {

using model::MisfitPolicy;

model::TransferConfig read(const std::string& text) {
  return cli::read_dunlin_toml(text, "dunlin.toml", {{"SHARD", "postgresql://two/app"}}, std::nullopt)
      .transfer;
}

std::string message_of(const std::string& text) {
  try {
    read(text);
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::usage);
    return error.message();
  }
  return "no error";
}

TEST(TransferToml, ReadsEveryKey) {
  const auto read_config = read(R"toml(
[transfer]
directory = "data"
schema = "app"
identifiers = "snake"
only = ["a*"]
skip = ["*_old"]
misfit = "reject"
nocase = "citext"
uuid_keys = true
enums = true
jsonb = true
soft_delete = true
timestamptz = true
connections = 3
distribution = "citus"
shards = ["${SHARD}"]
switch_file = ".env"
switch_key = "URL"
health_command = "curl -f localhost"

[[transfer.column]]
match = "t.*_at"
type = "DATETIME"
to = "timestamptz"
from = "epoch_ms"
misfit = "null"
rename = "at"
nocase = "icu"

[[transfer.column]]
type = "BLOB"
skip = true
)toml");
  model::TransferConfig expected;
  expected.directory = "data";
  expected.schema = "app";
  expected.identifiers = "snake";
  expected.only = {"a*"};
  expected.skip = {"*_old"};
  expected.misfit = MisfitPolicy::reject;
  expected.nocase = "citext";
  expected.uuid_keys = expected.enums = expected.jsonb = expected.soft_delete = expected.timestamptz = true;
  expected.connections = 3;
  expected.distribution = "citus";
  expected.shards = {"postgresql://two/app"};
  expected.switch_file = ".env";
  expected.switch_key = "URL";
  expected.health_command = "curl -f localhost";
  expected.rules = {{"t.*_at", "DATETIME", "timestamptz", "epoch_ms", MisfitPolicy::null, "at", "icu", false},
                    {"", "BLOB", {}, {}, {}, {}, {}, true}};
  EXPECT_EQ(read_config, expected);
}

TEST(TransferToml, ReadsWhereTablesGo) {
  const auto read_config = read(R"toml(
[transfer]
distribution = "citus"
[[transfer.partition]]
table = "orders"
columns = ["a", "b"]
partitions = 8
[[transfer.partition]]
table = "events"
by = "range"
column = "at"
interval = "week"
from = "2024-01-01"
to = "2025-01-01"
widen_keys = true
[[transfer.distribute]]
table = "users"
column = "tenant"
colocate_with = "tenants"
widen_keys = true
[[transfer.distribute]]
table = "countries"
reference = true
)toml");
  const std::vector<model::PartitionRule> partitions{
      {.table = "orders", .by = "hash", .columns = {"a", "b"}, .partitions = 8},
      {.table = "events",
       .by = "range",
       .columns = {"at"},
       .interval = "week",
       .from = "2024-01-01",
       .to = "2025-01-01",
       .widen_keys = true}};
  const std::vector<model::DistributeRule> distributed{
      {.table = "users", .column = "tenant", .colocate_with = "tenants", .widen_keys = true},
      {.table = "countries", .reference = true}};
  EXPECT_EQ(read_config.partitions, partitions);
  EXPECT_EQ(read_config.distributed, distributed);
}

TEST(TransferToml, SaysWhatARuleForTablesLacks) {
  const std::string partition = "[[transfer.partition]]\ntable = \"t\"\n";
  const std::string distribute = "[transfer]\ndistribution = \"citus\"\n[[transfer.distribute]]\n";
  const std::vector<std::pair<std::string, std::string>> cases{
      {"[[transfer.partition]]\ncolumn = \"a\"", "transfer.partition.table: isn't said"},
      {partition + "partitions = 2", "transfer.partition.column: isn't said"},
      {partition + "column = \"a\"", "transfer.partition.partitions: belongs to by"},
      {partition + "column = \"a\"\npartitions = 2\ninterval = \"day\"",
       "transfer.partition.interval: belongs"},
      {partition + "column = \"a\"\npartitions = 2\nto = \"x\"", "transfer.partition.to: belongs"},
      {partition + "by = \"list\"\ncolumns = [\"a\", \"b\"]", "transfer.partition.columns: are several"},
      {partition + "by = \"even\"\ncolumn = \"a\"", "transfer.partition.by"},
      {distribute + "column = \"a\"", "transfer.distribute.table: isn't said"},
      {distribute + "table = \"t\"", "needs a column or reference = true"},
      {distribute + "table = \"t\"\ncolumn = \"a\"\nreference = true", "needs a column or reference = true"},
      {"[[transfer.distribute]]\ntable = \"t\"\ncolumn = \"a\"", "needs servers to distribute to"}};
  for (const auto& [text, message] : cases)
    EXPECT_NE(message_of(text).find(message), std::string::npos) << text << "\n" << message_of(text);
}

TEST(TransferToml, SaysWhatIsWrong) {
  EXPECT_EQ(message_of("[transfer]\nmisfit = \"drop\""),
            "dunlin.toml:2:10: transfer.misfit: 'drop' isn't one of refuse, reject, null, text, latin1");
  EXPECT_EQ(message_of("[transfer]\nonyl = []"), "dunlin.toml:2:1: unknown key 'onyl' in [transfer]");
  EXPECT_EQ(message_of("[[transfer.column]]\nto = \"uuid\""),
            "dunlin.toml:1:1: a rule of [[transfer.column]] says no column");
  EXPECT_EQ(message_of("[[transfer.column]]\nmatch = \"a.b\"\nto = \"money\""),
            "dunlin.toml:3:6: transfer.column.to: values can't be turned into the type 'money'");
  EXPECT_EQ(message_of("[[transfer.column]]\nmatch = \"a.b\"\nto = \"uuid\"\nfrom = \"epoch_s\""),
            "dunlin.toml:3:6: transfer.column.to: 'uuid' can't be read from 'epoch_s'");
  EXPECT_EQ(message_of("[transfer]\ncolumn = 1"),
            "dunlin.toml:2:10: transfer.column must be tables: [[transfer.column]]");
  EXPECT_EQ(
      message_of("[transfer]\nswitch_file = \".env\"\nswitch_command = \"x\""),
      "dunlin.toml:3:18: transfer.switch_command: stands beside switch_file: only one of them can switch");
}

}  // namespace
}  // namespace dunlin
