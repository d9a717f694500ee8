#include "lint/Lint.hpp"

#include <algorithm>
#include <set>
#include <tuple>

#include "base/Text.hpp"
#include "lint/ParseAhead.hpp"
#include "lint/Replay.hpp"
#include "lint/Session.hpp"
#include "lint/Suppression.hpp"

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
    scene.file_index_ = file_index;
    return scene;
  }

  void judge_file(std::size_t index, std::vector<JudgedStatement> statements) {
    const File& file = files_[index];
    session_ = {};
    replay_.begin_file(rolls_back(statements));
    held_.clear();
    const std::size_t file_index = request_.files_before + index + 1;
    Scene here = scene(file, statements, file_index);
    for (std::size_t i = 0; i < statements.size(); ++i) {
      here.index_ = i;
      if (i > 0 && statements[i].unit != statements[i - 1].unit) enter_unit();
      judge_statement(here, file);
      replay(statements[i], file, file_index);
    }
    effects_.clear();
    if (file.judged) {
      here.index_ = statements.empty() ? 0 : statements.size() - 1;
      if (!statements.empty()) call(here, &Rule::file);
      ++result_.findings.files;
      result_.findings.statements += statements.size();
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
    if (const auto* unparsed = std::get_if<model::Unparsed>(&statement.command))
      result_.findings.not_analysed.push_back(
          {statement.source.span, "PostgreSQL 15's grammar can't read it: " + unparsed->reason});
    call(here, &Rule::statement);
    if (request_.want_effects) result_.effects.push_back({statement.source.span, statement.unit, effects_});
    if (!statement.in_transaction) return;
    for (const Effect& effect : effects_)
      held_.push_back({effect.relation, effect.lock, effect.cost, here.index()});
  }

  // On tables that others can see.
  std::vector<Effect> live_effects(const Scene& here) {
    const std::string zone = to_lower(setting(session_, "timezone"));
    const bool utc = zone.empty() || zone == "utc" || zone == "etc/utc" || zone == "gmt";
    std::vector<Effect> effects =
        effects_of(here.statement().command, replay_.catalog(), request_.settings.major, utc);
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
    replay_.apply(statement.command, {file.path, span.line, file_index, statement.unit},
                  {span.offset, span.length}, statement.embedded_in >= 0);
  }

  void judge_catalog() {
    const File nothing;
    const std::vector<JudgedStatement> none;
    const Scene here = scene(nothing, none, 0);
    call(here, &Rule::catalog);
    // Objects of files that aren't judged are other people's findings.
    std::erase_if(result_.findings.findings,
                  [&](const model::Finding& finding) { return !is_judged(finding.span.file); });
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
    std::map<std::string, std::size_t> position;
    for (std::size_t i = 0; i < files_.size(); ++i) position.emplace(files_[i].path, i);
    const auto key = [&](const model::Finding& finding) {
      const auto found = position.find(finding.span.file);
      return std::tuple(found == position.end() ? files_.size() : found->second, finding.span.line,
                        finding.span.column);
    };
    std::stable_sort(all.begin(), all.end(),
                     [&](const model::Finding& a, const model::Finding& b) { return key(a) < key(b); });
  }

  const std::vector<File>& files_;
  std::set<std::string> unjudged_;
  Request request_;
  std::vector<const Rule*> chosen_;
  Replay replay_;
  Session session_;
  std::vector<HeldLock> held_;
  std::vector<Effect> effects_;
  Result result_;
};

Result lint(const std::vector<File>& files, Request request) {
  return Run(files, std::move(request)).run();
}

}  // namespace dunlin::lint
