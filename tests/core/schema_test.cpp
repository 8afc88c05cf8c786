// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include "training/api/run_config.h"

namespace paretune {
namespace {

Json minimal() { return {{"model", "demo"}, {"data", {{"path", "x.jsonl"}}}}; }

TEST(RunFile, DefaultsAreCompleted) {
  const RunConfig config = parse_run_config(minimal()).value();
  EXPECT_EQ(config.peft_type(), "LORA");
  EXPECT_EQ(config.training.at("learning_rate"), 5e-5);
  EXPECT_EQ(config.data.at("max_length"), 1024);
  EXPECT_EQ(parse_run_config(config.to_json()).value().to_json(), config.to_json());
}

TEST(RunFile, HashIgnoresTheNameOnly) {
  Json file = minimal();
  const std::string hash = parse_run_config(file).value().hash();
  file["name"] = "other";
  EXPECT_EQ(parse_run_config(file).value().hash(), hash);
  file["training"]["seed"] = 1;
  EXPECT_NE(parse_run_config(file).value().hash(), hash);
}

TEST(RunFile, MistakesAreNamed) {
  const auto error_of = [](const Json& change) {
    Json file = minimal();
    file.merge_patch(change);
    const auto result = parse_run_config(file);
    return result.ok() ? std::string() : result.error().text();
  };
  EXPECT_NE(error_of({{"training", {{"learning_rat", 1}}}}).find("learning_rate"), std::string::npos);
  EXPECT_NE(error_of({{"training", {{"learning_rate", "big"}}}}).find("number"), std::string::npos);
  EXPECT_NE(error_of({{"training", {{"max_steps", 1.5}}}}).find("whole number"), std::string::npos);
  EXPECT_NE(error_of({{"training", {{"optim", "adamv"}}}}).find("adamw"), std::string::npos);
  EXPECT_NE(error_of({{"data", {{"eval_fraction", 2}}}}).find("largest"), std::string::npos);
  EXPECT_NE(error_of({{"dat", 1}}).find("\"data\""), std::string::npos);
  EXPECT_NE(error_of({{"sample_prompts", {1, 2}}}).find("list of texts"), std::string::npos);
  EXPECT_EQ(error_of(Json::object()), "");
}

TEST(RunFile, Overrides) {
  Json file = minimal();
  ASSERT_TRUE(apply_override(file, "training.max_steps=20").ok());
  ASSERT_TRUE(apply_override(file, "peft.target_modules=all-linear").ok());
  ASSERT_TRUE(apply_override(file, "sample_prompts=[\"a\"]").ok());
  EXPECT_EQ(file["training"]["max_steps"], 20);
  EXPECT_EQ(file["peft"]["target_modules"], "all-linear");
  EXPECT_EQ(file["sample_prompts"][0], "a");
  EXPECT_FALSE(apply_override(file, "no-equals").ok());
  EXPECT_FALSE(apply_override(file, "a..b=1").ok());
  EXPECT_FALSE(apply_override(file, "model.deeper=1").ok());
}

TEST(NearestName, IsNearOrEmpty) {
  const std::vector<std::string> names = {"learning_rate", "lr_scheduler_type", "seed"};
  EXPECT_EQ(nearest_name("lerning_rate", names), "learning_rate");
  EXPECT_EQ(nearest_name("Seed", names), "seed");
  EXPECT_EQ(nearest_name("completely_different_thing", names), "");
}

}  // namespace
}  // namespace paretune
