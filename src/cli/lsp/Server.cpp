#include "cli/lsp/Server.hpp"

#include <algorithm>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fmt/format.h>

#include "base/Error.hpp"
#include "cli/lsp/Rpc.hpp"
#include "cli/lsp/Uri.hpp"

namespace dunlin::cli::lsp {
namespace {

Position position_in(const Json& json) {
  return {required_number(json, "line"), required_number(json, "character")};
}

bool is_id(const Json& id) {
  return id.string() != nullptr || id.integer() != nullptr;
}

// An error about the file itself has its line; one about another file says which.
Failure failure_of(const Error& error, const std::string& path) {
  std::error_code none;
  const bool own = std::filesystem::weakly_canonical(path, none).string() == error.fact("file") ||
                   path == error.fact("file");
  Failure failure{error.message() + (error.hint().empty() ? "" : "\n" + error.hint()), 1};
  const auto line = std::strtoul(std::string(error.fact("line")).c_str(), nullptr, 10);
  if (own && line > 0) failure.line = line;
  return failure;
}

Json published(const std::string& uri, const std::optional<std::int64_t>& version, Json list) {
  Json params = Json::object();
  params.set("uri", uri);
  if (version) params.set("version", *version);
  params.set("diagnostics", std::move(list));
  return notification("textDocument/publishDiagnostics", std::move(params));
}

}  // namespace

std::vector<Json> Server::handle(std::string_view content) {
  Json message;
  try {
    message = Json::parse(content);
  } catch (const Error& error) {
    return {error_response(Json(), RpcCode::parse_error, error.message())};
  }
  const Json* found = message.find("id");
  const Json id = found != nullptr && is_id(*found) ? *found : Json();
  const Json* method = message.find("method");
  const Json* version = message.find("jsonrpc");
  if (version == nullptr || version->string() == nullptr || *version->string() != "2.0")
    return {error_response(id, RpcCode::invalid_request, "this is not a JSON-RPC 2.0 message")};
  if (method == nullptr && (message.find("result") != nullptr || message.find("error") != nullptr))
    return {};  // an answer: we ask nothing
  if (method == nullptr || method->string() == nullptr || (found != nullptr && !is_id(*found)))
    return {error_response(id, RpcCode::invalid_request, "the message has no method, or no proper id")};
  const Json* given = message.find("params");
  const Json params = given != nullptr ? *given : Json::object();
  try {
    if (found != nullptr) return {response(id, answer(*method->string(), params))};
    take(*method->string(), params);
  } catch (const RpcError& error) {
    // A notification has no answer, not even this one.
    if (found != nullptr) return {error_response(id, error.code(), error.what())};
  } catch (const std::exception& error) {
    if (found != nullptr) return {error_response(id, RpcCode::internal_error, error.what())};
  }
  return {};
}

std::vector<Json> Server::refuse(std::string_view problem) const {
  return {error_response(Json(), RpcCode::parse_error, problem)};
}

Json Server::answer(const std::string& method, const Json& params) {
  if (state_ == State::shut_down)
    throw RpcError(RpcCode::invalid_request, "the server was shut down: only exit may follow");
  if (method == "initialize") return initialize(params);
  if (state_ == State::new_born)
    throw RpcError(RpcCode::server_not_initialized, "the first request has to be initialize");
  if (method == "shutdown") {
    state_ = State::shut_down;
    return {};
  }
  if (method == "textDocument/hover") return hover(params);
  if (method == "textDocument/codeAction") return actions(params);
  throw RpcError(RpcCode::method_not_found, fmt::format("there is no method {}", method));
}

Json Server::initialize(const Json& params) {
  if (state_ == State::running) throw RpcError(RpcCode::invalid_request, "the server is initialized already");
  state_ = State::running;
  const auto* root = params.find("rootUri");
  if (root != nullptr && root->string() != nullptr) analyser_.enter(path_of(*root->string()));
  constexpr int k_incremental = 2;
  Json sync = Json::object();
  sync.set("openClose", true)
      .set("change", k_incremental)
      .set("save", Json(Json::Object{{"includeText", false}}));
  Json kinds = Json::array();
  kinds.add("quickfix").add("source.fixAll.dunlin");
  Json capabilities = Json::object();
  capabilities.set("positionEncoding", "utf-16")
      .set("textDocumentSync", std::move(sync))
      .set("hoverProvider", true)
      .set("codeActionProvider", Json(Json::Object{{"codeActionKinds", std::move(kinds)}}));
  Json result = Json::object();
  result.set("capabilities", std::move(capabilities))
      .set("serverInfo", Json(Json::Object{{"name", "dunlin"}, {"version", version_}}));
  return result;
}

void Server::take(const std::string& method, const Json& params) {
  if (method == "exit") {
    exit_code_ = state_ == State::shut_down ? 0 : 1;
    return;
  }
  if (state_ != State::running) return;
  if (method == "textDocument/didOpen") {
    const auto& item = required(params, "textDocument");
    const auto* version = item.find("version");
    OpenFile file{TextDocument(required_text(item, "text")), std::nullopt, {}, std::nullopt, true};
    if (version != nullptr && version->integer() != nullptr) file.version = *version->integer();
    files_.insert_or_assign(required_text(item, "uri"), std::move(file));
    analyser_.forget();
    return;
  }
  std::string uri;
  if (method == "textDocument/didChange") {
    change(open_file(params, uri), params);
  } else if (method == "textDocument/didSave" || method == "workspace/didChangeWatchedFiles") {
    // What another file defines may change what is said of this one.
    analyser_.forget();
    for (auto& [name, file] : files_) file.stale = true;
  } else if (method == "textDocument/didClose") {
    open_file(params, uri);
    files_.erase(uri);
    closed_.push_back(uri);
  }
}

void Server::change(OpenFile& file, const Json& params) {
  const auto* changes = required(params, "contentChanges").elements();
  if (changes == nullptr) throw RpcError(RpcCode::invalid_params, "\"contentChanges\" isn't a list");
  TextDocument document = file.document;
  for (const auto& one : *changes) {
    const auto& text = required_text(one, "text");
    const auto* range = one.find("range");
    document = range == nullptr ? TextDocument(text)
                                : document.replaced(position_in(required(*range, "start")),
                                                    position_in(required(*range, "end")), text);
  }
  const auto* version = required(params, "textDocument").find("version");
  if (version != nullptr && version->integer() != nullptr) file.version = *version->integer();
  file.document = std::move(document);
  file.stale = true;
}

Server::OpenFile& Server::open_file(const Json& params, std::string& uri) {
  uri = required_text(required(params, "textDocument"), "uri");
  const auto found = files_.find(uri);
  if (found == files_.end()) throw RpcError(RpcCode::invalid_params, fmt::format("{} is not open", uri));
  return found->second;
}

Json Server::hover(const Json& params) {
  std::string uri;
  const auto& file = open_file(params, uri);
  const auto offset = file.document.offset_of(position_in(required(params, "position")));
  const auto text = analyser_.hover(path_of(uri), file.document.text(), offset);
  if (!text) return {};
  return Json(Json::Object{{"contents", Json(Json::Object{{"kind", "markdown"}, {"value", *text}})}});
}

Json Server::actions(const Json& params) {
  std::string uri;
  auto& file = open_file(params, uri);
  const auto& range = required(params, "range");
  std::vector<std::string> only;
  if (const auto* context = params.find("context"); context != nullptr) {
    const auto* kinds = context->find("only");
    if (kinds != nullptr && kinds->elements() != nullptr) {
      for (const auto& kind : *kinds->elements())
        if (kind.string() != nullptr) only.push_back(*kind.string());
    }
  }
  // The edits have to be those of the text as it is now. What changed is still published afterwards.
  const bool stale = file.stale;
  if (stale) judge(uri, file);
  file.stale = stale;
  const auto& document = file.document;
  return code_actions(file.findings, uri, path_of(uri), document,
                      document.offset_of(position_in(required(range, "start"))),
                      document.offset_of(position_in(required(range, "end"))), only);
}

void Server::judge(const std::string& uri, OpenFile& file) const {
  const auto path = path_of(uri);
  file.failure.reset();
  file.findings = {};
  try {
    file.findings = analyser_.analyse(path, file.document.text());
  } catch (const Error& error) {
    file.failure = failure_of(error, path);
  } catch (const std::exception& error) {
    file.failure = Failure{error.what()};
  }
  file.stale = false;
}

bool Server::has_work() const {
  return !closed_.empty() ||
         std::any_of(files_.begin(), files_.end(), [](const auto& entry) { return entry.second.stale; });
}

std::vector<Json> Server::publish() {
  std::vector<Json> messages;
  for (const auto& uri : closed_) {
    if (files_.count(uri) == 0) messages.push_back(published(uri, std::nullopt, Json::array()));
  }
  closed_.clear();
  for (auto& [uri, file] : files_) {
    if (!file.stale) continue;
    judge(uri, file);
    messages.push_back(published(uri, file.version,
                                 file.failure ? failure_diagnostics(*file.failure, file.document)
                                              : diagnostics(file.findings, path_of(uri), file.document)));
  }
  return messages;
}

}  // namespace dunlin::cli::lsp
