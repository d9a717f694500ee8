#pragma once

#include <cstdint>
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace dunlin {

/// A JSON value (RFC 8259) with object members in the order in which they were added.
class Json {
 public:
  using Array = std::vector<Json>;
  using Object = std::vector<std::pair<std::string, Json>>;

  Json() : value_(nullptr) {}
  Json(std::nullptr_t) : value_(nullptr) {}
  Json(bool value) : value_(value) {}
  Json(int value) : value_(static_cast<std::int64_t>(value)) {}
  Json(std::int64_t value) : value_(value) {}
  Json(std::size_t value) : value_(static_cast<std::int64_t>(value)) {}
  Json(double value) : value_(value) {}
  Json(const char* value) : value_(std::string(value)) {}
  Json(std::string_view value) : value_(std::string(value)) {}
  Json(std::string value) : value_(std::move(value)) {}
  Json(Array value) : value_(std::move(value)) {}
  Json(Object value) : value_(std::move(value)) {}

  static Json array() { return Json(Array{}); }
  static Json object() { return Json(Object{}); }

  /// Adds a member to an object and returns the object, so that calls chain.
  Json& set(std::string_view name, Json value);
  /// Adds an element to an array.
  Json& add(Json value);

  bool is_null() const { return std::holds_alternative<std::nullptr_t>(value_); }
  bool is_true() const {
    const auto* flag = std::get_if<bool>(&value_);
    return flag != nullptr && *flag;
  }
  const std::string* string() const { return std::get_if<std::string>(&value_); }
  const std::int64_t* integer() const { return std::get_if<std::int64_t>(&value_); }
  const Array* elements() const { return std::get_if<Array>(&value_); }
  const Object* members() const { return std::get_if<Object>(&value_); }
  /// The member named `name`, or nullptr (also when this is not an object).
  const Json* find(std::string_view name) const;

  /// Indented by `indent` spaces, or on one line when negative. Bytes that aren't UTF-8 become U+FFFD.
  std::string dump(int indent = 2) const;
  /// Throws a usage Error for text that isn't JSON, or that is nested deeper than `deepest` levels: more than
  /// any document of ours has, less than a stack holds.
  static Json parse(std::string_view text, int deepest = 200);

  using Value = std::variant<std::nullptr_t, bool, std::int64_t, double, std::string, Array, Object>;
  const Value& value() const { return value_; }

 private:
  Value value_;
};

}  // namespace dunlin
