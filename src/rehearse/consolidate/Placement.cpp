#include "rehearse/consolidate/Placement.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <fmt/format.h>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <variant>

#include "base/Text.hpp"
#include "lint/SplitFix.hpp"
#include "rehearse/consolidate/InLists.hpp"
#include "rehearse/consolidate/TableText.hpp"
#include "rehearse/consolidate/Undo.hpp"
#include "sql/Dependencies.hpp"
#include "sql/command/Command.hpp"

namespace dunlin::rehearse {
namespace {

using Name = std::pair<std::string, std::string>;  // schema, name without arguments

enum Slot : std::size_t { functions, schema, rows, views, triggers, policies, rights, slots };

bool is_any_of(const std::string& type, std::initializer_list<std::string_view> types) {
  return std::find(types.begin(), types.end(), type) != types.end();
}

bool is_routine(const DumpEntry& entry) {
  return is_any_of(entry.type, {"FUNCTION", "PROCEDURE", "AGGREGATE"});
}

bool is_relation(const DumpEntry& entry) {
  return is_any_of(entry.type, {"TABLE", "FOREIGN TABLE", "VIEW", "MATERIALIZED VIEW", "SEQUENCE"});
}

Slot slot_of(const DumpEntry& entry) {
  if (is_any_of(entry.type, {"VIEW", "MATERIALIZED VIEW", "RULE"})) return views;
  if (is_any_of(entry.type, {"TRIGGER", "EVENT TRIGGER"})) return triggers;
  if (is_any_of(entry.type, {"ROW SECURITY", "POLICY"})) return policies;
  if (is_any_of(entry.type,
                {"SEQUENCE", "TABLE", "FOREIGN TABLE", "TABLE ATTACH", "SEQUENCE OWNED BY", "DEFAULT",
                 "CONSTRAINT", "CHECK CONSTRAINT", "INDEX", "INDEX ATTACH", "STATISTICS", "FK CONSTRAINT"}))
    return schema;
  if (is_any_of(entry.type, {"ACL", "DEFAULT ACL", "COMMENT", "PUBLICATION", "PUBLICATION TABLE",
                             "PUBLICATION TABLES IN SCHEMA", "SUBSCRIPTION", "SECURITY LABEL"}))
    return rights;
  return functions;
}

// One entry with what is asked of it again and again.
struct Piece {
  const DumpEntry* entry = nullptr;
  std::string text;
  Name name;
  std::set<Name> uses;  ///< of names that the dump has
  Slot slot = functions;
};

class Placer {
 public:
  explicit Placer(const Placing& placing) : placing_(placing) {
    read_pieces();
    find_uses();
    for (Piece& piece : pieces_)
      if (is_on_view(piece)) piece.slot = views;
    move_functions();
  }

  std::vector<CleanFile> files() {
    std::vector<CleanFile> files = {
        {"000_core_functions.sql", "core functions", "extensions, types, and functions that need no table"},
        {"001_core_schema.sql", "core schema", "tables with their constraints, sequences and indexes"},
        {"002_data.sql", "data", "the rows that the files put in"},
        {"003_views_and_functions.sql", "views and functions", "views, and functions that need tables"},
        {"004_triggers.sql", "triggers", "triggers of the tables"},
        {"005_row_level_security.sql", "row level security", "which rows who may see and change"},
        {"006_privileges_and_comments.sql", "privileges and comments",
         "grants, and what is said of objects"}};
    for (const std::string& statement : placing_.roles)
      files[functions].statements.push_back(statement + ";");
    for (std::size_t slot = 0; slot < slots; ++slot) {
      if (slot == schema) {
        write_schema(files[schema], files[placing_.rows.empty() ? schema : views]);
      } else {
        for (const Piece& piece : pieces_)
          if (piece.slot == slot) write(piece, files[slot]);
      }
    }
    add(files[rows], placing_.rows);
    add(files[views], placing_.refreshes);
    for (std::size_t slot = 0; slot < slots; ++slot) {
      std::reverse(files[slot].undo.begin(), files[slot].undo.end());
      files[slot].unchecked_bodies = looks_ahead(static_cast<Slot>(slot));
    }
    std::erase_if(files, [](const CleanFile& file) { return file.statements.empty(); });
    return files;
  }

 private:
  static void add(CleanFile& file, const std::vector<std::string>& statements) {
    file.statements.insert(file.statements.end(), statements.begin(), statements.end());
  }

  std::string text_of(const DumpEntry& entry) const {
    const std::string owner = " OWNER TO " + placing_.owner + ";";
    std::vector<std::string> lines;
    for (const std::string& line : entry.lines)
      if (!line.starts_with("ALTER ") || !line.ends_with(owner)) lines.push_back(line);
    while (!lines.empty() && lines.back().empty()) lines.pop_back();
    std::string text = join(lines, "\n");
    return is_routine(entry) ? text : with_in_lists(std::move(text));
  }

  void read_pieces() {
    for (const DumpEntry& entry : placing_.entries) {
      // Made with the extension.
      if (entry.type == "COMMENT" && entry.name.starts_with("EXTENSION ")) continue;
      Piece piece{&entry, text_of(entry), {entry.schema, entry.name.substr(0, entry.name.find('('))}, {}};
      piece.slot = slot_of(entry);
      if (!piece.text.empty()) pieces_.push_back(std::move(piece));
    }
  }

  void find_uses() {
    std::map<std::string, std::set<Name>> by_name;
    for (const Piece& piece : pieces_)
      if (is_relation(*piece.entry) || is_routine(*piece.entry))
        by_name[piece.name.second].insert(piece.name);
    for (Piece& piece : pieces_) {
      if (piece.slot == rights) continue;
      for (const sql::QualifiedName& used : sql::referenced_relations(statement_of(piece.text))) {
        const auto known = by_name.find(used.name);
        if (known == by_name.end()) continue;
        // A routine may use another one of its own name, with other arguments.
        for (const Name& name : known->second)
          if ((used.schema.empty() || used.schema == name.first) &&
              (name != piece.name || is_routine(*piece.entry)))
            piece.uses.insert(name);
      }
    }
  }

  // The first statement of an entry, without its semicolon: others are ALTER ... of the same object.
  static std::string_view statement_of(std::string_view text) {
    const std::size_t next = text.rfind(";\n\nALTER ");
    return trim(next == std::string_view::npos ? text : text.substr(0, next));
  }

  // Functions that need a relation, or another such function, come behind the tables, unless a table needs
  // them.
  void move_functions() {
    std::set<Name> late, needed_by_tables;
    for (const Piece& piece : pieces_) {
      if (is_relation(*piece.entry)) late.insert(piece.name);
      if (piece.slot == schema || is_any_of(piece.entry->type, {"DOMAIN", "TYPE"}))
        needed_by_tables.insert(piece.uses.begin(), piece.uses.end());
    }
    for (bool moved = true; moved;) {
      moved = false;
      for (Piece& piece : pieces_) {
        if (!is_routine(*piece.entry) || piece.slot != functions) continue;
        const bool needs_late = std::any_of(piece.uses.begin(), piece.uses.end(),
                                            [&](const Name& name) { return late.contains(name); });
        if (!needs_late || needed_by_tables.contains(piece.name)) continue;
        piece.slot = views;
        late.insert(piece.name);
        moved = true;
      }
    }
  }

  // A function of the file names something that is made later.
  bool looks_ahead(Slot slot) const {
    std::set<Name> later;
    for (const Piece& piece : pieces_)
      if (piece.slot > slot) later.insert(piece.name);
    for (auto piece = pieces_.rbegin(); piece != pieces_.rend(); ++piece) {
      if (piece->slot != slot) continue;
      if (is_routine(*piece->entry) && std::any_of(piece->uses.begin(), piece->uses.end(),
                                                   [&](const Name& name) { return later.contains(name); }))
        return true;
      later.insert(piece->name);
    }
    return false;
  }

  void write(const Piece& piece, CleanFile& file) const {
    file.statements.push_back(author_comment(*piece.entry) + piece.text);
    if (std::string undo = undo_of(*piece.entry); !undo.empty()) file.undo.push_back(std::move(undo));
  }

  // What the author wrote above the last definition, and where that stands.
  std::string author_comment(const DumpEntry& entry) const {
    const std::string shown = entry.schema + "." + entry.name.substr(0, entry.name.find('('));
    const lint::audit::WrittenObject* found = nullptr;
    for (const auto& object : placing_.written) {
      if (to_lower(model::to_string(object.kind)) != to_lower(entry.type)) continue;
      if (object.object.substr(0, object.object.find('(')) != shown) continue;
      if (found != nullptr) return "";  // overloads
      found = &object;
    }
    if (found == nullptr) return "";
    std::string text;
    for (const std::string& line : found->comment) text += line + "\n";
    return text + "-- from " + lint::audit::to_string(found->place) + "\n";
  }

  // ---- tables ----

  struct Table {
    const Piece* piece = nullptr;
    std::vector<std::string> constraints;
    bool plain = false;
    std::set<std::set<std::string>> keys;  ///< columns of PRIMARY KEY and UNIQUE inside
  };
  struct ForeignKey {
    const Piece* piece = nullptr;
    Name table, references;
    std::set<std::string> referenced;
    bool inside = false;
  };

  std::optional<model::Constraint> constraint_of(const Piece& piece, Name& table) const {
    std::string_view text = statement_of(piece.text);
    if (text.ends_with(';')) text.remove_suffix(1);
    const model::Command command = sql::parse_command(text);
    const auto* alter = std::get_if<model::AlterTable>(&command);
    if (alter == nullptr || alter->actions.size() != 1) return std::nullopt;
    table = {alter->name.schema, alter->name.name};
    return alter->actions.front().constraint;
  }

  void write_schema(CleanFile& file, CleanFile& behind_rows) {
    std::map<Name, Table> tables;
    std::set<Name> attached;
    for (const Piece& piece : pieces_)
      if (piece.entry->type == "TABLE ATTACH") attached.insert(piece.name);
    for (const Piece& piece : pieces_)
      if (piece.entry->type == "TABLE")
        tables[piece.name] = {&piece, {}, is_plain_table(*piece.entry) && !attached.contains(piece.name), {}};
    std::set<const Piece*> inside;
    std::vector<ForeignKey> keys;
    for (const Piece& piece : pieces_) {
      if (!is_any_of(piece.entry->type, {"CONSTRAINT", "FK CONSTRAINT"})) continue;
      Name name;
      const auto constraint = constraint_of(piece, name);
      const auto table = tables.find(name);
      const std::string text = constraint_text(*piece.entry);
      if (!constraint || table == tables.end() || !table->second.plain || text.empty()) continue;
      if (constraint->kind == model::ConstraintKind::foreign_key) {
        keys.push_back({&piece,
                        name,
                        {constraint->references.schema, constraint->references.name},
                        {constraint->referenced_columns.begin(), constraint->referenced_columns.end()}});
        continue;
      }
      inside.insert(&piece);
      table->second.constraints.push_back(text);
      table->second.keys.insert({constraint->columns.begin(), constraint->columns.end()});
    }
    write_tables(tables, keys, file);
    for (const ForeignKey& key : keys)
      if (key.inside) inside.insert(key.piece);
    for (const Piece& piece : pieces_) {
      const bool is_done = inside.contains(&piece) || is_first(piece);
      if (piece.slot != schema || is_done) continue;
      write(piece, piece.entry->type == "FK CONSTRAINT" ? behind_rows : file);
    }
    drop_tables(tables, file);
  }

  static bool is_first(const Piece& piece) {
    return is_any_of(piece.entry->type, {"TABLE", "FOREIGN TABLE", "SEQUENCE"});
  }
  // The index of a materialized view waits for it.
  bool is_on_view(const Piece& piece) const {
    return piece.entry->type == "INDEX" &&
           std::any_of(piece.uses.begin(), piece.uses.end(), [&](const Name& name) {
             return std::any_of(pieces_.begin(), pieces_.end(), [&](const Piece& other) {
               return other.name == name && other.entry->type == "MATERIALIZED VIEW";
             });
           });
  }

  // In pg_dump's order, but a table behind those that its foreign keys name, so that they can stand inside.
  void write_tables(std::map<Name, Table>& tables, std::vector<ForeignKey>& keys, CleanFile& file) {
    std::vector<const Piece*> waiting;
    std::set<Name> made, first;
    for (const Piece& piece : pieces_)
      if (piece.slot == schema && is_first(piece)) {
        waiting.push_back(&piece);
        first.insert(piece.name);
      }
    const auto has_all = [&](const Piece& piece) {
      return std::all_of(piece.uses.begin(), piece.uses.end(),
                         [&](const Name& name) { return !first.contains(name) || made.contains(name); });
    };
    const auto has_parents = [&](const Piece& piece) {
      return std::all_of(keys.begin(), keys.end(), [&](const ForeignKey& key) {
        return key.table != piece.name || key.references == key.table || made.contains(key.references);
      });
    };
    while (!waiting.empty()) {
      auto next = std::find_if(waiting.begin(), waiting.end(),
                               [&](const Piece* piece) { return has_all(*piece) && has_parents(*piece); });
      if (next == waiting.end())
        next =
            std::find_if(waiting.begin(), waiting.end(), [&](const Piece* piece) { return has_all(*piece); });
      if (next == waiting.end()) next = waiting.begin();
      const Piece& piece = **next;
      waiting.erase(next);
      made.insert(piece.name);
      const auto table = tables.find(piece.name);
      if (table == tables.end()) {
        write(piece, file);
        continue;
      }
      take_keys(table->second, tables, keys, made);
      write_table(table->second, file);
    }
  }

  // Foreign keys of a table whose other side is made and has the key inside.
  static void take_keys(Table& table, const std::map<Name, Table>& tables, std::vector<ForeignKey>& keys,
                        const std::set<Name>& made) {
    for (ForeignKey& key : keys) {
      const auto other = tables.find(key.references);
      if (key.table != table.piece->name || key.references == key.table || other == tables.end()) continue;
      if (!made.contains(key.references) || !other->second.keys.contains(key.referenced)) continue;
      key.inside = true;
      table.constraints.push_back(constraint_text(*key.piece->entry));
    }
  }

  void write_table(const Table& table, CleanFile& file) const {
    DumpEntry shown = *table.piece->entry;
    shown.lines.clear();
    for (const std::string_view line : split_lines(table.piece->text)) shown.lines.emplace_back(line);
    file.statements.push_back(author_comment(*table.piece->entry) + table_text(shown, table.constraints));
  }

  // In one statement: foreign keys may run in circles.
  static void drop_tables(const std::map<Name, Table>& tables, CleanFile& file) {
    std::vector<std::string> names;
    for (const auto& [name, table] : tables) names.push_back(qualified_name(*table.piece->entry));
    if (!names.empty()) file.undo.push_back("DROP TABLE " + join(names, ", ") + ";");
  }

  const Placing& placing_;
  std::vector<Piece> pieces_;
};

}  // namespace

std::vector<CleanFile> place(const Placing& placing) {
  return Placer(placing).files();
}

}  // namespace dunlin::rehearse
