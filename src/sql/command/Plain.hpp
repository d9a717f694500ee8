#pragma once

#include "sql/command/Reading.hpp"

namespace dunlin::sql {

model::Command create_role(const CreateRoleStmt* statement, const Reading& reading);
model::Command alter_role(const AlterRoleStmt* statement, const Reading& reading);
model::Command grant(const GrantStmt* statement);
model::Command default_privileges(const AlterDefaultPrivilegesStmt* statement);
model::Command grant_role(const GrantRoleStmt* statement);

}  // namespace dunlin::sql
