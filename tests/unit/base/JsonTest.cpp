#include <gtest/gtest.h>
#include <string>

#include "base/Error.hpp"
#include "base/Json.hpp"

namespace dunlin {
namespace {

TEST(Json, KeepsTheOrderOfMembers) {
  Json json = Json::object();
  json.set("z", 1).set("a", Json::array().add("x").add(true).add(Json()).add(1.5));
  EXPECT_EQ(json.dump(-1), R"({"z":1,"a":["x",true,null,1.5]})");
  EXPECT_EQ(Json::parse(json.dump()).dump(-1), json.dump(-1));
}

TEST(Json, ShowsBytesThatArentUtf8) {
  EXPECT_EQ(Json(std::string("a\xff")).dump(-1), "\"a\xEF\xBF\xBD\"");
}

TEST(Json, FindsMembers) {
  const Json json = Json::parse(R"({"a": {"b": [1, "two"]}})");
  ASSERT_NE(json.find("a"), nullptr);
  const Json* list = json.find("a")->find("b");
  ASSERT_NE(list, nullptr);
  ASSERT_EQ(list->elements()->size(), 2U);
  EXPECT_EQ(*(*list->elements())[1].string(), "two");
  EXPECT_EQ(json.find("x"), nullptr);
  EXPECT_EQ(list->find("b"), nullptr);
  EXPECT_TRUE(Json::parse("null").is_null());
}

TEST(Json, RefusesHostileNesting) {
  EXPECT_NO_THROW(Json::parse(std::string(150, '[') + std::string(150, ']')));
  EXPECT_THROW(Json::parse(std::string(300, '[') + std::string(300, ']')), Error);
  EXPECT_THROW(Json::parse(std::string(5'000'000, '[')), Error);
}

TEST(Json, ReadsIntegers) {
  const auto json = Json::parse("[-3, 9223372036854775807, 18446744073709551615, 1.5]");
  EXPECT_EQ(*json.elements()->at(0).integer(), -3);
  EXPECT_EQ(*json.elements()->at(1).integer(), INT64_MAX);
  EXPECT_EQ(json.elements()->at(2).integer(), nullptr);
  EXPECT_EQ(json.elements()->at(3).integer(), nullptr);
}

TEST(Json, RefusesOtherText) {
  for (const char* text : {"", "{", "[1,]", "{'a':1}"}) EXPECT_THROW(Json::parse(text), Error) << text;
}

}  // namespace
}  // namespace dunlin
