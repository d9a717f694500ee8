#pragma once

#include <string>
#include <vector>

#include "encrypt/EncryptedColumn.hpp"
#include "encrypt/KeyRing.hpp"
#include "integration/Server.hpp"
#include "packs/Library.hpp"
#include "packs/Template.hpp"
#include "packs/Values.hpp"

namespace dunlin::encrypt {

/// A database with the pack encryption, a key, and a table of people whose phone column is registered.
class PackDatabase : public dunlin::test::DatabaseTest {
 protected:
  PackDatabase() {
    exec("CREATE EXTENSION pgcrypto");
    exec("CREATE TABLE public.profiles (id bigint PRIMARY KEY, phone text)");
    const auto packs = packs::load_packs("");
    const auto& pack = packs::find_pack(packs, "encryption");
    run_script(
        packs::render(pack, pack.up, "up.sql", packs::read_values(pack, {"phone_tables=public.profiles"})));
    for (const char* purpose : {"phone", "phone_index"}) create_data_key(connection_, kek_, purpose);
  }

  // As psql -c does: one implicit transaction.
  void run_script(const std::string& script) {
    const auto quoted =
        "DO $dunlin_test$ BEGIN EXECUTE $dunlin_script$" + script + "$dunlin_script$; END $dunlin_test$";
    exec(quoted);
  }

  KeyRing ring() { return {read_keys(connection_), kek_}; }
  EncryptedColumn column(const std::string& name = "profiles.phone_encrypted") {
    return read_columns(connection_, {name}).front();
  }
  void fill(int rows) {
    exec("INSERT INTO profiles (id, phone) SELECT n, '+33' || (600000000 + n) FROM generate_series(1, " +
         std::to_string(rows) + ") AS n");
  }
  /// The value of a query in a transaction that has the key.
  std::string value_with_key(const std::string& query) {
    exec("BEGIN");
    connection_.exec("SELECT set_config('dunlin.kek', $1, true)", {kek_.reveal_hex()});
    const auto out = value(query);
    exec("COMMIT");
    return out;
  }

  const Key kek_ = Key::random();
};

}  // namespace dunlin::encrypt
