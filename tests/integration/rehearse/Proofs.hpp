#pragma once

#include <gtest/gtest.h>
#include <string>
#include <vector>

#include "base/Hash.hpp"
#include "base/Text.hpp"
#include "integration/Server.hpp"
#include "rehearse/ProveEqual.hpp"

namespace dunlin::test {

inline rehearse::Scripts scripts(const std::vector<std::string>& files, int first = 1) {
  rehearse::Scripts out;
  for (const auto& text : files) {
    model::Migration migration;
    migration.version = model::parse_version(fmt::format("{:03}", first++));
    migration.name = "change";
    migration.up = {.file = migration.version.text + "_change.sql", .text = text};
    migration.checksum = sha256(text);
    out.migrations.push_back(std::move(migration));
  }
  return out;
}

inline rehearse::ScratchServer& scratch() {
  static auto own = rehearse::ScratchServer::on(server(), server_programs());
  return own;
}

/// One file against another that takes its place, after `before`.
class ProofTest : public ::testing::Test {
 protected:
  const rehearse::Proof& prove(const std::vector<std::string>& before, const std::string& left,
                               const std::string& right) {
    const auto next = static_cast<int>(before.size()) + 1;
    proof_ = rehearse::prove_equal(scratch(), scripts(before), scripts({left}, next), scripts({right}, next),
                                   options_);
    return proof_;
  }
  std::string said() const { return join(describe(proof_, options_), "\n"); }
  bool says(const std::string& text) const { return said().find(text) != std::string::npos; }

  rehearse::ProofOptions options_;
  rehearse::Proof proof_;
};

}  // namespace dunlin::test
