#pragma once

#include <string>
#include <vector>

#include "packs/Pack.hpp"

namespace dunlin::packs {

/// A value of this type as SQL: a quoted name, a quoted literal, a bare number. The value has been checked.
std::string quoted(ParameterType type, const std::string& value);

/// A value of this type as the text that its literal holds: a table as `schema.table`, quoted where SQL needs
/// it; everything else as it is.
std::string plain(ParameterType type, const std::string& value);

/// Throws a usage Error for a value that isn't of this type: a name that is too long, a number that is none,
/// control characters, or what ends a dollar-quoted body ($tag$).
void check_value(const Parameter& parameter, const std::string& value);

/// Throws a usage Error for a number that is less or more than the pack says makes sense. Values that a
/// project has recorded aren't asked: it must be able to take the pack out.
void check_bounds(const Parameter& parameter, const std::string& value);

/// What was typed (`name=value`, any number of times for a list, whose elements commas separate) on top of
/// `known`: values from elsewhere, or the defaults. Throws a usage Error for parameters that the pack hasn't,
/// for those that are missing (all of them are listed), and for values that aren't of their type.
Values read_values(const Pack& pack, const std::vector<std::string>& typed, Values known = {});

/// Checks values that come from a file as read_values does those of the command line, and fills in defaults.
Values complete_values(const Pack& pack, Values values);

/// The parameters as people are told about them, a line each.
std::string describe_parameters(const Pack& pack);

}  // namespace dunlin::packs
