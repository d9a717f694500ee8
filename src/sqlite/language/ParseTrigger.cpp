#include "sqlite/language/Parser.hpp"

namespace dunlin::sqlite {

CreateView Parser::create_view() {
  CreateView view;
  view.temporary = begins_temporary();
  expect("VIEW");
  view.if_not_exists = accept_all({"IF", "NOT", "EXISTS"});
  qualified_name(view.schema, view.name);
  if (is("(")) view.columns = names_in_parentheses();
  expect("AS");
  view.select = select();
  return view;
}

CreateTrigger Parser::create_trigger() {
  CreateTrigger trigger;
  trigger.temporary = begins_temporary();
  expect("TRIGGER");
  trigger.if_not_exists = accept_all({"IF", "NOT", "EXISTS"});
  qualified_name(trigger.schema, trigger.name);
  trigger.timing = "BEFORE";
  if (accept("AFTER"))
    trigger.timing = "AFTER";
  else if (accept_all({"INSTEAD", "OF"}))
    trigger.timing = "INSTEAD OF";
  else
    accept("BEFORE");
  if (accept("INSERT")) {
    trigger.event = "INSERT";
  } else if (accept("DELETE")) {
    trigger.event = "DELETE";
  } else {
    expect("UPDATE");
    trigger.event = "UPDATE";
    if (accept("OF")) {
      do {
        trigger.columns.push_back(name());
      } while (accept(","));
    }
  }
  expect("ON");
  std::string schema;
  qualified_name(schema, trigger.table);
  accept_all({"FOR", "EACH", "ROW"});
  if (accept("WHEN")) trigger.when.push_back(expression());
  expect("BEGIN");
  do {
    trigger.body.push_back(trigger_statement());
    expect(";");
  } while (!accept("END"));
  return trigger;
}

TriggerStatement Parser::trigger_statement() {
  if (is("INSERT") || is("REPLACE")) return insert();
  if (is("UPDATE")) return update();
  if (is("DELETE")) return delete_from();
  return select();
}

Insert Parser::insert() {
  Insert made;
  if (accept("REPLACE")) {
    made.on_conflict = "REPLACE";
  } else {
    expect("INSERT");
    if (accept("OR")) {
      for (const char* action : {"ROLLBACK", "ABORT", "FAIL", "IGNORE", "REPLACE"})
        if (made.on_conflict.empty() && accept(action)) made.on_conflict = action;
      if (made.on_conflict.empty()) fail("a conflict resolution expected");
    }
  }
  expect("INTO");
  std::string schema;
  qualified_name(schema, made.table);
  if (accept("AS")) made.alias = name();
  if (is("(")) made.columns = names_in_parentheses();
  if (accept_all({"DEFAULT", "VALUES"})) return made;
  made.source.push_back(select());
  while (is("ON")) made.upserts.push_back(upsert());
  return made;
}

Upsert Parser::upsert() {
  Upsert made;
  expect("ON");
  expect("CONFLICT");
  if (accept("(")) {
    made.target = ordering_terms();
    expect(")");
    if (accept("WHERE")) made.target_where.push_back(expression());
  }
  expect("DO");
  if (accept("NOTHING")) return made;
  expect("UPDATE");
  made.update = true;
  made.set = assignments();
  if (accept("WHERE")) made.where.push_back(expression());
  return made;
}

std::vector<Assignment> Parser::assignments() {
  std::vector<Assignment> list;
  expect("SET");
  do {
    Assignment made;
    if (is("("))
      made.columns = names_in_parentheses();
    else
      made.columns.push_back(name());
    expect("=");
    made.value = expression();
    list.push_back(std::move(made));
  } while (accept(","));
  return list;
}

Update Parser::update() {
  Update made;
  expect("UPDATE");
  if (accept("OR")) {
    for (const char* action : {"ROLLBACK", "ABORT", "FAIL", "IGNORE", "REPLACE"})
      if (made.on_conflict.empty() && accept(action)) made.on_conflict = action;
    if (made.on_conflict.empty()) fail("a conflict resolution expected");
  }
  Source target;
  source_table(target);
  made.table = target.table;
  made.alias = target.alias;
  made.set = assignments();
  if (accept("FROM")) made.from = sources();
  if (accept("WHERE")) made.where.push_back(expression());
  return made;
}

Delete Parser::delete_from() {
  Delete made;
  expect("DELETE");
  expect("FROM");
  Source target;
  source_table(target);
  made.table = target.table;
  made.alias = target.alias;
  if (accept("WHERE")) made.where.push_back(expression());
  return made;
}

}  // namespace dunlin::sqlite
