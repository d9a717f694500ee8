#pragma once

#include <string>

namespace dunlin::rehearse {

/// pg_dump's `(a)::text = ANY ((ARRAY['x'::character varying, ...])::text[])` as `(a) IN ('x'::character
/// varying, ...)`. Both mean the same, but only the second one is stored again as it was: of the first, the
/// parser moves the cast of the array into its elements (measured on PostgreSQL 15).
std::string with_in_lists(std::string text);

}  // namespace dunlin::rehearse
