#include "transfer/schema/ScriptWriter.hpp"

#include "base/Text.hpp"

namespace dunlin::transfer {

void ScriptWriter::add(const std::string& statement, const std::string& undo) {
  if (!body_.empty() && (unit_ || statement.find('\n') != std::string::npos)) body_ += "\n";
  if (unit_) body_ += "-- dunlin:unit\n";
  body_ += statement + ";\n";
  if (!undo.empty()) undo_ = undo + ";\n" + undo_;
  unit_ = false;
}

void ScriptWriter::comment(const std::string& text) {
  if (!body_.empty()) body_ += "\n";
  for (const auto& line : split_lines(text)) body_ += "--| " + std::string(line) + "\n";
}

std::string ScriptWriter::text() const {
  const std::string schema = schema_ == "public" ? "" : "-- dunlin:schema " + schema_ + "\n";
  std::string out = schema;
  if (undo_.empty()) out += "-- dunlin:nothing-to-undo\n";
  if (!allowed_.empty()) out += "\n";
  for (const auto& rule : allowed_)
    out += "-- dunlin:allow " + rule + ": the tables are being loaded, nobody else uses them yet\n";
  out += "\n" + body_;
  if (!undo_.empty()) out += "\n-- dunlin:down\n" + schema + undo_;
  return out;
}

}  // namespace dunlin::transfer
