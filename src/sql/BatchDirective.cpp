#include "sql/BatchDirective.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <set>

#include "base/Duration.hpp"
#include "base/Error.hpp"
#include "base/Text.hpp"
#include "sql/TokenStream.hpp"

namespace dunlin::sql {
namespace {

constexpr std::int64_t k_most_rows = 1'000'000;
constexpr const char* k_example =
    "such as: -- dunlin:batch table=public.users key=id size=10000 pause=50ms max_lag=10s";

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v';
}

// The options of the argument: apart at white space outside of double quotes.
std::vector<std::string_view> split_options(std::string_view text) {
  std::vector<std::string_view> options;
  std::size_t at = 0;
  while (at < text.size()) {
    if (is_blank(text[at])) {
      ++at;
      continue;
    }
    const std::size_t begin = at;
    for (bool quoted = false; at < text.size() && (quoted || !is_blank(text[at])); ++at) {
      if (text[at] == '"') quoted = !quoted;
    }
    options.push_back(text.substr(begin, at - begin));
  }
  return options;
}

Error wrong(std::string_view name, std::string_view value) {
  return usage_error(fmt::format("dunlin:batch: {}={} has no meaning", name, printable(value)), k_example);
}

QualifiedName read_table(std::string_view value) {
  TokenStream tokens(value);
  const auto name = tokens.accept_name();
  if (!name || name->name.empty() || !tokens.at_end()) throw wrong("table", value);
  return *name;
}

std::vector<std::string> read_key(std::string_view value) {
  std::vector<std::string> columns;
  TokenStream tokens(value);
  do {
    const auto column = tokens.accept_name();
    const bool taken = column && std::find(columns.begin(), columns.end(), column->name) != columns.end();
    if (!column || !column->schema.empty() || column->name.empty() || taken) throw wrong("key", value);
    columns.push_back(column->name);
  } while (tokens.accept(','));
  if (!tokens.at_end()) throw wrong("key", value);
  return columns;
}

std::int64_t read_size(std::string_view value) {
  std::int64_t size = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), size);
  if (error != std::errc{} || end != value.data() + value.size() || size < 1 || size > k_most_rows) {
    throw usage_error(fmt::format("dunlin:batch: size={} isn't a number of rows", printable(value)),
                      fmt::format("from 1 to {}", with_thousands(k_most_rows)));
  }
  return size;
}

std::chrono::milliseconds read_duration(std::string_view name, std::string_view value) {
  try {
    return parse_duration(value);
  } catch (const Error& error) {
    throw usage_error(fmt::format("dunlin:batch: {}: {}", name, error.message()), error.hint());
  }
}

void read_option(BatchDirective& batch, std::string_view name, std::string_view value) {
  if (name == "table") {
    batch.table = read_table(value);
  } else if (name == "key") {
    batch.key = read_key(value);
  } else if (name == "size") {
    batch.size = read_size(value);
  } else if (name == "pause") {
    batch.pause = read_duration(name, value);
  } else if (name == "max_lag") {
    batch.max_lag = read_duration(name, value);
  } else {
    throw usage_error(fmt::format("dunlin:batch has no option {}", printable(name)),
                      "its options are table, key, size, pause and max_lag");
  }
}

}  // namespace

BatchDirective parse_batch_directive(std::string_view argument) {
  BatchDirective batch;
  std::set<std::string, std::less<>> given;
  for (const auto option : split_options(argument)) {
    const auto equals = std::min(option.find('='), option.size());
    const std::string name = to_lower(option.substr(0, equals));
    if (equals == option.size()) {
      throw usage_error(fmt::format("dunlin:batch: '{}' isn't NAME=VALUE", printable(option)), k_example);
    }
    if (!given.insert(name).second)
      throw usage_error(fmt::format("dunlin:batch: {} is given twice", printable(name)), k_example);
    read_option(batch, name, option.substr(equals + 1));
  }
  for (const auto* needed : {"table", "key"}) {
    if (!given.contains(needed)) throw usage_error(fmt::format("dunlin:batch needs {}=", needed), k_example);
  }
  return batch;
}

}  // namespace dunlin::sql
