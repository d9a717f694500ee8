#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "migrate/load/Comment.hpp"
#include "migrate/load/SourceFile.hpp"
#include "model/Migration.hpp"

namespace dunlin::migrate {

/// `Key: value` of a comment line with the key in lower case ("depends on"), or an empty key. Markdown stars
/// are dropped.
std::pair<std::string, std::string_view> read_key(std::string_view line);

/// What the leading comments say: Migration, Description, Author, Date, Priority, Impact, Dependencies, Tags,
/// Phase.
model::Metadata read_metadata(const std::vector<CommentLine>& comments);

/// The `dunlin:` wishes among the leading comments. `base` is the offset of the comments in the file's text.
/// Throws a usage Error with facts file and line for a duration that isn't one.
model::FileOptions read_options(const std::vector<CommentLine>& comments, const SourceFile& file,
                                std::size_t base);

/// What `-- dunlin:schema` among the leading comments says; "" without it.
std::string read_schema(const std::vector<CommentLine>& comments);

}  // namespace dunlin::migrate
