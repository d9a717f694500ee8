#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/Json.hpp"
#include "cli/lsp/Analyser.hpp"
#include "cli/lsp/Answers.hpp"
#include "cli/lsp/TextDocument.hpp"
#include "model/Finding.hpp"

namespace dunlin::cli::lsp {

/// A language server (LSP 3.17) without its input and output: messages in, messages out.
class Server {
 public:
  Server(Analyser analyser, std::string version)
      : analyser_(std::move(analyser)), version_(std::move(version)) {}

  /// Answers one message; an empty list when it wants no answer. Never throws for what the message says.
  std::vector<Json> handle(std::string_view content);
  /// The answer to bytes that aren't a message.
  std::vector<Json> refuse(std::string_view problem) const;

  /// True when open files have changed since they were judged.
  bool has_work() const;
  /// Judges what has changed, and says what to show.
  std::vector<Json> publish();

  /// Set by the exit notification: 0 when a shutdown came before it, else 1 (LSP 3.17, "Exit").
  std::optional<int> exit_code() const { return exit_code_; }

 private:
  struct OpenFile {
    TextDocument document;
    std::optional<std::int64_t> version;
    model::Findings findings;
    std::optional<Failure> failure;  ///< why there are no findings
    bool stale = true;
  };
  enum class State { new_born, running, shut_down };

  Json answer(const std::string& method, const Json& params);
  void take(const std::string& method, const Json& params);
  void change(OpenFile& file, const Json& params);
  Json initialize(const Json& params);
  Json hover(const Json& params);
  Json actions(const Json& params);
  OpenFile& open_file(const Json& params, std::string& uri);
  void judge(const std::string& uri, OpenFile& file) const;

  Analyser analyser_;
  std::string version_;
  State state_ = State::new_born;
  std::map<std::string, OpenFile> files_;  ///< by URI
  std::vector<std::string> closed_;        ///< whose diagnostics are to be taken away
  std::optional<int> exit_code_;
};

}  // namespace dunlin::cli::lsp
