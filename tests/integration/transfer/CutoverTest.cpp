#include <fmt/format.h>

#include "base/File.hpp"
#include "integration/transfer/LiveTransfer.hpp"
#include "postgres/ConnectionUrl.hpp"
#include "transfer/cutover/Cutover.hpp"
#include "transfer/cutover/Outbox.hpp"
#include "transfer/cutover/Strays.hpp"
#include "transfer/cutover/SwitchRecord.hpp"

namespace dunlin::transfer {
namespace {

namespace fs = std::filesystem;

class Switching : public test::LiveTransfer {
 protected:
  Switching() {
    config_.switch_file = ".env";
    write_file(env_, "PORT=1\nDATABASE_URL=file:app.db\n");
    fill();
  }
  Configuration configuration() const { return {config_, folder_.path(), workplace_}; }
  Cutover switch_now() {
    Follower follower(connection_, *find_transfer(connection_, "app"), mapping_, workplace_);
    const auto configured = configuration();
    return cut_over(follower, {configured, url(), std::chrono::seconds(2)});
  }
  bool resume() {
    const auto configured = configuration();
    return resume_cut_over(connection_, *find_transfer(connection_, "app"), mapping_, workplace_,
                           {configured, url(), std::chrono::seconds(2)});
  }
  // As the product hands it over: a configuration file holds no keyword string.
  std::string url() const { return postgres::connection_url(target()); }
  std::string stage() { return value("SELECT stage FROM dunlin.transfer"); }
  std::string env() const { return read_file(env_); }

  const std::string env_ = folder_.file(".env");
  model::TransferConfig config_;
};

TEST_F(Switching, PutsEverythingInPlace) {
  config_.health_command = "test \"$DUNLIN_TRANSFER_TO\" = postgresql";
  live("INSERT INTO orders (id, customer_id) VALUES (5000, 1)");
  live("DELETE FROM orders WHERE id = 5000");
  switch_now();
  EXPECT_EQ(stage(), "switched");
  EXPECT_EQ(find_switch(connection_, row_.id)->phase, SwitchPhase::confirmed);
  EXPECT_EQ(env(), fmt::format("PORT=1\nDATABASE_URL={}\n", url()));
  expect_equal();
  EXPECT_TRUE(find_strays(source_, mapping_, workplace_).empty());
  // AUTOINCREMENT has given out 5000 already.
  EXPECT_EQ(value("INSERT INTO app.orders (customer_id) VALUES (1) RETURNING id"), "5001");
  EXPECT_EQ(value("INSERT INTO app.customer (code) VALUES ('new') RETURNING id"), "301");
  EXPECT_EQ(count_outbox(connection_), 2);
}

TEST_F(Switching, AnApplicationThatIsNotWellBreaksItOff) {
  config_.health_command = "echo no connection; exit 7";
  const Error error = test::error_of([&] { switch_now(); });
  EXPECT_EQ(error.code(), ErrorCode::failed);
  EXPECT_EQ(error.message(), "the switch was broken off: health_command ended with exit code 7");
  EXPECT_EQ(error.fact("detail"), "no connection");
  EXPECT_EQ(env(), "PORT=1\nDATABASE_URL=file:app.db\n");
  EXPECT_EQ(stage(), "following");
  EXPECT_EQ(value("SELECT to_regclass('dunlin.transfer_outbox') IS NULL"), "t");
  live("UPDATE customer SET name = 'later' WHERE id = 1");  // the fence is gone
  config_.health_command.clear();
  switch_now();
  EXPECT_EQ(stage(), "switched");
  expect_equal();
}

TEST_F(Switching, ASettingThatIsNotThereChangesNothing) {
  config_.switch_key = "OTHER";
  EXPECT_EQ(test::error_of([&] { switch_now(); }).code(), ErrorCode::usage);
  EXPECT_EQ(stage(), "moved");
}

TEST_F(Switching, TablesThatDifferBreakItOff) {
  {
    Follower follower(connection_, row_, mapping_, workplace_);
    follower.round();
    follower.record_digest();
  }
  exec("UPDATE app.customer SET name = 'tampered' WHERE id = 77");
  const Error error = test::error_of([&] { switch_now(); });
  EXPECT_NE(error.message().find("customer (300 rows in SQLite, 300 in PostgreSQL)"), std::string::npos)
      << error.message();
  EXPECT_EQ(stage(), "following");
}

TEST_F(Switching, WritesToTheSourceAfterwardsAreListed) {
  switch_now();
  live("UPDATE pair SET v = NULL WHERE k1 = 'key18'");
  live("INSERT INTO customer (id) VALUES (1000)");
  const auto strays = find_strays(source_, mapping_, workplace_);
  ASSERT_EQ(strays.size(), 2U);
  EXPECT_EQ(describe(strays[0]), "customer: 1 row (id=1000)");
  EXPECT_EQ(describe(strays[1]), "pair: 1 row (k2=0,k1=key18)");
}

// What a kill leaves behind, at each instant.
class CutOff : public Switching {
 protected:
  CutOff() {
    switch_now();
    exec("UPDATE dunlin.transfer_switch SET phase = 'committed'");
  }
  void restore_env() { write_file(env_, "PORT=1\nDATABASE_URL=file:app.db\n"); }
};

TEST_F(CutOff, BeforeTheConfigurationItGoesBack) {
  restore_env();
  live("UPDATE customer SET name = 'still here' WHERE id = 1");
  EXPECT_FALSE(resume());
  EXPECT_EQ(stage(), "following");
  switch_now();
  EXPECT_EQ(stage(), "switched");
  expect_equal();
}

TEST_F(CutOff, AfterTheConfigurationItGoesForwards) {
  exec("UPDATE app.customer SET name = 'new life' WHERE id = 1");
  EXPECT_TRUE(resume());
  EXPECT_EQ(find_switch(connection_, row_.id)->phase, SwitchPhase::confirmed);
}

TEST_F(CutOff, WritesOnBothSidesAreRefused) {
  exec("UPDATE app.customer SET name = 'new life' WHERE id = 1");
  live("UPDATE customer SET name = 'still here' WHERE id = 1");
  EXPECT_EQ(test::error_of([&] { resume(); }).code(), ErrorCode::refused);
}

}  // namespace
}  // namespace dunlin::transfer
