#include "transfer/schema/FullText.hpp"

#include "sqlite/language/Token.hpp"

namespace dunlin::transfer {

std::optional<FullText> read_full_text(const sqlite::VirtualTable& table) {
  const auto is = [&](const char* module) { return sqlite::same_name(table.module, module); };
  if (!is("fts3") && !is("fts4") && !is("fts5")) return std::nullopt;
  FullText text;
  for (const auto& argument : table.arguments) {
    const auto tokens = sqlite::tokenize(argument);
    const bool option = tokens.size() > 2 && tokens[1].text == "=";
    if (!option && !tokens.empty()) text.columns.push_back(sqlite::unquote(tokens[0].text));
    if (option && sqlite::same_name(tokens[0].text, "content"))
      text.content = sqlite::unquote(tokens[2].text);
  }
  return text;
}

}  // namespace dunlin::transfer
