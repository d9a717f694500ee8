#include "lint/Lint.hpp"

#include <algorithm>
#include <compare>
#include <map>
#include <set>
#include <string_view>
#include <unordered_map>

#include "base/Text.hpp"
#include "lint/Embedded.hpp"
#include "lint/ParseAhead.hpp"
#include "lint/Replay.hpp"
#include "lint/Session.hpp"
#include "lint/Suppression.hpp"
#include "sql/Grammar.hpp"

namespace dunlin::lint {
namespace {

bool in_profile(const Rule& rule, Profile profile) {
  return rule.profile <= profile;
}

std::vector<const Rule*> chosen_rules(const Settings& settings) {
  std::vector<const Rule*> chosen;
  for (const Rule* rule : all_rules()) {
    const bool also =
        std::find(settings.also.begin(), settings.also.end(), rule->name) != settings.also.end();
    const bool off = std::find(settings.off.begin(), settings.off.end(), rule->name) != settings.off.end();
    if (!also && off) continue;
    if (also || in_profile(*rule, settings.profile)) chosen.push_back(rule);
  }
  return chosen;
}

bool rolls_back(const std::vector<JudgedStatement>& statements) {
  return std::any_of(statements.begin(), statements.end(), [](const JudgedStatement& statement) {
    const auto* control = std::get_if<model::TransactionControl>(&statement.command);
    return control != nullptr && (control->kind == model::TransactionKind::rollback ||
                                  control->kind == model::TransactionKind::rollback_to);
  });
}

std::string condition_of(const JudgedStatement& statement) {
  const auto& span = statement.source.span;
  return statement.conditional ? span.file + ":" + std::to_string(span.line) : "";
}

}  // namespace

/// One run over the files: owns what changes from statement to statement.
class Run {
 public:
  Run(const std::vector<File>& files, Request request)
      : files_(files),
        request_(std::move(request)),
        chosen_(chosen_rules(request_.settings)),
        replay_(std::move(request_.before)) {
    for (const File& file : files_)
      if (!file.judged) unjudged_.insert(file.path);
  }

  Result run() {
    ParseAhead parser(files_);
    for (std::size_t i = 0; i < files_.size(); ++i) judge_file(i, parser.take(i));
    judge_catalog();
    for (const File& file : files_)
      if (file.judged && file.text.find("dunlin:allow") != std::string_view::npos) suppress(file);
    order();
    result_.catalog = std::move(replay_).catalog();
    return std::move(result_);
  }

 private:
  Scene scene(const File& file, const std::vector<JudgedStatement>& statements, std::size_t file_index) {
    Scene scene;
    scene.settings_ = &request_.settings;
    scene.file_ = &file;
    scene.statements_ = &statements;
    scene.catalog_ = &replay_.catalog();
    scene.session_ = &session_;
    scene.held_ = &held_;
    scene.effects_ = &effects_;
    scene.touches_ = &touches_;
    scene.files_ = &files_;
    scene.files_before_ = request_.files_before;
    scene.file_index_ = file_index;
    return scene;
  }

  void judge_file(std::size_t index, std::vector<JudgedStatement> statements) {
    const File& file = files_[index];
    session_ = {};
    replay_.begin_file(rolls_back(statements), file.schema);
    held_.clear();
    looked_into_.clear();
    const std::size_t file_index = request_.files_before + index + 1;
    Scene here = scene(file, statements, file_index);
    for (std::size_t i = 0; i < statements.size(); ++i) {
      here.index_ = i;
      if (i > 0 && statements[i].unit != statements[i - 1].unit) enter_unit();
      judge_statement(here, file);
      if (!statements[i].alternative) replay(statements[i], file, file_index);
      look_into_calls(file, statements, i);
      if (file.judged) add_not_analysed(statements[i]);
    }
    effects_.clear();
    if (file.judged) {
      here.index_ = statements.empty() ? 0 : statements.size() - 1;
      if (!statements.empty()) call(here, &Rule::file);
      ++result_.findings.files;
      result_.findings.statements += file.statements.size();
    }
  }

  void enter_unit() {
    held_.clear();
    end_transaction(session_);
  }

  void judge_statement(const Scene& here, const File& file) {
    const JudgedStatement& statement = here.statement();
    if (!file.judged) return;
    effects_ = live_effects(here);
    const std::size_t before = result_.findings.findings.size();
    call(here, &Rule::statement);
    if (statement.embedded_in >= 0) refine_embedded(statement, before);
    if (request_.want_effects) result_.effects.push_back({statement.source.span, statement.unit, effects_});
    const auto& span = statement.source.span;
    for (const Effect& effect : effects_)
      touches_.push_back({effect.relation,
                          effect.lock,
                          effect.cost,
                          {file.path, span.line, here.file_index(), statement.unit}});
    if (!statement.in_transaction) return;
    for (const Effect& effect : effects_)
      held_.push_back({effect.relation, effect.lock, effect.cost, here.index()});
  }

  // No edits inside of bodies; what a call brought here says from where.
  void refine_embedded(const JudgedStatement& statement, std::size_t first) {
    for (std::size_t i = first; i < result_.findings.findings.size(); ++i) {
      model::Finding& finding = result_.findings.findings[i];
      finding.fix.edits.clear();
      if (!statement.called_in.empty()) finding.message += " (" + statement.called_in + ")";
    }
  }

  void add_not_analysed(const JudgedStatement& statement) {
    std::string reason = statement.opaque;
    if (const auto* unparsed = std::get_if<model::Unparsed>(&statement.command))
      reason = "PostgreSQL 15's grammar can't read it: " + unparsed->reason;
    if (std::holds_alternative<model::DynamicSql>(statement.command))
      reason = "EXECUTE of a text that is put together when it runs";
    if (reason.empty()) return;
    if (!statement.called_in.empty()) reason += " (" + statement.called_in + ")";
    result_.findings.not_analysed.push_back({statement.source.span, std::move(reason)});
  }

  // The bodies of functions that statement `at` calls, each once in a file, become statements behind it.
  void look_into_calls(const File& file, std::vector<JudgedStatement>& statements, std::size_t at) {
    const auto called = called_functions(statements[at].command, replay_.catalog());
    statements[at].opaque += unknown_call(statements[at].command, replay_.catalog());
    std::vector<JudgedStatement> bodies;
    for (const model::CatalogFunction* function : called) {
      if (!function->extension.empty() || !looked_into_.insert(function->signature()).second) continue;
      sql::on_large_stack([&] {
        const JudgedStatement* definition = definition_of(*function, file, statements);
        for (JudgedStatement& inside : inside_function(statements[at], *function, definition))
          bodies.push_back(std::move(inside));
      });
    }
    insert_behind(statements, at, std::move(bodies));
  }

  static const JudgedStatement* definition_of(const model::CatalogFunction& function, const File& file,
                                              const std::vector<JudgedStatement>& statements) {
    if (function.origin.file != file.path) return nullptr;
    for (const JudgedStatement& statement : statements) {
      const auto* created = std::get_if<model::CreateFunction>(&statement.command);
      if (created != nullptr && statement.source.span.line == function.origin.line &&
          statement.source.span.file == file.path && created->name.name == function.name.name)
        return &statement;
    }
    return nullptr;
  }

  static void insert_behind(std::vector<JudgedStatement>& statements, std::size_t at,
                            std::vector<JudgedStatement> bodies) {
    if (bodies.empty()) return;
    for (JudgedStatement& inside : bodies) inside.embedded_in = static_cast<int>(at);
    for (JudgedStatement& statement : statements)
      if (statement.embedded_in > static_cast<int>(at))
        statement.embedded_in += static_cast<int>(bodies.size());
    statements.insert(statements.begin() + static_cast<std::ptrdiff_t>(at) + 1,
                      std::make_move_iterator(bodies.begin()), std::make_move_iterator(bodies.end()));
  }

  // On tables that others can see.
  std::vector<Effect> live_effects(const Scene& here) {
    std::vector<Effect> effects = effects_of(here.statement().command, replay_.catalog(),
                                             request_.settings.major, runs_in_utc(session_));
    std::erase_if(effects, [&](const Effect& effect) { return !here.is_live(split_shown(effect.relation)); });
    return effects;
  }

  void call(const Scene& here, void (*Rule::*function)(const Scene&, Reporter&)) {
    for (const Rule* rule : chosen_) {
      if (rule->*function == nullptr) continue;
      Reporter reporter(here, *rule, result_.findings.findings);
      (rule->*function)(here, reporter);
    }
  }

  void replay(const JudgedStatement& statement, const File& file, std::size_t file_index) {
    apply(session_, statement);
    const auto& span = statement.source.span;
    replay_.apply(statement.command,
                  {file.path, span.line, file_index, statement.unit, condition_of(statement)},
                  {span.offset, span.length}, statement.embedded_in >= 0);
  }

  void judge_catalog() {
    const File nothing;
    const std::vector<JudgedStatement> none;
    const Scene here = scene(nothing, none, 0);
    drop_what_was_put_right(here);
    call(here, &Rule::catalog);
    // Objects of files that aren't judged are other people's findings.
    std::erase_if(result_.findings.findings,
                  [&](const model::Finding& finding) { return !is_judged(finding.span.file); });
  }

  void drop_what_was_put_right(const Scene& here) {
    std::map<std::string_view, const Rule*> asked;
    for (const Rule* rule : chosen_)
      if (rule->remains != nullptr) asked.emplace(rule->name, rule);
    std::erase_if(result_.findings.findings, [&](const model::Finding& finding) {
      const auto rule = asked.find(finding.rule);
      return rule != asked.end() && !rule->second->remains(here, finding);
    });
  }

  bool is_judged(const std::string& path) const {
    return path.empty() ? request_.settings.live : !unjudged_.contains(path);
  }

  void suppress(const File& file) {
    auto& all = result_.findings.findings;
    const auto mine = std::stable_partition(all.begin(), all.end(), [&](const model::Finding& finding) {
      return finding.span.file != file.path;
    });
    std::vector<model::Finding> findings(std::make_move_iterator(mine), std::make_move_iterator(all.end()));
    all.erase(mine, all.end());
    apply_suppressions(
        file,
        [this](const Rule& rule) {
          return std::find(chosen_.begin(), chosen_.end(), &rule) != chosen_.end();
        },
        findings, result_.findings.suppressed);
    all.insert(all.end(), std::make_move_iterator(findings.begin()), std::make_move_iterator(findings.end()));
  }

  void order() {
    auto& all = result_.findings.findings;
    std::unordered_map<std::string_view, std::size_t> position;
    for (std::size_t i = 0; i < files_.size(); ++i) position.emplace(files_[i].path, i);
    struct Place {
      std::size_t file;
      int line;
      int column;
      std::size_t found;  // in which order
      auto operator<=>(const Place&) const = default;
    };
    std::vector<Place> places;
    places.reserve(all.size());
    for (const model::Finding& finding : all) {
      const auto known = position.find(finding.span.file);
      places.push_back({known == position.end() ? files_.size() : known->second, finding.span.line,
                        finding.span.column, places.size()});
    }
    std::sort(places.begin(), places.end());
    std::vector<model::Finding> ordered;
    ordered.reserve(all.size());
    for (const Place& place : places) ordered.push_back(std::move(all[place.found]));
    all = std::move(ordered);
  }

  const std::vector<File>& files_;
  std::set<std::string> unjudged_;
  Request request_;
  std::vector<const Rule*> chosen_;
  Replay replay_;
  Session session_;
  std::vector<HeldLock> held_;
  std::set<std::string> looked_into_;  // signatures of functions, in this file
  std::vector<Effect> effects_;
  std::vector<Touch> touches_;
  Result result_;
};

Result lint(const std::vector<File>& files, Request request) {
  return Run(files, std::move(request)).run();
}

}  // namespace dunlin::lint
