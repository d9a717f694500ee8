#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "trial/rls/Expectations.hpp"

namespace dunlin::trial {

/// How a command is tried. UPDATE and DELETE that read no column are judged by fewer policies (PostgreSQL
/// docs, CREATE POLICY: SELECT policies join in when the command reads columns), so they are tried both ways.
enum class Form : std::uint8_t {
  reading,  ///< with a WHERE that reads a column; SELECT has only this one
  blind,    ///< without WHERE and RETURNING
  values,   ///< INSERT of a given row; UPDATE that sets given values
};
std::string_view to_string(Form form);

/// One question: may this identity do this?
struct Cell {
  std::size_t table = 0;     ///< index into Expectations::tables
  std::size_t identity = 0;  ///< index into Expectations::identities
  Command command = Command::select;
  Form form = Form::reading;
  int number = 0;  ///< of the row or assignment, from 1; 0 when there is only one
  Expected expected;
  RowValues values;
  friend bool operator==(const Cell&, const Cell&) = default;
};

/// What the server did.
struct Observed {
  enum class Kind : std::uint8_t { rows, denied, error };
  Kind kind = Kind::rows;
  std::vector<std::string> keys;  ///< rows seen or touched, sorted
  std::int64_t affected = 0;      ///< rows that the command counted
  bool by_policy = false;         ///< denied: by a policy, not for want of a privilege
  std::string message;            ///< denied, error: the server's
  std::string sqlstate;
  friend bool operator==(const Observed&, const Observed&) = default;
};

/// ok, or why not.
struct Verdict {
  enum class Kind : std::uint8_t { ok, leak, lockout, different, error };
  Kind kind = Kind::ok;
  std::vector<std::string> extra;    ///< keys that shouldn't be there
  std::vector<std::string> missing;  ///< keys that should
  std::string message;               ///< for people; "" when ok
  friend bool operator==(const Verdict&, const Verdict&) = default;
};
/// "ok", "leak", "lockout", "different", "error": a JSON contract.
std::string_view to_string(Verdict::Kind kind);

/// All questions that the expectations ask, table by table.
std::vector<Cell> make_cells(const Expectations& expectations);

/// "alice update public.documents without WHERE".
std::string label(const Cell& cell, const Expectations& expectations);

/// Compares what was seen with what was expected; `oracle` holds the sorted keys of the rows that it means.
Verdict judge(const Cell& cell, const std::vector<std::string>& oracle, const Observed& observed);

}  // namespace dunlin::trial
