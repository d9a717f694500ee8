#include "model/Statement.hpp"

namespace dunlin::model {

bool runs_alone(StatementKind kind) {
  switch (kind) {
    case StatementKind::create_index_concurrently:
    case StatementKind::drop_index_concurrently:
    case StatementKind::reindex:
    case StatementKind::detach_concurrently:
    case StatementKind::detach_finalize:
    case StatementKind::create_database:
    case StatementKind::drop_database:
    case StatementKind::rerunnable:
    case StatementKind::unit:
    case StatementKind::batch: return true;
    default: return false;
  }
}

std::string to_string(StatementKind kind) {
  switch (kind) {
    case StatementKind::ordinary: return "ordinary";
    case StatementKind::begin: return "begin";
    case StatementKind::commit: return "commit";
    case StatementKind::rollback: return "rollback";
    case StatementKind::session_setting: return "session_setting";
    case StatementKind::set_role: return "set_role";
    case StatementKind::copy_from_stdin: return "copy_from_stdin";
    case StatementKind::add_enum_value: return "add_enum_value";
    case StatementKind::create_index_concurrently: return "create_index_concurrently";
    case StatementKind::drop_index_concurrently: return "drop_index_concurrently";
    case StatementKind::reindex: return "reindex";
    case StatementKind::detach_concurrently: return "detach_concurrently";
    case StatementKind::detach_finalize: return "detach_finalize";
    case StatementKind::create_database: return "create_database";
    case StatementKind::drop_database: return "drop_database";
    case StatementKind::rerunnable: return "rerunnable";
    case StatementKind::unit: return "unit";
    case StatementKind::batch: return "batch";
    case StatementKind::include: return "include";
    case StatementKind::ignored: return "ignored";
    case StatementKind::assertion: return "assertion";
  }
  return "ordinary";
}

}  // namespace dunlin::model
