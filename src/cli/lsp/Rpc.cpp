#include "cli/lsp/Rpc.hpp"

#include <fmt/format.h>
#include <utility>

namespace dunlin::cli::lsp {
namespace {

Json message() {
  return Json(Json::Object{{"jsonrpc", "2.0"}});
}

}  // namespace

Json response(const Json& id, Json result) {
  Json out = message();
  out.set("id", id).set("result", std::move(result));
  return out;
}

Json error_response(const Json& id, RpcCode code, std::string_view text) {
  Json error = Json::object();
  error.set("code", static_cast<int>(code)).set("message", text);
  Json out = message();
  out.set("id", id).set("error", std::move(error));
  return out;
}

Json notification(std::string_view method, Json params) {
  Json out = message();
  out.set("method", method).set("params", std::move(params));
  return out;
}

const Json& required(const Json& params, std::string_view name) {
  const auto* value = params.find(name);
  if (value == nullptr) throw RpcError(RpcCode::invalid_params, fmt::format("there is no \"{}\"", name));
  return *value;
}

const std::string& required_text(const Json& params, std::string_view name) {
  const auto* text = required(params, name).string();
  if (text == nullptr) throw RpcError(RpcCode::invalid_params, fmt::format("\"{}\" isn't a string", name));
  return *text;
}

std::size_t required_number(const Json& params, std::string_view name) {
  const auto* number = required(params, name).integer();
  if (number == nullptr || *number < 0)
    throw RpcError(RpcCode::invalid_params, fmt::format("\"{}\" isn't a number from 0", name));
  return static_cast<std::size_t>(*number);
}

}  // namespace dunlin::cli::lsp
