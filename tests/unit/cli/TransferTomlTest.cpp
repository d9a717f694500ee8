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
  expected.rules = {{"t.*_at", "DATETIME", "timestamptz", "epoch_ms", MisfitPolicy::null, "at", false},
                    {"", "BLOB", {}, {}, {}, {}, true}};
  EXPECT_EQ(read_config, expected);
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
