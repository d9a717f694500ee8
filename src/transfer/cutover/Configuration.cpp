#include "transfer/cutover/Configuration.hpp"

#include <fmt/format.h>

#include "base/Error.hpp"
#include "base/File.hpp"
#include "base/Process.hpp"
#include "base/Secret.hpp"
#include "base/Text.hpp"
#include "transfer/cutover/Setting.hpp"

namespace dunlin::transfer {
namespace {

namespace fs = std::filesystem;

// Writers of the source wait while these run.
constexpr std::chrono::seconds k_command_limit{60};

Setting require_setting(const std::string& text, const std::string& key, const fs::path& file) {
  const auto found = find_settings(text, key);
  const std::string where = printable(file.string()), what = printable(key);
  if (found.empty())
    throw usage_error(fmt::format("{} doesn't set {}", where, what),
                      "write the setting into the file, or name another with [transfer] switch_key");
  if (found.size() > 1 && file.extension() == ".toml")
    throw usage_error(fmt::format("{} sets {} {} times", where, what, found.size()),
                      "say in which section: switch_key = \"section." + what + "\"");
  if (found.back().goes_on)
    throw usage_error(fmt::format("the value of {} in {} goes on over several lines", what, where),
                      "write it on one line, or use switch_command");
  return found.back();
}

// The text with another value, which whoever reads it has to see as it is: an application's library, or a
// shell.
std::string with_value(const std::string& text, const std::string& key, const Setting& setting,
                       const std::string& value) {
  std::string out = with_setting(text, setting, value);
  const auto read = find_setting(out, key);
  if (value.find_first_of("\"'`$\\\n") != std::string::npos || !read || read->value != value)
    throw usage_error("the URL of PostgreSQL has characters that a configuration file can't hold",
                      "write them percent-encoded in the URL: \" as %22, ' as %27, $ as %24, ` as %60, \\ as "
                      "%5C");
  return out;
}

}  // namespace

Configuration::Configuration(const model::TransferConfig& config, fs::path root, const Workplace& workplace)
    : config_(config), root_(std::move(root)), workplace_(workplace) {}

std::string Configuration::describe() const {
  if (!config_.switch_file.empty())
    return fmt::format("{} in {}", printable(config_.switch_key), printable(config_.switch_file));
  return config_.switch_command.empty() ? "" : "switch_command";
}

fs::path Configuration::file() const {
  return root_ / config_.switch_file;
}

fs::path Configuration::kept() const {
  return workplace_.folder / "configuration.before";
}

void Configuration::check() const {
  if (config_.switch_file.empty()) return;
  require_setting(read_file(file()), config_.switch_key, file());
  require_replaceable(file());
}

void Configuration::point_to(Side side, const std::string& url) const {
  if (!config_.switch_file.empty()) {
    const std::string text = read_file(file());
    const Setting setting = require_setting(text, config_.switch_key, file());
    if (side == Side::postgresql && setting.value != url) {
      write_private_file(kept(), text);
    }
    replace_file(file(), with_value(text, config_.switch_key, setting, url));
  }
  if (!config_.switch_command.empty()) run(config_.switch_command, side, url, "switch_command");
}

void Configuration::point_back(Side side, const std::string& url) const {
  if (!config_.switch_file.empty() && fs::exists(kept())) {
    const std::string text = read_file(file());
    const std::string before = read_file(kept());
    const Setting now = require_setting(text, config_.switch_key, file());
    const Setting was = require_setting(before, config_.switch_key, kept());
    // Where other lines were edited since, only the setting goes back.
    const bool untouched = with_setting(before, was, now.value) == text;
    const std::string wanted = untouched ? before : with_setting(text, now, was.value);
    if (wanted != text) replace_file(file(), wanted);
  }
  if (!config_.switch_command.empty()) run(config_.switch_command, side, url, "switch_command");
}

bool Configuration::points_to(const std::string& url) const {
  if (config_.switch_file.empty()) return false;
  const auto setting = find_setting(read_file(file()), config_.switch_key);
  return setting && setting->value == url;
}

std::string Configuration::former_value() const {
  if (!fs::exists(kept())) return "";
  const auto setting = find_setting(read_file(kept()), config_.switch_key);
  return setting ? setting->value : "";
}

void Configuration::require_health(Side side, const std::string& url) const {
  if (config_.health_command.empty()) return;
  run(config_.health_command, side, url, "health_command");
}

void Configuration::run(const std::string& command, Side side, const std::string& url,
                        const char* name) const {
  const auto result =
      run_process({.argv = {"/bin/sh", "-c", command},
                   .environment = {{"DUNLIN_TRANSFER_TO", side == Side::postgresql ? "postgresql" : "sqlite"},
                                   {"DUNLIN_TRANSFER_URL", url}},
                   .directory = root_,
                   .timeout = k_command_limit});
  if (result.exit_code == 0) return;
  Error error(ErrorCode::failed, fmt::format("{} ended with exit code {}", name, result.exit_code));
  error.set_fact("detail", redact_mentions(trim(result.output), url));
  throw error;
}

}  // namespace dunlin::transfer
