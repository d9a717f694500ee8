#include "base/Json.hpp"

#include <cstdint>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/Error.hpp"

namespace dunlin {
namespace {

using Tree = nlohmann::ordered_json;

Tree to_tree(const Json& json) {
  return std::visit(
      [](const auto& value) -> Tree {
        using T = std::decay_t<decltype(value)>;
        if constexpr (std::is_same_v<T, Json::Array>) {
          Tree tree = Tree::array();
          for (const auto& element : value) tree.push_back(to_tree(element));
          return tree;
        } else if constexpr (std::is_same_v<T, Json::Object>) {
          Tree tree = Tree::object();
          for (const auto& [name, member] : value) tree[name] = to_tree(member);
          return tree;
        } else {
          return Tree(value);
        }
      },
      json.value());
}

Json from_tree(const Tree& tree) {
  switch (tree.type()) {
    case Tree::value_t::boolean: return Json(tree.get<bool>());
    case Tree::value_t::number_integer: return Json(tree.get<std::int64_t>());
    case Tree::value_t::number_unsigned: {
      const auto number = tree.get<std::uint64_t>();
      return number <= INT64_MAX ? Json(static_cast<std::int64_t>(number))
                                 : Json(static_cast<double>(number));
    }
    case Tree::value_t::number_float: return Json(tree.get<double>());
    case Tree::value_t::string: return Json(tree.get<std::string>());
    case Tree::value_t::array: {
      Json out = Json::array();
      for (const auto& element : tree) out.add(from_tree(element));
      return out;
    }
    case Tree::value_t::object: {
      Json out = Json::object();
      for (const auto& [name, member] : tree.items()) out.set(name, from_tree(member));
      return out;
    }
    default: return Json();
  }
}

}  // namespace

Json& Json::set(std::string_view name, Json value) {
  std::get<Object>(value_).emplace_back(name, std::move(value));
  return *this;
}

Json& Json::add(Json value) {
  std::get<Array>(value_).push_back(std::move(value));
  return *this;
}

const Json* Json::find(std::string_view name) const {
  if (const auto* object = members()) {
    for (const auto& [key, member] : *object) {
      if (key == name) return &member;
    }
  }
  return nullptr;
}

std::string Json::dump(int indent) const {
  return to_tree(*this).dump(indent, ' ', false, Tree::error_handler_t::replace);
}

Json Json::parse(std::string_view text, int deepest) {
  // Values are walked by recursion: hostile nesting must not reach it.
  const auto check_depth = [deepest](int depth, Tree::parse_event_t, const Tree&) {
    if (depth > deepest) throw usage_error("not valid JSON: it is nested too deeply");
    return true;
  };
  try {
    return from_tree(Tree::parse(text, check_depth));
  } catch (const nlohmann::json::exception& e) {
    throw usage_error(fmt::format("not valid JSON: {}", e.what()));
  }
}

}  // namespace dunlin
