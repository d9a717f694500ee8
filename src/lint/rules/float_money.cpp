#include <algorithm>
#include <array>
#include <string_view>

#include "lint/DefinedColumns.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

bool float_money_named(const std::string& name) {
  static constexpr std::array<std::string_view, 17> k_words{
      "amount",  "balance", "budget", "cost",    "credit", "debit",    "deposit", "discount", "fee",
      "payment", "payout",  "price",  "revenue", "salary", "subtotal", "tax",     "wage"};
  const std::vector<std::string> words = words_of_name(name);
  return std::any_of(words.begin(), words.end(), [](const std::string& word) {
    const std::string_view one =
        word.ends_with('s') ? std::string_view(word).substr(0, word.size() - 1) : word;
    return std::find(k_words.begin(), k_words.end(), one) != k_words.end();
  });
}

std::string float_money_words(const DefinedColumn& column) {
  return (column.type.name == "float4" || column.type.name == "float8") && float_money_named(column.name)
             ? column.name + " of " + column.table + " looks like an amount of money, and " +
                   model::to_string(column.type) + " doesn't hold decimal fractions exactly"
             : std::string();
}

void check_float_money(const Scene& scene, Reporter& report) {
  report_columns(scene, report, float_money_words);
}

}  // namespace

const Rule float_money{
    .name = "float-money",
    .family = 'C',
    .profile = Profile::strict,
    .severity = model::Severity::warning,
    .summary = "A floating point column for an amount of money",
    .why =
        "0.1 + 0.2 isn't 0.3 in real and double precision: sums drift by cents, and comparisons by = fail.",
    .advice = "numeric(12,2), or bigint for the smallest unit.",
    .statement = check_float_money};

}  // namespace dunlin::lint::rules
