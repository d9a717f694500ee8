#include "audit/Seal.hpp"

#include <fmt/format.h>

#include "base/Error.hpp"
#include "base/Hash.hpp"

namespace dunlin::audit {
namespace {

int digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  throw usage_error("a hash of a seal isn't hexadecimal");
}

std::string bytes_of(const std::string& hex) {
  if (hex.size() % 2 != 0) throw usage_error("a hash of a seal isn't hexadecimal");
  std::string bytes;
  bytes.reserve(hex.size() / 2);
  for (std::size_t i = 0; i < hex.size(); i += 2)
    bytes.push_back(static_cast<char>(digit(hex[i]) * 16 + digit(hex[i + 1])));
  return bytes;
}

std::string text_of(const Json& json, std::string_view name) {
  const Json* member = json.find(name);
  if (member == nullptr || member->string() == nullptr)
    throw usage_error(fmt::format("a seal without \"{}\"", name));
  return *member->string();
}

std::int64_t number_of(const Json& json, std::string_view name) {
  const Json* member = json.find(name);
  if (member == nullptr || member->integer() == nullptr)
    throw usage_error(fmt::format("a seal without \"{}\"", name));
  return *member->integer();
}

}  // namespace

std::string hash_of(const Seal& seal) {
  const std::string window =
      fmt::format("{}|{}|{}|{}|{}", seal.number, seal.generation, seal.xid_from, seal.xid_to, seal.rows);
  return sha256(bytes_of(seal.previous) + window + bytes_of(seal.leaves));
}

Json to_json(const Seal& seal) {
  return Json::object()
      .set("seal", seal.number)
      .set("generation", seal.generation)
      .set("from", seal.xid_from)
      .set("to", seal.xid_to)
      .set("rows", seal.rows)
      .set("leaves", seal.leaves)
      .set("previous", seal.previous)
      .set("hash", seal.hash);
}

Seal seal_from_json(const Json& json) {
  return {.number = number_of(json, "seal"),
          .generation = number_of(json, "generation"),
          .xid_from = text_of(json, "from"),
          .xid_to = text_of(json, "to"),
          .rows = number_of(json, "rows"),
          .leaves = text_of(json, "leaves"),
          .previous = text_of(json, "previous"),
          .hash = text_of(json, "hash")};
}

}  // namespace dunlin::audit
