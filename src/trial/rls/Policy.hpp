#pragma once

#include <string>
#include <string_view>

namespace dunlin::trial {

/// A row-level security policy as the catalog has it (pg_policy).
struct Policy {
  std::string schema;
  std::string table;
  std::string name;
  bool permissive = true;
  char command = '*';        ///< as pg_policy.polcmd: * r a w d
  std::string roles;         ///< "public", "authenticated, anon"
  std::string quoted_roles;  ///< as SQL: "PUBLIC", quoted names
  std::string using_sql;     ///< "" for none
  std::string check_sql;     ///< "" for none
  friend bool operator==(const Policy&, const Policy&) = default;
};

/// "name" ON "schema"."table": how a statement names the policy.
std::string policy_on_table(const Policy& policy);

/// The command that `polcmd` stands for: "SELECT", "INSERT", "UPDATE", "DELETE", and "ALL" for '*'.
std::string_view command_word(char polcmd);

}  // namespace dunlin::trial
