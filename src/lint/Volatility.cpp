#include "lint/Volatility.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace dunlin::lint {
namespace {

// Of pg_proc.provolatile = 'v' on PostgreSQL 14 to 18 and in contrib those that make values; sorted.
constexpr std::array<std::string_view, 23> k_volatile{"clock_timestamp",
                                                      "currval",
                                                      "gen_random_bytes",
                                                      "gen_random_uuid",
                                                      "gen_salt",
                                                      "lastval",
                                                      "nextval",
                                                      "normal_rand",
                                                      "pg_advisory_lock",
                                                      "pg_advisory_xact_lock",
                                                      "pg_notify",
                                                      "pg_sleep",
                                                      "random",
                                                      "random_normal",
                                                      "set_config",
                                                      "setseed",
                                                      "setval",
                                                      "timeofday",
                                                      "uuid_generate_v1",
                                                      "uuid_generate_v1mc",
                                                      "uuid_generate_v4",
                                                      "uuidv4",
                                                      "uuidv7"};

bool calls_volatile(const model::Catalog& catalog, const model::FunctionCall& call) {
  const auto& known = catalog.find_functions(call.name);
  if (!known.empty()) {
    return std::any_of(known.begin(), known.end(), [&](const model::CatalogFunction& function) {
      return function.volatility == model::Volatility::volatile_;
    });
  }
  return std::binary_search(k_volatile.begin(), k_volatile.end(), call.name.name);
}

}  // namespace

bool is_volatile(const model::Catalog& catalog, const model::Expression& expression) {
  return std::any_of(expression.calls.begin(), expression.calls.end(),
                     [&](const model::FunctionCall& call) { return calls_volatile(catalog, call); });
}

}  // namespace dunlin::lint
