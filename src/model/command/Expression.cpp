#include "model/command/Expression.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace dunlin::model {
namespace {

using namespace std::string_view_literals;

constexpr std::array<std::pair<std::string_view, std::string_view>, 12> k_common_names{{
    {"int2"sv, "smallint"sv},
    {"int4"sv, "integer"sv},
    {"int8"sv, "bigint"sv},
    {"float4"sv, "real"sv},
    {"float8"sv, "double precision"sv},
    {"bool"sv, "boolean"sv},
    {"bpchar"sv, "char"sv},
    {"varbit"sv, "bit varying"sv},
    {"serial2"sv, "smallserial"sv},
    {"serial4"sv, "serial"sv},
    {"serial8"sv, "bigserial"sv},
    {"timetz"sv, "timetz"sv},
}};

// Of an interval the first number says which fields; only a precision behind it is shown.
std::string sizes(const TypeName& type) {
  const std::size_t first = type.name == "interval" ? 1 : 0;
  std::string text;
  for (std::size_t i = first; i < type.modifiers.size(); ++i)
    text += (text.empty() ? "(" : ",") + std::to_string(type.modifiers[i]);
  return text.empty() ? text : text + ")";
}

}  // namespace

std::string to_string(const TypeName& type) {
  std::string text = type.set_of ? "setof " : "";
  const auto common = std::find_if(k_common_names.begin(), k_common_names.end(),
                                   [&](const auto& pair) { return pair.first == type.name; });
  if (type.schema.empty() && common != k_common_names.end()) {
    text += common->second;
  } else {
    text += type.schema.empty() ? type.name : type.schema + "." + type.name;
  }
  return text + sizes(type) + (type.array ? "[]" : "");
}

}  // namespace dunlin::model
