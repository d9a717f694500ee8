#include "cli/AuditDocument.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>

#include "base/Text.hpp"

namespace dunlin::cli {
namespace {

using lint::audit::AuditReport;
using lint::audit::Definition;
using lint::audit::DefinitionEffect;
using lint::audit::Remark;
using lint::audit::RepeatedObject;
using model::code;
using model::Inline;
using model::Tone;

constexpr std::size_t k_longest_diff = 40;  // lines
constexpr std::size_t k_places = 5;         // of one missing object

std::string place_text(const lint::audit::Place& place) {
  return lint::audit::to_string(place);
}

model::KeyFigures::Figure figure(std::size_t count, std::string label, Tone tone) {
  return {std::to_string(count), std::move(label), count == 0 ? Tone::good : tone};
}

std::size_t conflicts_of(const AuditReport& report) {
  return static_cast<std::size_t>(std::count_if(report.repeated.begin(), report.repeated.end(),
                                                [](const auto& object) { return object.is_conflict(); }));
}

std::string effect_words(DefinitionEffect effect, bool first) {
  switch (effect) {
    case DefinitionEffect::creates: return first ? "makes it" : "makes it anew, after a DROP";
    case DefinitionEffect::replaces: return "replaces it";
    case DefinitionEffect::nothing: return "does nothing: it is there";
    case DefinitionEffect::fails: return "fails: it is there";
  }
  return "";
}

Tone effect_tone(const Definition& definition) {
  if (definition.effect == DefinitionEffect::fails) return Tone::bad;
  if (definition.effect == DefinitionEffect::nothing && !definition.difference.empty()) return Tone::bad;
  return Tone::plain;
}

std::string shortened(const std::string& diff) {
  const auto lines = split_lines(diff);
  if (lines.size() <= k_longest_diff) return diff;
  std::string text;
  for (std::size_t i = 0; i < k_longest_diff; ++i) text += std::string(lines[i]) + "\n";
  return text + fmt::format("... {} more lines", lines.size() - k_longest_diff);
}

/// Builds the document section by section.
class Writer {
 public:
  Writer(const AuditReport& report, const AuditSubject& subject) : report_(report), subject_(subject) {}

  model::Document write() {
    document_.title = "Migration audit";
    document_.subtitle = subject_.folder + (subject_.date.empty() ? "" : ", " + subject_.date);
    figures();
    repeated();
    families();
    uses();
    remarks("Indexes that aren't needed", "index", report_.indexes, "no index is there twice");
    remarks("Tables without row level security", "table", report_.tables_without_rls,
            "all tables of the schema public have row level security");
    remarks("SECURITY DEFINER without search_path", "function", report_.open_definers,
            "no SECURITY DEFINER function without search_path");
    remarks("Never used", "object", report_.unused, "every function, type and sequence is used");
    remarks("Order of the files", "file", report_.order, "numbers and names of the files are in order");
    file_lists("Without a rollback", report_.missing_rollbacks, "every file has a rollback");
    file_lists("Without metadata", report_.missing_metadata, "every file says what, who and when");
    rules();
    not_analysed();
    good();
    return std::move(document_);
  }

 private:
  // Made in its place: g++ 12 warns of the move that Document::add would need.
  template <typename Block>
  void put(Block block) {
    document_.blocks.emplace_back(std::move(block));
  }
  void heading(std::string text) { put(model::Heading{2, std::move(text)}); }
  void part(std::string text) { put(model::Heading{3, code(std::move(text))}); }
  void say(std::string text, Tone tone = Tone::plain) { put(model::Paragraph{std::move(text), tone}); }

  void figures() {
    const auto& last = report_.last_state;
    say(fmt::format("{}, {}; laid out as: {}. Behind the last file: {}, {}, {}, {}, {}, {}, {}.",
                    counted(report_.files, "file"), counted(report_.statements, "statement"), subject_.layout,
                    counted(last.tables, "table"), counted(last.views, "view"),
                    counted(last.functions, "function"), counted(last.triggers, "trigger"),
                    last.policies == 1 ? "1 policy" : fmt::format("{} policies", last.policies),
                    last.indexes == 1 ? "1 index" : fmt::format("{} indexes", last.indexes),
                    counted(last.types, "type")));
    const auto stopping =
        static_cast<std::size_t>(std::count_if(report_.early_uses.begin(), report_.early_uses.end(),
                                               [](const auto& use) { return !use.when_called; }));
    put(model::KeyFigures{{
        figure(conflicts_of(report_) + report_.hidden_columns.size(), "conflicting definitions", Tone::bad),
        figure(report_.repeated.size(), "objects defined more than once", Tone::warning),
        figure(report_.families.size(), "families of equal functions", Tone::warning),
        figure(stopping, "uses before the definition", Tone::bad),
        figure(report_.open_definers.size(), "open SECURITY DEFINER functions", Tone::bad),
        figure(report_.tables_without_rls.size(), "tables without row level security", Tone::warning),
        figure(report_.indexes.size(), "needless indexes", Tone::warning),
        figure(report_.missing_rollbacks.size(), "files without a rollback", Tone::warning),
    }});
  }

  void repeated() {
    if (report_.repeated.empty() && report_.hidden_columns.empty()) {
      good_.emplace_back("nothing is defined more than once");
      return;
    }
    heading("Defined more than once");
    std::vector<const RepeatedObject*> conflicts, changed, same;
    for (const RepeatedObject& object : report_.repeated)
      (object.is_conflict() ? conflicts : object.differs() ? changed : same).push_back(&object);
    if (!conflicts.empty() || !report_.hidden_columns.empty()) {
      say("Conflicts: a definition that has no effect, or fails. What the files say and what is in the "
          "database are two things.",
          Tone::bad);
      for (const auto* object : conflicts) show(*object);
      hidden_columns();
    }
    if (!changed.empty()) {
      say("Replaced by a later definition, which is the one in force:");
      for (const auto* object : changed) show(*object);
    }
    if (!same.empty()) {
      say("The same each time:");
      model::Table table{{{"kind"}, {"object"}, {"defined in"}}, {}};
      for (const auto* object : same) {
        std::vector<std::string> places;
        for (const Definition& definition : object->definitions)
          places.push_back(place_text(definition.place));
        table.rows.push_back(
            {std::string(model::to_string(object->kind)), code(object->object), join(places, ", ")});
      }
      put(std::move(table));
    }
  }

  void show(const RepeatedObject& object) {
    put(model::Heading{3, Inline(std::string(model::to_string(object.kind)) + " ").code(object.object)});
    model::Table table{{{"place"}, {"what it does"}}, {}};
    for (std::size_t i = 0; i < object.definitions.size(); ++i) {
      const Definition& definition = object.definitions[i];
      std::string words = effect_words(definition.effect, i == 0);
      if (i > 0 && definition.difference.empty()) words += "; the same text as above";
      table.rows.push_back({code(place_text(definition.place)),
                            Inline(Inline().label(std::move(words), effect_tone(definition)))});
    }
    put(std::move(table));
    if (!object.conflicts.empty()) {
      model::List list;
      for (const std::string& words : object.conflicts) list.items.emplace_back(words);
      put(std::move(list));
    }
    for (const Definition& definition : object.definitions)
      if (!definition.difference.empty()) put(model::CodeBlock{shortened(definition.difference), "diff"});
  }

  void hidden_columns() {
    if (report_.hidden_columns.empty()) return;
    model::Table table{{{"column"}, {"is"}, {"ADD COLUMN IF NOT EXISTS wants"}, {"at"}}, {}};
    for (const auto& column : report_.hidden_columns)
      table.rows.push_back({code(column.column), Inline(column.type + " since " + place_text(column.defined)),
                            code(column.wanted), code(place_text(column.place))});
    put(std::move(table));
  }

  void families() {
    if (report_.families.empty()) good_.emplace_back("no two functions have the same body");
    if (!report_.families.empty()) {
      heading("Functions with the same body");
      say("Merging them changes the schema, so it is only proposed here: review the statements, and make "
          "them a "
          "migration.");
    }
    for (const auto& family : report_.families) {
      part(family.kept);
      say(fmt::format("{} with {}; proposed to keep: {}.", counted(family.members.size(), "function"),
                      family.same_text ? "the same body" : "one body in several spellings", family.kept));
      model::Table table{{{"function"}, {"defined in"}, {"called by"}}, {}};
      for (const auto& member : family.members)
        table.rows.push_back(
            {code(member.function), code(place_text(member.place)),
             member.triggers.empty() ? std::string("no trigger") : join(member.triggers, ", ")});
      put(std::move(table));
      for (const std::string& words : family.differences)
        say("They differ outside of the body: " + words, Tone::warning);
      put(model::CodeBlock{family.body, "sql"});
      if (!family.merge_sql.empty()) put(model::CodeBlock{family.merge_sql, "sql"});
    }
    overloads();
  }

  void overloads() {
    if (report_.overloads.empty()) return;
    heading("One name, several argument lists");
    say("CREATE OR REPLACE with other arguments replaces nothing: both functions are there.");
    model::Table table{{{"function"}, {"defined in"}}, {}};
    for (const auto& overload : report_.overloads)
      for (const auto& [signature, place] : overload.functions)
        table.rows.push_back({code(signature), code(place_text(place))});
    put(std::move(table));
  }

  void uses() {
    if (report_.early_uses.empty()) good_.emplace_back("nothing is used before it exists");
    if (!report_.early_uses.empty()) {
      heading("Used before it exists");
      model::Table table{{{"object"}, {"used at"}, {"made at"}, {"so"}}, {}};
      for (const auto& use : report_.early_uses)
        table.rows.push_back(
            {code(use.object), code(place_text(use.place)), code(place_text(use.defined)),
             Inline(Inline().label(use.when_called ? "fails when the function is called before" : "fails",
                                   use.when_called ? Tone::plain : Tone::bad))});
      put(std::move(table));
    }
    if (report_.missing.empty()) return;
    heading("Used, and made by no file");
    say("The platform may provide it, another tool, or a file that was lost.");
    model::Table table{{{"object"}, {"used at"}}, {}};
    for (const auto& object : report_.missing) {
      std::vector<std::string> places;
      for (std::size_t i = 0; i < std::min(k_places, object.uses.size()); ++i)
        places.push_back(place_text(object.uses[i]));
      if (object.uses.size() > k_places)
        places.push_back(fmt::format("{} more", object.uses.size() - k_places));
      table.rows.push_back({code(object.object), join(places, ", ")});
    }
    put(std::move(table));
  }

  void remarks(const std::string& title, const std::string& what, const std::vector<Remark>& remarks,
               const std::string& when_none) {
    if (remarks.empty()) {
      good_.push_back(when_none);
      return;
    }
    heading(title);
    const bool is_file = what == "file";
    model::Table table{{{what}}, {}};
    if (!is_file) table.columns.push_back({"defined in"});
    table.columns.push_back({"remark"});
    std::string fixes;
    for (const Remark& remark : remarks) {
      table.rows.push_back({code(is_file && !remark.place.file.empty() ? remark.place.file : remark.object)});
      if (!is_file) table.rows.back().push_back(code(place_text(remark.place)));
      table.rows.back().emplace_back(remark.text);
      if (!remark.fix.empty()) fixes += remark.fix + "\n";
    }
    put(std::move(table));
    if (!fixes.empty()) put(model::CodeBlock{fixes, "sql"});
  }

  // Many files with few remarks: a list of files for each remark.
  void file_lists(const std::string& title, const std::vector<Remark>& remarks,
                  const std::string& when_none) {
    if (remarks.empty()) {
      good_.push_back(when_none);
      return;
    }
    heading(title);
    std::map<std::string, Inline> lists;
    std::map<std::string, std::size_t> counts;
    for (const Remark& remark : remarks) {
      Inline& list = lists[remark.text];
      if (counts[remark.text]++ > 0) list.add(", ");
      list.code(remark.place.file);
    }
    for (auto& [text, list] : lists) {
      say(fmt::format("{}: {} of {}", text, counts[text], counted(report_.files, "file")));
      put(model::Paragraph{std::move(list)});
    }
  }

  void rules() {
    if (report_.rules.empty()) return;
    heading("What dunlin lint finds");
    model::Table table{{{"rule"}, {"severity"}, {"findings", true}, {"first at"}}, {}};
    for (const auto& rule : report_.rules)
      table.rows.push_back({code(rule.rule), std::string(model::to_string(rule.severity)),
                            std::to_string(rule.count), code(place_text(rule.first))});
    put(std::move(table));
  }

  void not_analysed() {
    if (report_.not_analysed.empty()) return;
    heading("Not analysed");
    model::Table table{{{"place"}, {"why"}}, {}};
    for (const auto& what : report_.not_analysed)
      table.rows.push_back({code(model::to_string(what.span)), what.reason});
    put(std::move(table));
  }

  void good() {
    if (good_.empty()) return;
    heading("In order");
    model::List list;
    for (const std::string& words : good_) list.items.emplace_back(words);
    put(std::move(list));
  }

  const AuditReport& report_;
  const AuditSubject& subject_;
  model::Document document_;
  std::vector<std::string> good_;
};

}  // namespace

model::Document audit_document(const AuditReport& report, const AuditSubject& subject) {
  return Writer(report, subject).write();
}

}  // namespace dunlin::cli
