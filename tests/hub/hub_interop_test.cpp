// SPDX-License-Identifier: GPL-3.0-or-later
// Python's huggingface_hub reads the cache that a download leaves, at every stage, and has nothing to warn about.
#include "tests/hub/hub_test_support.h"

namespace paretune::test {
namespace {

class HubInterop : public HubTest {
 protected:
  Json scan(const std::vector<std::string>& files) {
    std::vector<std::string> arguments = {python(), PARETUNE_SOURCE_DIR "/tests/hub/interop.py", request.dataset ? "dataset" : "model"};
    arguments.insert(arguments.end(), files.begin(), files.end());
    ::setenv("HF_HUB_OFFLINE", "1", 1);
    const Outcome outcome = run(arguments);
    ::unsetenv("HF_HUB_OFFLINE");
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    return outcome.code == 0 ? Json::parse(outcome.out) : Json::object();
  }
  void whole_for_python() {
    const auto result = download();
    ASSERT_TRUE(result) << result.error().text();
    std::vector<std::string> names;
    for (const auto& file : result->files) names.push_back(file.path);
    const Json seen = scan(names);
    EXPECT_EQ(seen["warnings"], Json::array());
    EXPECT_EQ(seen["repos"][0], Json({request.dataset ? "dataset" : "model", "org/name", names.size(), result->bytes, {"main"}}));
    for (const auto& name : names) {
      const std::string path = seen["found"][name];
      expect(read_all(path) == hub.files.at(name) && path == result->folder + "/" + name ? testing::AssertionSuccess() : testing::AssertionFailure(), name);
    }
  }
};

TEST_F(HubInterop, ModelAndDataSet) {
  if (!std::filesystem::exists(python())) GTEST_SKIP() << "no Python environment";
  whole_for_python();
  start_afresh();
  hub.api = "datasets", hub.base = "/datasets";
  hub.files = {{"README.md", "card"}, {"data/deep/train-00000-of-00001.parquet", random_bytes(50'000, 3)}};
  request.dataset = true;
  whole_for_python();
}

TEST_F(HubInterop, NoWarningAfterAStopOrAnotherCommit) {
  if (!std::filesystem::exists(python())) GTEST_SKIP() << "no Python environment";
  std::stop_source stop;
  EXPECT_FALSE(download(stop.get_token(), [&](const HubProgress& now) {
    if (now.text == FakeHub::kWeights) stop.request_stop();
  }));
  EXPECT_EQ(scan({})["warnings"], Json::array());
  whole_for_python();
  const std::string old = hub.commit;
  hub.commit = std::string(40, 'e');
  hub.files["config.json"] = "{}";
  ASSERT_TRUE(download());
  const Json seen = scan({"config.json"});
  EXPECT_EQ(seen["warnings"], Json::array());
  expect(read_all(seen["found"]["config.json"]) == "{}" ? testing::AssertionSuccess() : testing::AssertionFailure());
}

}  // namespace
}  // namespace paretune::test
