#include "lint/audit/Unused.hpp"

#include <cctype>

#include "base/Text.hpp"
#include "lint/SplitFix.hpp"

namespace dunlin::lint::audit {
namespace {

bool is_word_byte(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '$' ||
         static_cast<unsigned char>(c) >= 0x80;
}

// Names of objects that the statement only defines, drops, grants or describes.
std::set<std::string> own_names(const model::Command& command) {
  if (const auto* function = std::get_if<model::CreateFunction>(&command)) return {function->name.name};
  if (const auto* type = std::get_if<model::CreateType>(&command)) return {type->name.name};
  if (const auto* type = std::get_if<model::CreateDomain>(&command)) return {type->name.name};
  if (const auto* sequence = std::get_if<model::CreateSequence>(&command)) return {sequence->name.name};
  if (const auto* type = std::get_if<model::AlterEnum>(&command)) return {type->name.name};
  return {};
}

bool is_no_use(const model::Command& command) {
  return std::holds_alternative<model::Drop>(command) || std::holds_alternative<model::Grant>(command) ||
         std::holds_alternative<model::Comment>(command) ||
         std::holds_alternative<model::ChangeOwner>(command) ||
         std::holds_alternative<model::AlterFunction>(command);
}

}  // namespace

void WordsInUse::see(const JudgedStatement& statement) {
  if (is_no_use(statement.command)) return;
  const std::set<std::string> own = own_names(statement.command);
  const std::string_view text = statement.source.text;
  for (std::size_t at = 0; at < text.size();) {
    if (!is_word_byte(text[at])) {
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < text.size() && is_word_byte(text[end])) ++end;
    std::string word = to_lower(text.substr(at, end - at));
    if (!own.contains(word)) words_.insert(std::move(word));
    at = end;
  }
}

std::vector<Remark> unused_objects(const model::Catalog& last, const WordsInUse& words) {
  std::vector<Remark> remarks;
  const auto unused = [&](const model::QualifiedName& name, const model::Origin& origin) {
    return !origin.file.empty() && !words.contains(to_lower(name.name));
  };
  for (const auto& [name, overloads] : last.functions)
    for (const model::CatalogFunction& function : overloads) {
      if (!function.extension.empty() || !unused(name, function.origin)) continue;
      const bool for_triggers =
          function.returns.name == "trigger" || function.returns.name == "event_trigger";
      remarks.push_back(
          {function.signature(),
           {function.origin.file, function.origin.line},
           for_triggers ? "no trigger calls it" : "nothing in the files calls it; an application may",
           ""});
    }
  for (const auto& [name, type] : last.types)
    if (type.extension.empty() && unused(name, type.origin))
      remarks.push_back({model::to_string(name),
                         {type.origin.file, type.origin.line},
                         "a type of no column, argument or cast",
                         ""});
  for (const auto& [name, sequence] : last.sequences)
    if (sequence.owned_by_table.empty() && unused(name, sequence.origin))
      remarks.push_back({model::to_string(name),
                         {sequence.origin.file, sequence.origin.line},
                         "a sequence that no default and no function uses",
                         ""});
  return remarks;
}

}  // namespace dunlin::lint::audit
