#pragma once

#include <chrono>
#include <functional>

#include "postgres/Connection.hpp"
#include "transfer/Mapping.hpp"

namespace dunlin::transfer {

/// Takes the outbox away, with the triggers that feed it and those of closed tables, in one transaction with
/// `also`. That needs each table for a moment, and everybody would queue behind a wait for it: so it waits a
/// quarter of a second at first, longer each time, and `wait` in all. Throws a lock_timeout Error that names
/// who is in the way; nothing has happened then.
void end_outbox(
    postgres::Connection& connection, const Mapping& mapping, std::chrono::milliseconds wait,
    const std::function<void()>& also = [] {});

}  // namespace dunlin::transfer
