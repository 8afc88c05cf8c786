// SPDX-License-Identifier: GPL-3.0-or-later
// 10,000 strings per tokenizer against the live `tokenizers` package; skipped, and said so, where it is not installed.
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include "tests/support/demo_model.h"
#include "tests/data/tokenizer_cases.h"
#include "training/data/chat_template.h"
#include "training/data/tokenizer_files.h"

namespace paretune {
namespace {
using namespace test;
namespace fs = std::filesystem;

const std::string kVenv = PARETUNE_SOURCE_DIR "/build/venv";

TEST(TokenizerInterop, TenThousandStringsPerTokenizer) {
  if (!fs::exists(kVenv + "/bin/python")) GTEST_SKIP() << "no Python environment";
  const fs::path folder = fs::temp_directory_path() / ("paretune-tokenizer-" + std::to_string(::getpid()));
  fs::create_directories(folder);
  const std::string gguf = demo_gguf(kVenv);
  const std::string command = "'" + kVenv + "/bin/python' '" PARETUNE_SOURCE_DIR "/tests/goldens/make_tokenizer_goldens.py' live '" + folder.string() + "' 10000 " +
                              (gguf.empty() ? "" : "'" + gguf + "'");
  ASSERT_EQ(std::system(command.c_str()), 0) << command;
  for (const auto& entry : fs::directory_iterator(folder)) {
    const std::string name = entry.path().filename();
    SCOPED_TRACE(name);
    const bool exact = name == "gpt2" || name == "llama3" || name == "smollm" || name == "gpt4o";
    check_cases(*load_json_tokenizer(entry.path() / "tokenizer.json"), entry.path() / "cases.json", exact);
  }
  if (!gguf.empty()) {
    SCOPED_TRACE("read from the GGUF file itself");
    const auto model = ModelSource::open(gguf).value().get()->tokenizer();
    const auto tokenizer = Tokenizer::load(model, gguf).value();
    check_cases(*tokenizer, folder / "gguf" / "cases.json", false);  // this vocabulary lacks some bytes; they are dropped, as `tokenizers` does
    EXPECT_EQ(tokenizer->eos_token(), "<|im_end|>");
    EXPECT_EQ(tokenizer->vocab_size(), 49152);
    EXPECT_FALSE(tokenizer->chat_template().empty());
  }
  fs::remove_all(folder);
}

TEST(TokenizerInterop, TransformersReadsTheFilesWrittenFromAGguf) {
  const std::string gguf = demo_gguf(kVenv);
  if (gguf.empty()) GTEST_SKIP() << "no demo model in the Python environment";
  const fs::path folder = fs::temp_directory_path() / ("paretune-tokenizer-files-" + std::to_string(::getpid()));
  fs::create_directories(folder);
  const auto source = ModelSource::open(gguf).value()->tokenizer();
  const auto tokenizer = Tokenizer::load(source, gguf).value();
  write_tokenizer_files(source, folder.string()).value();
  const std::string script = R"(
import json, sys
from transformers import AutoTokenizer
t = AutoTokenizer.from_pretrained(sys.argv[1])
chat = [{"role": "user", "content": "Hi 123, it's 日本"}]
ids = t.apply_chat_template(chat, add_generation_prompt=True, return_dict=False)
json.dump({"ids": list(ids), "eos": t.eos_token_id, "bos": t.bos_token_id, "text": t.apply_chat_template(chat, tokenize=False)}, open(sys.argv[1] + "/seen.json", "w"))
)";
  write_file_atomically((folder / "read.py").string(), script).value();
  const std::string command = "'" + kVenv + "/bin/python' '" + (folder / "read.py").string() + "' '" + folder.string() + "'";
  ASSERT_EQ(std::system(command.c_str()), 0);
  const Json seen = read_json_file(folder / "seen.json").value();
  const Json messages = {{{"role", "user"}, {"content", "Hi 123, it's 日本"}}};
  const auto chat = render_chat(*tokenizer, messages, "assistant", true).value();
  EXPECT_EQ(tokenizer->encode(chat.text, false), seen["ids"].get<std::vector<int64_t>>());
  EXPECT_EQ(render_chat(*tokenizer, messages, "assistant", false)->text, seen["text"]);
  EXPECT_EQ(tokenizer->eos_id(), seen["eos"]);
  EXPECT_EQ(tokenizer->bos_id(), seen["bos"]);
  fs::remove_all(folder);
}

}  // namespace
}  // namespace paretune
