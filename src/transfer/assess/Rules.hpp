#pragma once

#include <string>
#include <string_view>

#include "model/TransferConfig.hpp"

namespace dunlin::transfer {

/// Whether `name` is like `pattern`, in which * stands for any text and ? for one byte; letters of ASCII in
/// either case.
bool matches(std::string_view pattern, std::string_view name);

/// Whether a table is transferred, by `only` and `skip` of the configuration.
bool is_wanted(const std::string& table, const model::TransferConfig& config);

/// What the configuration says about one column, all put together: of each word the first rule that has it.
model::TransferRule rule_for(const std::string& table, const std::string& column, const std::string& declared,
                             const model::TransferConfig& config);

}  // namespace dunlin::transfer
