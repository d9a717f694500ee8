#include "audit/Anchor.hpp"

#include "base/Error.hpp"
#include "base/File.hpp"

namespace dunlin::audit {
namespace {

std::string id_of(const Json& json) {
  const Json* id = json.find("dunlin_audit_anchor");
  if (id == nullptr || id->string() == nullptr)
    throw usage_error("the first line doesn't say that this is an anchor");
  return *id->string();
}

}  // namespace

Anchor parse_anchor(std::string_view text) {
  Anchor anchor;
  for (int line = 1; !text.empty(); ++line) {
    const auto end = text.find('\n');
    try {
      if (end == std::string_view::npos) throw usage_error("the last line isn't whole");
      const Json json = Json::parse(text.substr(0, end));
      if (line == 1) {
        anchor.id = id_of(json);
      } else {
        anchor.seals.push_back(seal_from_json(json));
      }
    } catch (const Error&) {
      anchor.broken_line = line;  // told by who compares it
      return anchor;
    }
    text.remove_prefix(end + 1);
  }
  return anchor;
}

std::optional<Anchor> read_anchor(const std::filesystem::path& path) {
  std::error_code error;
  if (!std::filesystem::exists(path, error) && !error) return std::nullopt;
  return parse_anchor(read_file(path));
}

void append_to_anchor(const std::filesystem::path& path, const std::string& id,
                      const std::vector<Seal>& seals) {
  std::string text;
  if (!std::filesystem::exists(path)) text = Json::object().set("dunlin_audit_anchor", id).dump(-1) + "\n";
  for (const Seal& seal : seals) text += to_json(seal).dump(-1) + "\n";
  if (!text.empty()) append_file(path, text);
}

}  // namespace dunlin::audit
