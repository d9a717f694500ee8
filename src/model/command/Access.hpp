#pragma once

#include <string>
#include <vector>

#include "model/command/Object.hpp"

namespace dunlin::model {

struct CreatePolicy {
  std::string name;
  QualifiedName table;
  bool permissive = true;
  std::string command;             ///< "all", "select", "insert", "update", "delete"
  std::vector<std::string> roles;  ///< empty: not given, so PUBLIC; "public" when written
  Expression using_;
  Expression check;
  bool alters = false;  ///< ALTER POLICY
  Range name_range;
};

struct CreateRole {
  std::string name;
  bool alters = false;
  Options options;  ///< "superuser" "true", "bypassrls" "true", "createrole", "login"
  bool has_password = false;
  Range password;  ///< the literal
};

struct Grant {
  bool revoke = false;
  ObjectKind kind = ObjectKind::table;
  bool all_in_schema = false;           ///< ON ALL TABLES IN SCHEMA
  std::vector<ObjectName> objects;      ///< schemas for all_in_schema
  std::vector<std::string> privileges;  ///< lower case; empty: ALL
  std::vector<std::string> grantees;    ///< "public" for PUBLIC
  bool with_grant_option = false;
  bool default_privileges = false;  ///< inside ALTER DEFAULT PRIVILEGES
};

struct GrantRole {
  bool revoke = false;
  std::vector<std::string> roles;
  std::vector<std::string> grantees;
  bool with_admin_option = false;
};

}  // namespace dunlin::model
