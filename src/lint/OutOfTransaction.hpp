#pragma once

#include <string>
#include <vector>

#include "lint/Scene.hpp"

namespace dunlin::lint {

/// Puts `text`, a statement that can't run in a transaction, in the place of the scene's statement. Between
/// the file's own BEGIN and COMMIT these are closed before it and opened again behind it; at their edges the
/// statement changes places with them; around it alone they go away. Elsewhere it stands alone by itself.
/// No edits when the statement isn't of the judged file itself, or a savepoint is open.
std::vector<model::TextEdit> replace_outside_transaction(const Scene& scene, const std::string& text);

}  // namespace dunlin::lint
