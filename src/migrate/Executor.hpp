#pragma once

#include "migrate/StepRun.hpp"
#include "model/Event.hpp"
#include "model/Plan.hpp"
#include "model/Run.hpp"
#include "postgres/Connection.hpp"

namespace dunlin::migrate {

/// Runs a plan: the only function of this folder that changes the target's objects. Each migration and its
/// journal become visible together, segment by segment; what fails is undone up to the last segment and
/// reported in the Run. Throws a refused Error when the history has moved since the plan was made; nothing
/// was changed then.
model::Run execute(postgres::Connection& connection, const model::Plan& plan, const model::History& history,
                   const ExecuteOptions& options, const model::Observer& observer);

}  // namespace dunlin::migrate
