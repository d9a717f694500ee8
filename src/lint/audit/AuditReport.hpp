#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/Finding.hpp"
#include "model/command/Command.hpp"

namespace dunlin::lint::audit {

/// A line of a file.
struct Place {
  std::string file;
  int line = 0;
  friend bool operator==(const Place&, const Place&) = default;
};
/// "file:line".
std::string to_string(const Place& place);

/// What a definition does when the files run in their order.
enum class DefinitionEffect : std::uint8_t {
  creates,   ///< there is no such object at that point
  replaces,  ///< OR REPLACE: the older definition is gone
  nothing,   ///< IF NOT EXISTS, or a guard around it: the older definition stays
  fails,     ///< the object is there already
};
/// The word used in JSON: "creates", "replaces", "nothing", "fails".
std::string_view to_string(DefinitionEffect effect);

struct Definition {
  Place place;
  std::string text;  ///< the statement
  DefinitionEffect effect = DefinitionEffect::creates;
  std::string difference;  ///< from the definition before it, as a unified diff; "" when they say the same
  friend bool operator==(const Definition&, const Definition&) = default;
};

/// An object that is defined more than once.
struct RepeatedObject {
  model::ObjectKind kind = model::ObjectKind::table;
  std::string object;  ///< "public.orders", "public.touch()", "touch on public.orders"
  std::vector<Definition> definitions;
  std::vector<std::string> conflicts;  ///< what a table's ignored definitions say otherwise, in words

  /// Two definitions say different things.
  bool differs() const;
  /// A definition that says something else has no effect, or fails: the files don't tell what is there.
  bool is_conflict() const;
  friend bool operator==(const RepeatedObject&, const RepeatedObject&) = default;
};

/// ADD COLUMN IF NOT EXISTS of a column that is there with another type.
struct HiddenColumn {
  std::string column;  ///< "public.orders.total"
  std::string type;    ///< that it has
  std::string wanted;  ///< that the statement asks for, in vain
  Place place;
  Place defined;
  friend bool operator==(const HiddenColumn&, const HiddenColumn&) = default;
};

/// Functions with different names and the same body.
struct FunctionFamily {
  struct Member {
    std::string function;  ///< "public.touch()"
    Place place;
    std::vector<std::string> triggers;  ///< that call it: "touch on public.orders"
    friend bool operator==(const Member&, const Member&) = default;
  };
  std::vector<Member> members;
  bool same_text = false;  ///< false: equal only after := for =, CURRENT_TIMESTAMP for now(), case
  std::vector<std::string> differences;  ///< in what isn't the body: "SECURITY DEFINER: public.b() only"
  std::string kept;                      ///< the member that we would keep
  std::string body;
  std::string merge_sql;  ///< statements that leave only it; "" where they can't be told
  friend bool operator==(const FunctionFamily&, const FunctionFamily&) = default;
};

/// A name with several argument lists: CREATE OR REPLACE with other arguments replaces nothing.
struct Overload {
  std::string name;
  std::vector<std::pair<std::string, Place>> functions;  ///< signature and place
  friend bool operator==(const Overload&, const Overload&) = default;
};

/// A use of an object above the statement that makes it.
struct EarlyUse {
  std::string object;
  Place place;
  Place defined;
  bool when_called = false;  ///< in the body of a function: fails only if that is called in between
  friend bool operator==(const EarlyUse&, const EarlyUse&) = default;
};

/// An object that is used and that no file makes.
struct MissingObject {
  std::string object;
  std::vector<Place> uses;
  friend bool operator==(const MissingObject&, const MissingObject&) = default;
};

/// Something to be said about one object or file, at a place.
struct Remark {
  std::string object;
  Place place;
  std::string text;
  std::string fix;  ///< SQL; "" where it needs thought
  friend bool operator==(const Remark&, const Remark&) = default;
};

/// Findings of the linter over all files, by rule.
struct RuleCount {
  std::string rule;
  model::Severity severity = model::Severity::warning;
  std::size_t count = 0;
  Place first;
  friend bool operator==(const RuleCount&, const RuleCount&) = default;
};

/// What there is behind the last file.
struct LastState {
  std::size_t tables = 0, views = 0, functions = 0, triggers = 0, policies = 0, indexes = 0, types = 0;
  friend bool operator==(const LastState&, const LastState&) = default;
};

/// Where an object of the last state was written, and the comment above it.
struct WrittenObject {
  model::ObjectKind kind = model::ObjectKind::table;
  std::string object;
  Place place;
  std::vector<std::string> comment;  ///< lines, with their dashes
  friend bool operator==(const WrittenObject&, const WrittenObject&) = default;
};

/// What is odd about a folder of migrations, without running any of them.
struct AuditReport {
  std::size_t files = 0;
  std::size_t statements = 0;
  LastState last_state;
  std::vector<RepeatedObject> repeated;
  std::vector<HiddenColumn> hidden_columns;
  std::vector<FunctionFamily> families;
  std::vector<Overload> overloads;
  std::vector<EarlyUse> early_uses;
  std::vector<MissingObject> missing;
  std::vector<Remark> unused;
  std::vector<Remark> indexes;             ///< duplicate or covered by another
  std::vector<Remark> tables_without_rls;  ///< of the schemas that an API exposes
  std::vector<Remark> open_definers;       ///< SECURITY DEFINER without search_path
  std::vector<Remark> missing_rollbacks;
  std::vector<Remark> missing_metadata;
  std::vector<Remark> order;  ///< of the files: versions, names, copies
  std::vector<RuleCount> rules;
  std::vector<model::NotAnalysed> not_analysed;
  std::vector<WrittenObject> written;

  /// Conflicts, early uses that stop a run, failing definitions, open definers: what isn't a matter of taste.
  std::size_t problems() const;
  friend bool operator==(const AuditReport&, const AuditReport&) = default;
};

}  // namespace dunlin::lint::audit
