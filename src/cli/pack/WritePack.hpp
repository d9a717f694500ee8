#pragma once

#include <string>
#include <vector>

#include "cli/Screen.hpp"
#include "cli/pack/PackMigration.hpp"
#include "cli/pack/PackTarget.hpp"
#include "cli/pack/Verbs.hpp"

namespace dunlin::cli {

/// The end of add, update and remove: makes the files, judges them as `dunlin lint` does, writes them unless
/// --dry-run was given, and says what is there now and what comes next. In a file that
/// removes a pack, what is found of the pack's own objects is allowed, with the reason.
int write_pack(const PackRequest& request, const packs::Pack& pack, PackMigration migration,
               const PackAnswer& answer, Screen& screen);

}  // namespace dunlin::cli
