#include "base/Json.hpp"

#include <algorithm>
#include <cstdint>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/Error.hpp"

namespace dunlin {
namespace {

using Tree = nlohmann::ordered_json;

// Plain ASCII without anything that JSON escapes (RFC 8259, 7): most strings.
bool is_plain(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return c >= ' ' && c < 0x7F && c != '"' && c != '\\'; });
}

void write_string(std::string_view text, std::string& out) {
  if (!is_plain(text)) {
    out += Tree(text).dump(-1, ' ', false, Tree::error_handler_t::replace);
    return;
  }
  out += '"';
  out += text;
  out += '"';
}

/// Writes values as nlohmann-json lays them out, without making its tree of them first.
class Writer {
 public:
  Writer(int indent, std::string& out) : indent_(indent), out_(out) {}

  void write(const Json& json) {
    std::visit([this](const auto& value) { one(value); }, json.value());
  }

 private:
  void one(std::nullptr_t) { out_ += "null"; }
  void one(bool value) { out_ += value ? "true" : "false"; }
  void one(std::int64_t value) { out_ += std::to_string(value); }
  void one(double value) { out_ += Tree(value).dump(); }
  void one(const std::string& value) { write_string(value, out_); }

  void one(const Json::Array& elements) {
    list('[', elements, ']', [this](const Json& element) { write(element); });
  }

  void one(const Json::Object& members) {
    list('{', members, '}', [this](const Json::Object::value_type& member) {
      write_string(member.first, out_);
      out_ += indent_ < 0 ? ":" : ": ";
      write(member.second);
    });
  }

  template <typename Items, typename WriteItem>
  void list(char open, const Items& items, char close, WriteItem write_item) {
    out_ += open;
    ++depth_;
    bool first = true;
    for (const auto& item : items) {
      if (!first) out_ += ',';
      first = false;
      new_line();
      write_item(item);
    }
    --depth_;
    if (!items.empty()) new_line();
    out_ += close;
  }

  void new_line() {
    if (indent_ < 0) return;
    out_ += '\n';
    out_.append(static_cast<std::size_t>(indent_) * depth_, ' ');
  }

  int indent_;
  std::size_t depth_ = 0;
  std::string& out_;
};

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
  std::string text;
  Writer(indent, text).write(*this);
  return text;
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
