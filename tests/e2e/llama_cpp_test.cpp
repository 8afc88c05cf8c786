// SPDX-License-Identifier: GPL-3.0-or-later
// What the program writes for llama.cpp, and llama.cpp's own word on it.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>

#include "tests/e2e/studio.h"
#include "training/io/gguf.h"

namespace paretune::test {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> short_demo(const std::string& peft, const std::string& rate) {
  std::vector<std::string> all = {"train", "demo"};
  for (const std::string& set : {std::string("training.max_steps=3"), "training.learning_rate=" + rate, std::string("training.eval_steps=0"),
                                 std::string("training.eval_on_start=false"), std::string("training.eval_max_rows=1"), std::string("training.warmup_ratio=0"),
                                 std::string("training.per_device_train_batch_size=2"), std::string("sample_prompts=[]"), "peft=" + peft}) {
    all.insert(all.end(), {"--set", set});
  }
  return all;
}

class LlamaCpp : public testing::Test {
 protected:
  Json exported(const std::string& source, const std::string& format, const std::string& out, std::vector<std::string> more = {}) {
    std::vector<std::string> arguments = {"export", source, "--format", format, "--out", studio.folder / out};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return studio.lines(arguments).at(0);
  }
  Studio studio;
};

TEST_F(LlamaCpp, WritesOurText) {
  if (test::run({python(), "-c", "import xllamacpp"}).code != 0) GTEST_SKIP() << "llama.cpp's Python package is not installed: tests/requirements.txt names it";
  const std::string run = studio.lines(short_demo(R"({"peft_type":"LORA","r":8,"lora_alpha":16,"target_modules":"all-linear","use_rslora":true})", "0.01")).back().at("run");
  const std::string still = studio.lines(short_demo(R"({"peft_type":"LORA","r":2,"target_modules":["q_proj"]})", "0")).back().at("run");
  for (const auto& [type, tolerance] : std::map<std::string, double>{{"f32", 1e-4}, {"f16", 0.01}, {"bf16", 0.1}, {"q8_0", 0.1}}) {
    const Json receipt = exported(run, "gguf", type + ".gguf", {"--type", type});
    EXPECT_TRUE(receipt.at("verified").get<bool>()) << receipt;
    const double share = receipt.at("max_abs_logit_difference").get<double>() / receipt.at("max_abs_logit").get<double>();
    EXPECT_LE(share, tolerance) << type;
    std::printf("%s: %.1f MB, largest logit difference %.3g of the largest logit\n", type.c_str(), receipt.at("bytes").get<double>() / 1e6, share);
    EXPECT_TRUE(fs::exists(studio.folder / (type + ".gguf.export_receipt.json")));
  }
  EXPECT_TRUE(exported(still, "gguf", "base.gguf", {"--type", "f32"}).at("verified").get<bool>());
  const Json lora = exported(run, "gguf-lora", "lora.gguf");
  EXPECT_TRUE(lora.at("verified").get<bool>()) << lora;
  EXPECT_NEAR(lora.at("details").at("alpha").get<double>(), 16 * std::sqrt(8.0), 1e-9);
  exported(run, "merged", "merged");
  exported(still, "gguf", "from_folder.gguf", {"--type", "f32", "--model", studio.folder / "merged"});

  const char* given = std::getenv("PARETUNE_DEMO_MODEL");
  const std::string demo = given ? given : PARETUNE_SOURCE_DIR "/build/deps/demo/SmolLM2-135M-Instruct.Q4_1.gguf";
  const auto one = [&](const std::string& name, const std::string& gguf, const Json& lora_file, const Json& ours, double tolerance) {
    return Json{{"name", name}, {"gguf", gguf}, {"lora", lora_file}, {"ours", ours}, {"tolerance", tolerance}, {"ties", tolerance > 0.01}};
  };
  constexpr double kEightBitInputs = 1.5;  // beside quantised weights llama.cpp rounds activations to 8 bits: text is compared, figures hardly
  const Json adapted = {"--model", "demo", "--adapter", run};
  const Json cases = {
      one("base, f32", studio.folder / "base.gguf", nullptr, {"--model", "demo"}, 1e-3),
      one("merged, f32", studio.folder / "f32.gguf", nullptr, adapted, 1e-3),
      one("merged, f16", studio.folder / "f16.gguf", nullptr, {"--model", studio.folder / "f16.gguf"}, 0.05),
      one("merged, bf16", studio.folder / "bf16.gguf", nullptr, {"--model", studio.folder / "bf16.gguf"}, 0.2),
      one("merged, q8_0", studio.folder / "q8_0.gguf", nullptr, {"--model", studio.folder / "q8_0.gguf"}, kEightBitInputs),
      one("base f32 with LoRA", studio.folder / "base.gguf", studio.folder / "lora.gguf", adapted, 1e-3),
      one("base Q4_1 with LoRA", demo, studio.folder / "lora.gguf", adapted, kEightBitInputs),
      one("merged from a folder, its tokenizer.json", studio.folder / "from_folder.gguf", nullptr, {"--model", studio.folder / "merged"}, 1e-3),
  };
  write_all(studio.folder / "cases.json", cases.dump());
  const Outcome theirs = test::run({python(), std::string(PARETUNE_SOURCE_DIR) + "/tests/e2e/llama_cpp.py", std::string(PARETUNE_BINARY_DIR) + "/bin/paretune", studio.home,
                                    studio.folder.path(), studio.folder / "cases.json"});
  std::printf("%s", theirs.out.c_str());
  EXPECT_EQ(theirs.code, 0) << theirs.out << theirs.err.substr(theirs.err.size() > 4000 ? theirs.err.size() - 4000 : 0);
}

}  // namespace
}  // namespace paretune::test
