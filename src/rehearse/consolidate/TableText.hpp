#pragma once

#include <string>
#include <vector>

#include "rehearse/SchemaDump.hpp"

namespace dunlin::rehearse {

/// CREATE TABLE as pg_dump writes it, with constraints that it writes behind put back inside. What else
/// stands in the entry stays behind it.
std::string table_text(const DumpEntry& table, const std::vector<std::string>& constraints);

/// "CONSTRAINT orders_pkey PRIMARY KEY (id)" of an ALTER TABLE ... ADD CONSTRAINT; "" when it is more than
/// that.
std::string constraint_text(const DumpEntry& constraint);

/// A table whose constraints can stand inside: no partition, no parent, no child.
bool is_plain_table(const DumpEntry& table);

}  // namespace dunlin::rehearse
