#pragma once

#include "sqlite/pages/PageFile.hpp"

namespace dunlin::sqlite {

/// Adds the pages that the file doesn't use: its freelist (SQLite docs, "Database File Format", 1.5).
void add_freelist(const PageFile& file, PageSet& pages);

/// True for pages of the pointer map, which files with auto-vacuum have (1.8).
bool is_pointer_map(const PageFile& file, PageNumber number);

}  // namespace dunlin::sqlite
