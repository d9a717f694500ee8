#include <algorithm>
#include <fmt/format.h>
#include <map>

#include "base/Duration.hpp"
#include "base/Text.hpp"
#include "transfer/prepare/Preparation.hpp"

namespace dunlin::transfer {
namespace {

using model::code;
using model::Inline;
using model::Tone;

Tone tone_of(CheckState state) {
  switch (state) {
    case CheckState::ok: return Tone::good;
    case CheckState::note: return Tone::note;
    case CheckState::warning: return Tone::warning;
    case CheckState::refused: return Tone::bad;
  }
  return Tone::plain;
}

Tone tone_of(Weight weight) {
  return weight == Weight::refused ? Tone::bad : weight == Weight::changed ? Tone::warning : Tone::note;
}

Inline label(std::string_view text, Tone tone) {
  return Inline(Inline().label(std::string(text), tone));
}

// "20261121_081500" as people read it.
std::string time_of(const std::string& stamp) {
  if (stamp.size() < 15) return stamp;
  return fmt::format("{}-{}-{} {}:{}:{} UTC", stamp.substr(0, 4), stamp.substr(4, 2), stamp.substr(6, 2),
                     stamp.substr(9, 2), stamp.substr(11, 2), stamp.substr(13, 2));
}

/// Builds the report section by section.
class Writer {
 public:
  explicit Writer(const Preparation& preparation) : preparation_(preparation) {}

  model::Document write() {
    document_.title = "Transfer preparation";
    document_.subtitle = fmt::format("{} into schema {} of {}, {}", preparation_.source, preparation_.schema,
                                     preparation_.target, time_of(preparation_.stamp));
    verdict();
    figures();
    phases();
    problems();
    objects();
    tables();
    backups();
    migrations();
    files();
    return std::move(document_);
  }

 private:
  // Made in its place: g++ 12 warns of the move that Document::add would need.
  template <typename Block>
  void put(Block block) {
    document_.blocks.emplace_back(std::move(block));
  }
  void heading(std::string text, int level = 2) { put(model::Heading{level, std::move(text)}); }
  void say(std::string text, Tone tone = Tone::plain) { put(model::Paragraph{std::move(text), tone}); }

  void verdict() {
    const std::string outcome = outcome_of(preparation_);
    if (outcome == "ready")
      say("Ready: nothing stands in the way of dunlin transfer run.", Tone::good);
    else if (outcome == "refused")
      say("Refused: the findings below have to be settled before anything is loaded.", Tone::bad);
    else
      say("Not completed: " + preparation_.error, Tone::bad);
    if (preparation_.source_files == 0) return;
    if (preparation_.source_changes.empty())
      return say(fmt::format("Source untouched: {} identical before and after.",
                             counted(preparation_.source_files, "file")),
                 Tone::good);
    say("Others wrote to the source meanwhile; dunlin wrote nothing there:", Tone::note);
    model::List list;
    for (const std::string& line : preparation_.source_changes) list.items.emplace_back(line);
    put(std::move(list));
  }

  std::size_t problems_of(Weight weight) const {
    return static_cast<std::size_t>(std::count_if(preparation_.problems.begin(), preparation_.problems.end(),
                                                  [&](const auto& p) { return p.weight == weight; }));
  }

  void figures() {
    model::KeyFigures figures;
    const auto add = [&](std::string value, std::string words, Tone tone = Tone::plain) {
      figures.figures.push_back({std::move(value), std::move(words), tone});
    };
    if (preparation_.snapshot) add(describe_size(preparation_.snapshot->size), "source");
    if (preparation_.mapping) {
      std::int64_t rows = 0, rejected = 0;
      for (const TableMapping& table : preparation_.mapping->tables) {
        rows += table.rows;
        rejected += table.rejected;
      }
      add(with_thousands(static_cast<long long>(preparation_.mapping->tables.size())), "tables");
      add(with_thousands(rows), "rows tried");
      if (rejected > 0) add(with_thousands(rejected), "rows left out", Tone::warning);
      const auto refused = problems_of(Weight::refused), changed = problems_of(Weight::changed);
      add(std::to_string(refused), "refused", refused == 0 ? Tone::good : Tone::bad);
      add(std::to_string(changed), "changed on the way", changed == 0 ? Tone::good : Tone::warning);
    }
    if (preparation_.effort)
      add(fmt::format("{}-{}", preparation_.effort->level, preparation_.effort->size), "effort");
    if (!figures.figures.empty()) put(std::move(figures));
  }

  void phases() {
    for (const Phase& phase : preparation_.phases) {
      heading(fmt::format("{}. {}", phase.number, phase.title));
      model::Table table{{{"check"}, {"state"}, {"result"}}, {}};
      for (const Check& check : phase.checks) {
        Inline result(check.result);
        if (!check.hint.empty()) result.add(" - " + check.hint);
        table.rows.push_back(
            {check.name, label(to_string(check.state), tone_of(check.state)), std::move(result)});
      }
      put(std::move(table));
    }
  }

  void problems() {
    if (preparation_.problems.empty()) return;
    heading("Findings");
    model::Table table{{{"object"}, {"weight"}, {"what"}, {"rows", true}}, {}};
    std::vector<const Problem*> order;
    for (const Problem& problem : preparation_.problems) order.push_back(&problem);
    std::stable_sort(order.begin(), order.end(),
                     [](const auto* a, const auto* b) { return a->weight < b->weight; });
    for (const Problem* problem : order) {
      Inline what(problem->message);
      if (!problem->keys.empty()) what.add(" (" + join(problem->keys, ", ") + ")");
      if (!problem->hint.empty()) what.add(" - " + problem->hint);
      table.rows.push_back({code(problem->object),
                            label(to_string(problem->weight), tone_of(problem->weight)), std::move(what),
                            problem->count > 0 ? with_thousands(problem->count) : std::string()});
    }
    put(std::move(table));
  }

  void objects() {
    if (!preparation_.effort) return;
    heading("Objects and effort");
    say(preparation_.effort->words + ".");
    model::Table table{{{"kind"}, {"in the source", true}, {"translated", true}, {"by hand", true}}, {}};
    for (const ObjectCount& count : preparation_.effort->objects)
      if (count.count > 0)
        table.rows.push_back({count.kind, with_thousands(count.count),
                              with_thousands(count.count - count.by_hand), with_thousands(count.by_hand)});
    put(std::move(table));
  }

  void tables() {
    if (!preparation_.mapping || preparation_.mapping->tables.empty()) return;
    heading("Tables and types");
    for (const TableMapping& mapped : preparation_.mapping->tables) {
      put(model::Heading{3, code(mapped.source)});
      say(fmt::format(
          "{}{}{}", counted(static_cast<std::size_t>(mapped.rows), "row"),
          mapped.target == mapped.source ? "" : ", becomes " + mapped.target,
          mapped.rejected > 0 ? fmt::format(", {} left out", with_thousands(mapped.rejected)) : ""));
      model::Table table{{{"column"}, {"declared"}, {"becomes"}, {"way back"}, {"why"}}, {}};
      for (const ColumnMapping& column : mapped.columns) {
        std::string why = column.reason;
        if (!column.suggestions.empty()) why += "; would fit too: " + join(column.suggestions, ", ");
        table.rows.push_back(
            {code(column.source), code(column.declared),
             code((column.target == column.source ? "" : column.target + " ") + column.type +
                  (column.collation.empty() ? "" : " COLLATE " + column.collation)),
             column.reversible ? label("exact", Tone::good) : label("not exact", Tone::warning),
             std::move(why)});
      }
      put(std::move(table));
    }
  }

  void backups() {
    if (!preparation_.backups) return;
    heading("Backups");
    model::Table table{{{"file"}, {"size", true}, {"SHA-256"}}, {}};
    const auto add = [&](const BackupFile& file) {
      table.rows.push_back({code(file.path.string()), describe_size(file.size), code(file.sha256)});
    };
    for (const BackupFile& file : preparation_.backups->copy) add(file);
    add(preparation_.backups->rebuilt);
    put(std::move(table));
  }

  void migrations() {
    if (preparation_.migrations.empty()) return;
    heading("Migrations");
    model::Table table{{{"file"}, {"phase"}, {"this time"}, {"lint findings", true}}, {}};
    for (const PreparedMigration& migration : preparation_.migrations)
      table.rows.push_back(
          {code(migration.file), migration.phase, migration.action, std::to_string(migration.findings)});
    put(std::move(table));
  }

  void files() {
    heading("Files");
    model::List list;
    const auto add = [&](const char* what, const std::string& file) {
      if (!file.empty()) list.items.push_back(Inline(std::string(what) + ": ").code(file));
    };
    add("plan", preparation_.plan_file);
    add("log", preparation_.log_file);
    add("report for programs", preparation_.json_file);
    put(std::move(list));
    say(fmt::format("Prepared in {}.", describe_duration(Milliseconds(preparation_.milliseconds))));
  }

  const Preparation& preparation_;
  model::Document document_;
};

}  // namespace

model::Document preparation_document(const Preparation& preparation) {
  return Writer(preparation).write();
}

}  // namespace dunlin::transfer
