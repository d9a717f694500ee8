#include "transfer/values/BooleanWords.hpp"

#include <algorithm>
#include <array>

namespace dunlin::transfer {
namespace {

constexpr std::array k_pairs{
    BooleanWords{"true", "false"}, BooleanWords{"TRUE", "FALSE"}, BooleanWords{"True", "False"},
    BooleanWords{"t", "f"},        BooleanWords{"T", "F"},        BooleanWords{"yes", "no"},
    BooleanWords{"YES", "NO"},     BooleanWords{"Yes", "No"},     BooleanWords{"y", "n"},
    BooleanWords{"Y", "N"},        BooleanWords{"on", "off"},     BooleanWords{"ON", "OFF"},
    BooleanWords{"On", "Off"},     BooleanWords{"1", "0"}};

}  // namespace

std::optional<BooleanWord> read_boolean_word(std::string_view text) {
  for (const auto& pair : k_pairs) {
    if (text == pair.yes) return BooleanWord{true, pair};
    if (text == pair.no) return BooleanWord{false, pair};
  }
  return std::nullopt;
}

std::string to_string(const BooleanWords& words) {
  return std::string(words.yes) + "/" + std::string(words.no);
}

std::optional<BooleanWords> parse_boolean_words(std::string_view text) {
  const auto* found = std::find_if(k_pairs.begin(), k_pairs.end(),
                                   [&](const BooleanWords& pair) { return to_string(pair) == text; });
  return found != k_pairs.end() ? std::optional(*found) : std::nullopt;
}

}  // namespace dunlin::transfer
