#include "integration/rehearse/Proofs.hpp"

namespace dunlin::rehearse {
namespace {

using test::ProofTest;

TEST_F(ProofTest, AnIndexBuiltConcurrentlyIsTheSameIndex) {
  prove({"CREATE TABLE orders (id int PRIMARY KEY, customer int)"},
        "CREATE INDEX orders_customer ON orders (customer);",
        "CREATE INDEX CONCURRENTLY orders_customer ON orders (customer);");
  EXPECT_EQ(proof_.verdict, Verdict::equal) << said();
}

TEST_F(ProofTest, AnIndexOfAnotherNameIsNot) {
  prove({"CREATE TABLE orders (id int PRIMARY KEY, customer int)"},
        "CREATE INDEX orders_customer ON orders (customer);",
        "CREATE INDEX CONCURRENTLY orders_customer_idx ON orders (customer);");
  EXPECT_EQ(proof_.verdict, Verdict::different) << said();
  EXPECT_TRUE(says("INDEX public.orders_customer\n")) << said();
  EXPECT_TRUE(says("+CREATE INDEX orders_customer_idx ON public.orders")) << said();
}

}  // namespace
}  // namespace dunlin::rehearse
