// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <cstdlib>

#include "training/api/workers.h"

namespace paretune::test {
namespace {

constexpr const char* kNames[] = {"RANK", "LOCAL_RANK", "WORLD_SIZE", "LOCAL_WORLD_SIZE", "MASTER_ADDR", "MASTER_PORT", "TORCHELASTIC_USE_AGENT_STORE", "TORCHELASTIC_RUN_ID",
                                  "TORCHELASTIC_RESTART_COUNT", "PARETUNE_PEER_TIMEOUT"};

Result<WorkerPlace> with(const std::vector<std::pair<const char*, const char*>>& values) {
  for (const char* name : kNames) ::unsetenv(name);
  for (const auto& [name, value] : values) ::setenv(name, value, 1);
  return worker_place_from_environment();
}

TEST(Place, ComesFromTorchrunsVariables) {
  EXPECT_EQ(with({})->world_size, 1);
  const auto place = with({{"RANK", "5"}, {"LOCAL_RANK", "1"}, {"WORLD_SIZE", "8"}, {"LOCAL_WORLD_SIZE", "4"}, {"MASTER_ADDR", "node0"}, {"MASTER_PORT", "29500"},
                           {"TORCHELASTIC_USE_AGENT_STORE", "True"}, {"PARETUNE_PEER_TIMEOUT", "2.5"}});
  ASSERT_TRUE(place) << place.error().text();
  EXPECT_EQ(place->rank, 5);
  EXPECT_EQ(place->local_rank, 1);
  EXPECT_EQ(place->world_size, 8);
  EXPECT_EQ(place->local_world_size, 4);
  EXPECT_EQ(place->master_addr, "node0");
  EXPECT_EQ(place->master_port, 29500);
  EXPECT_EQ(place->patience, 2.5);
  EXPECT_TRUE(place->agent_store);
  EXPECT_EQ(with({{"RANK", "0"}, {"WORLD_SIZE", "1"}})->world_size, 1) << "one process needs nobody";
}

TEST(Place, WhatCannotBeIsNamed) {
  for (const auto& [values, name] : std::vector<std::pair<std::vector<std::pair<const char*, const char*>>, std::string>>{
           {{{"RANK", "2"}, {"WORLD_SIZE", "2"}, {"MASTER_ADDR", "a"}, {"MASTER_PORT", "1"}}, "RANK"},
           {{{"RANK", "x"}, {"WORLD_SIZE", "2"}, {"MASTER_ADDR", "a"}, {"MASTER_PORT", "1"}}, "RANK"},
           {{{"RANK", "0"}, {"WORLD_SIZE", "0"}}, "WORLD_SIZE"},
           {{{"RANK", "0"}, {"WORLD_SIZE", "2"}, {"MASTER_ADDR", "a"}, {"MASTER_PORT", "70000"}}, "MASTER_PORT"},
           {{{"RANK", "0"}, {"WORLD_SIZE", "2"}, {"MASTER_PORT", "1"}}, "environment"},
           {{{"RANK", "0"}}, "environment"},
           {{{"WORLD_SIZE", "2"}}, "environment"}}) {
    const auto place = with(values);
    ASSERT_FALSE(place) << name;
    EXPECT_EQ(place.error().where, name);
    EXPECT_FALSE(place.error().remedy.empty());
  }
  with({}).value();
}

}  // namespace
}  // namespace paretune::test
