#pragma once

#include <string>

#include "rehearse/SchemaDump.hpp"

namespace dunlin::rehearse {

/// The statement that takes an entry back, once what depends on it is gone; "" where it goes with something
/// else (constraints, defaults, indexes of tables). On a large stack.
std::string undo_of(const DumpEntry& entry);

/// A name as a dump's heading has it, for a statement: "f(integer)" -> public.f(integer).
std::string qualified_name(const DumpEntry& entry);

}  // namespace dunlin::rehearse
