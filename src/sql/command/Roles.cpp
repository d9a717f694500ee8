#include "base/Text.hpp"
#include "model/TablePrivilege.hpp"
#include "sql/command/Plain.hpp"

namespace dunlin::sql {
namespace {

// PASSWORD's literal, so that a message can point at it.
model::Range password_range(const Source& source) {
  const std::size_t word = source.find_word(0, "password");
  return source.range(word + 1, word + 2);
}

model::CreateRole role_options(const List* options, const Reading& reading) {
  model::CreateRole role;
  role.options = options_of(options);
  for (const auto& [name, value] : role.options)
    if (name == "password" && !value.empty() && value != "true") {
      role.has_password = true;
      role.password = password_range(reading.source);
    }
  for (auto& [name, value] : role.options)
    if (name == "password") value.clear();
  return role;
}

// One on columns keeps them, as "update (name, email)": it isn't the privilege on the table.
std::vector<std::string> privileges_of(const List* privileges) {
  std::vector<std::string> found;
  for (const ListCell& cell : Nodes(privileges)) {
    const auto* privilege = as<AccessPriv>(cell.ptr_value, T_AccessPriv);
    if (privilege == nullptr) continue;
    const std::vector<std::string> columns = strings_of(privilege->cols);
    const std::string word = privilege->priv_name == nullptr ? "all" : to_lower(privilege->priv_name);
    found.push_back(to_string(model::TablePrivilege{word, columns}));
  }
  return found;
}

model::Grant grant_of(const GrantStmt* statement) {
  model::Grant grant;
  grant.revoke = !statement->is_grant;
  grant.kind = kind_of(statement->objtype);
  grant.all_in_schema = statement->targtype == ACL_TARGET_ALL_IN_SCHEMA;
  grant.default_privileges = statement->targtype == ACL_TARGET_DEFAULTS;
  for (const ListCell& cell : Nodes(statement->objects))
    grant.objects.push_back(object_of(statement->objtype, static_cast<const Node*>(cell.ptr_value)));
  grant.privileges = privileges_of(statement->privileges);
  grant.grantees = roles_of(statement->grantees);
  grant.with_grant_option = statement->grant_option && statement->is_grant;
  return grant;
}

}  // namespace

model::Command create_role(const CreateRoleStmt* statement, const Reading& reading) {
  model::CreateRole role = role_options(statement->options, reading);
  role.name = text_of(statement->role);
  if (statement->stmt_type == ROLESTMT_USER) role.options.emplace_back("canlogin", "true");
  return role;
}

model::Command alter_role(const AlterRoleStmt* statement, const Reading& reading) {
  model::CreateRole role = role_options(statement->options, reading);
  role.name = role_of(reinterpret_cast<const Node*>(statement->role));
  role.alters = true;
  return role;
}

model::Command grant(const GrantStmt* statement) {
  return grant_of(statement);
}

model::Command default_privileges(const AlterDefaultPrivilegesStmt* statement) {
  model::Grant grant = grant_of(statement->action);
  grant.default_privileges = true;
  // IN SCHEMA a, b; FOR ROLE is left to the server.
  for (const ListCell& cell : Nodes(statement->options)) {
    const auto* option = as<DefElem>(cell.ptr_value, T_DefElem);
    if (option == nullptr || std::string_view(option->defname) != "schemas") continue;
    for (const std::string& schema : strings_of(as<List>(option->arg, T_List)))
      grant.objects.push_back({{"", schema}, {}, {}, false});
  }
  return grant;
}

model::Command grant_role(const GrantRoleStmt* statement) {
  model::GrantRole grant;
  grant.revoke = !statement->is_grant;
  grant.roles = privileges_of(statement->granted_roles);
  grant.grantees = roles_of(statement->grantee_roles);
  grant.with_admin_option = statement->admin_opt;
  return grant;
}

}  // namespace dunlin::sql
