#pragma once

#include <filesystem>
#include <string>

#include "model/TransferConfig.hpp"
#include "transfer/Workplace.hpp"

namespace dunlin::transfer {

/// What tells the application where its data is: a setting in a file ([transfer] switch_file, switch_key), a
/// command (switch_command), or nothing that we know of.
class Configuration {
 public:
  enum class Side { sqlite, postgresql };

  Configuration(const model::TransferConfig& config, std::filesystem::path root, const Workplace& workplace);

  bool is_known() const { return !config_.switch_file.empty() || !config_.switch_command.empty(); }
  /// "DATABASE_URL in .env", "the switch_command": for messages.
  std::string describe() const;

  /// Throws a usage Error when the file isn't there, doesn't have the setting, or is somebody else's.
  void check() const;

  /// Points the application to `url`. The file's text is kept in the workplace before it changes.
  void point_to(Side side, const std::string& url) const;
  /// Undoes it: the file as it was kept, or the command for the other side.
  void point_back(Side side, const std::string& url) const;
  /// True when the file's setting is this one.
  bool points_to(const std::string& url) const;
  /// What the setting was before the switch; "" when that isn't known.
  std::string former_value() const;

  /// Asks [transfer] health_command. Throws a failed Error with what it said unless it ends with 0.
  void require_health(Side side, const std::string& url) const;

 private:
  std::filesystem::path file() const;
  std::filesystem::path kept() const;
  void run(const std::string& command, Side side, const std::string& url, const char* name) const;

  const model::TransferConfig& config_;
  std::filesystem::path root_;
  Workplace workplace_;
};

}  // namespace dunlin::transfer
