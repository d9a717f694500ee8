#include "base/Identifier.hpp"
#include "sqlite/language/Parse.hpp"
#include "transfer/translate/Translate.hpp"
#include "transfer/translate/Translator.hpp"

namespace dunlin::transfer {

Translation translate_view(const sqlite::View& view, const sqlite::Schema& schema, const Mapping& mapping) {
  Translator translator(mapping, &schema);
  const auto parsed = sqlite::parse_create_view(view.sql);
  if (!parsed.tree) return {.problem = "it can't be read: " + parsed.error};
  try {
    const TranslatedSelect body = translator.select(parsed.tree->select);
    if (!parsed.tree->columns.empty() && parsed.tree->columns.size() != body.columns.size())
      throw Untranslatable("it names another number of columns than its SELECT has");
    std::string columns;
    for (std::size_t i = 0; i < body.names.size(); ++i) {
      const std::string& name = parsed.tree->columns.empty() ? body.names[i] : parsed.tree->columns[i];
      columns += (columns.empty() ? "" : ", ") + quote_identifier(translator.renamed(name));
    }
    return {.sql = "CREATE VIEW " + quote_identifier(translator.renamed(view.name)) + " (" + columns +
                   ") AS\n  " + body.sql + ";\n",
            .notes = translator.notes()};
  } catch (const Untranslatable& why) {
    return {.problem = why.what(), .notes = translator.notes()};
  }
}

}  // namespace dunlin::transfer
