#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

#include "base/Json.hpp"

namespace dunlin::cli::lsp {

/// Error codes of JSON-RPC 2.0 (5.1) and of LSP 3.17 ("ErrorCodes").
enum class RpcCode : int {
  parse_error = -32700,
  invalid_request = -32600,
  method_not_found = -32601,
  invalid_params = -32602,
  internal_error = -32603,
  server_not_initialized = -32002,
};

/// A request that is answered with an error.
class RpcError : public std::runtime_error {
 public:
  RpcError(RpcCode code, const std::string& message) : std::runtime_error(message), code_(code) {}
  RpcCode code() const { return code_; }

 private:
  RpcCode code_;
};

/// The answer to request `id`.
Json response(const Json& id, Json result);
/// The answer to a request that failed; `id` is null when it could not be read.
Json error_response(const Json& id, RpcCode code, std::string_view message);
/// A message that wants no answer.
Json notification(std::string_view method, Json params);

/// The member `name` of a request's parameters. Throws invalid_params when it isn't there.
const Json& required(const Json& params, std::string_view name);
/// The same for a text, and for a number from 0.
const std::string& required_text(const Json& params, std::string_view name);
std::size_t required_number(const Json& params, std::string_view name);

}  // namespace dunlin::cli::lsp
