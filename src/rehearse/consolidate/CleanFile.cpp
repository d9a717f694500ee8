#include "rehearse/consolidate/CleanFile.hpp"

#include <fmt/format.h>

namespace dunlin::rehearse {
namespace {

std::string header_of(const std::string& title, const std::string& description, const CleanHeader& header) {
  return fmt::format(
      "-- Migration: {}\n-- Description: {}\n-- Author: {}\n-- Date: {}\n-- Made of {}: the same schema, "
      "object by object, as pg_dump tells.\n",
      title, description, header.author, header.date, header.origin);
}

}  // namespace

std::string text_of(const CleanFile& file, const CleanHeader& header) {
  std::string text = header_of(file.title, file.description, header);
  if (file.undo.empty()) text += "-- dunlin:nothing-to-undo\n";
  if (file.unchecked_bodies)
    text += "\n-- Bodies of functions name objects that come later.\nSET check_function_bodies = off;\n";
  for (const std::string& statement : file.statements) text += "\n" + statement + "\n";
  if (file.unchecked_bodies) text += "\nRESET check_function_bodies;\n";
  return text;
}

std::string rollback_text_of(const CleanFile& file, const CleanHeader& header) {
  std::string text = header_of("take back: " + file.title, "takes back " + file.name, header) + "\n";
  for (const std::string& statement : file.undo) text += statement + "\n";
  return text;
}

}  // namespace dunlin::rehearse
