#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "postgres/Connection.hpp"
#include "transfer/Mapping.hpp"

namespace dunlin::transfer {

/// Who is kept out of tables: by SHARE ROW EXCLUSIVE or ACCESS EXCLUSIVE (PostgreSQL docs, Explicit Locking).
enum class KeptOut { writers, everybody };

/// Keeps them from the mapped tables until the caller's transaction ends. False when somebody's transaction
/// that is in the way doesn't end within `patience`, for which others wait too: the caller's transaction is
/// to be rolled back then.
bool lock_out(postgres::Connection& connection, const Mapping& mapping, KeptOut who,
              std::chrono::milliseconds patience);

/// Whose transaction keeps that lock from being had: "process 4711 (psql), idle in transaction for 12 s".
/// Empty when nobody's does.
std::vector<std::string> in_the_way(postgres::Connection& connection, const Mapping& mapping, KeptOut who);

}  // namespace dunlin::transfer
