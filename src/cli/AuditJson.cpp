#include "cli/AuditDocument.hpp"

namespace dunlin::cli {
namespace {

using lint::audit::AuditReport;
using lint::audit::Place;
using lint::audit::Remark;

Json at(const Place& place) {
  return Json::object().set("file", place.file).set("line", place.line);
}

Json strings(const std::vector<std::string>& texts) {
  Json list = Json::array();
  for (const std::string& text : texts) list.add(text);
  return list;
}

Json places(const std::vector<Place>& all) {
  Json list = Json::array();
  for (const Place& place : all) list.add(at(place));
  return list;
}

Json remarks(const std::vector<Remark>& all) {
  Json list = Json::array();
  for (const Remark& remark : all)
    list.add(
        at(remark.place).set("object", remark.object).set("message", remark.text).set("fix", remark.fix));
  return list;
}

Json repeated(const AuditReport& report) {
  Json list = Json::array();
  for (const auto& object : report.repeated) {
    Json definitions = Json::array();
    for (const auto& definition : object.definitions)
      definitions.add(at(definition.place)
                          .set("effect", lint::audit::to_string(definition.effect))
                          .set("text", definition.text)
                          .set("difference", definition.difference));
    list.add(Json::object()
                 .set("kind", model::to_string(object.kind))
                 .set("object", object.object)
                 .set("conflict", object.is_conflict())
                 .set("differs", object.differs())
                 .set("definitions", definitions)
                 .set("conflicts", strings(object.conflicts)));
  }
  return list;
}

Json families(const AuditReport& report) {
  Json list = Json::array();
  for (const auto& family : report.families) {
    Json members = Json::array();
    for (const auto& member : family.members)
      members.add(
          at(member.place).set("function", member.function).set("triggers", strings(member.triggers)));
    list.add(Json::object()
                 .set("kept", family.kept)
                 .set("same_text", family.same_text)
                 .set("functions", members)
                 .set("differences", strings(family.differences))
                 .set("body", family.body)
                 .set("merge_sql", family.merge_sql));
  }
  return list;
}

Json overloads(const AuditReport& report) {
  Json list = Json::array();
  for (const auto& overload : report.overloads) {
    Json functions = Json::array();
    for (const auto& [signature, place] : overload.functions)
      functions.add(at(place).set("function", signature));
    list.add(Json::object().set("name", overload.name).set("functions", functions));
  }
  return list;
}

Json uses(const AuditReport& report) {
  Json list = Json::array();
  for (const auto& use : report.early_uses)
    list.add(at(use.place)
                 .set("object", use.object)
                 .set("defined", at(use.defined))
                 .set("when_called", use.when_called));
  return list;
}

Json missing(const AuditReport& report) {
  Json list = Json::array();
  for (const auto& object : report.missing)
    list.add(Json::object().set("object", object.object).set("uses", places(object.uses)));
  return list;
}

Json hidden_columns(const AuditReport& report) {
  Json list = Json::array();
  for (const auto& column : report.hidden_columns)
    list.add(at(column.place)
                 .set("column", column.column)
                 .set("type", column.type)
                 .set("wanted", column.wanted)
                 .set("defined", at(column.defined)));
  return list;
}

Json rules(const AuditReport& report) {
  Json list = Json::array();
  for (const auto& rule : report.rules)
    list.add(at(rule.first)
                 .set("rule", rule.rule)
                 .set("severity", model::to_string(rule.severity))
                 .set("count", rule.count));
  return list;
}

Json not_analysed(const AuditReport& report) {
  Json list = Json::array();
  for (const auto& what : report.not_analysed)
    list.add(
        Json::object().set("file", what.span.file).set("line", what.span.line).set("reason", what.reason));
  return list;
}

}  // namespace

Json audit_json(const AuditReport& report, const AuditSubject& subject) {
  const auto& last = report.last_state;
  return Json::object()
      .set("folder", subject.folder)
      .set("layout", subject.layout)
      .set("files", report.files)
      .set("statements", report.statements)
      .set("problems", report.problems())
      .set("last_state", Json::object()
                             .set("tables", last.tables)
                             .set("views", last.views)
                             .set("functions", last.functions)
                             .set("triggers", last.triggers)
                             .set("policies", last.policies)
                             .set("indexes", last.indexes)
                             .set("types", last.types))
      .set("repeated", repeated(report))
      .set("hidden_columns", hidden_columns(report))
      .set("families", families(report))
      .set("overloads", overloads(report))
      .set("early_uses", uses(report))
      .set("missing", missing(report))
      .set("unused", remarks(report.unused))
      .set("indexes", remarks(report.indexes))
      .set("tables_without_rls", remarks(report.tables_without_rls))
      .set("open_definers", remarks(report.open_definers))
      .set("missing_rollbacks", remarks(report.missing_rollbacks))
      .set("missing_metadata", remarks(report.missing_metadata))
      .set("order", remarks(report.order))
      .set("rules", rules(report))
      .set("not_analysed", not_analysed(report));
}

}  // namespace dunlin::cli
