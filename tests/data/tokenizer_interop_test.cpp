// SPDX-License-Identifier: GPL-3.0-or-later
// 10,000 strings per tokenizer against the live `tokenizers` package; skipped, and said so, where it is not installed.
#include <unistd.h>
#include <zlib.h>

#include <cstdlib>
#include <filesystem>
#include <random>

#include "tests/support/demo_model.h"
#include "tests/support/promise.h"
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

// Ids of many texts, which `arguments` of make_tokenizer_goldens.py say, for every tokenizer.
void compare_texts(const std::string& arguments, Promise& promise) {
  const fs::path folder = fs::temp_directory_path() / ("paretune-stream-" + std::to_string(::getpid()));
  const std::shared_ptr<void> tidy(nullptr, [&](void*) { fs::remove_all(folder); });
  fs::create_directories(folder);
  const auto space = arguments.find(' ');
  const std::string command = "'" + kVenv + "/bin/python' '" PARETUNE_SOURCE_DIR "/tests/goldens/make_tokenizer_goldens.py' " + arguments.substr(0, space) + " '" + folder.string() +
                              "'" + arguments.substr(space);
  ASSERT_EQ(std::system(command.c_str()), 0) << command;
  const auto texts = MappedFile::open(folder / "texts").value();
  int families = 0;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (!entry.is_directory()) continue;
    ++families;
    SCOPED_TRACE(entry.path().filename().string() + ", " + arguments);
    const auto tokenizer = load_json_tokenizer(entry.path() / "tokenizer.json");
    const auto sums = MappedFile::open(entry.path() / "sums").value();
    std::string_view rest = texts.text();
    long text_count = 0, wrong = 0;
    for (std::string_view left = sums.text(); !left.empty(); left.remove_prefix(4), ++text_count) {
      uint32_t length = 0, wanted = 0;
      std::memcpy(&length, rest.data(), 4);
      std::memcpy(&wanted, left.data(), 4);
      const std::string_view text = rest.substr(4, length);
      rest.remove_prefix(4 + length);
      std::vector<int32_t> ids;
      for (const int64_t id : tokenizer->encode(text, true)) ids.push_back(static_cast<int32_t>(id));
      if (::crc32(0, reinterpret_cast<const Bytef*>(ids.data()), static_cast<uInt>(4 * ids.size())) == wanted) continue;
      if (++wrong <= 5) ADD_FAILURE() << Json(text).dump(-1, ' ', true) << "\n  got  " << Json(ids);
    }
    EXPECT_TRUE(rest.empty());
    promise.count(text_count, text_count - wrong);
    std::printf("%s: %ld texts of %.1f MB, %ld differ\n", entry.path().filename().c_str(), text_count, static_cast<double>(texts.bytes().size()) / 1e6, wrong);
  }
  EXPECT_GE(families, 8);
}

// A megabyte of generated text, or 100 with PARETUNE_NIGHTLY=1, with the special tokens of all in it.
TEST(TokenizerInterop, MegabytesOfMixedTextPerTokenizer) {
  if (!fs::exists(kVenv + "/bin/python")) GTEST_SKIP() << "no Python environment";
  Promise promise("a text has the ids of Hugging Face's tokenizers, in ten tokenizers");
  compare_texts(nightly() ? "stream 100 " + std::to_string(std::random_device()()) : "stream 1 20261130", promise);
}

// Every code point, or every 37th, beside letters, digits and marks: classes and normal forms are those of the same versions of Unicode.
TEST(TokenizerInterop, EveryCodePoint) {
  if (!fs::exists(kVenv + "/bin/python")) GTEST_SKIP() << "no Python environment";
  Promise promise("a text of 32 code points has the ids of Hugging Face's tokenizers, in ten tokenizers");
  compare_texts(nightly() ? "points 1" : "points 37", promise);
}

// Letters, digits and marks that came with Unicode 10 to 17, where a table that is older or newer than theirs would show.
TEST(TokenizerInterop, NewCharacters) {
  if (!fs::exists(kVenv + "/bin/python")) GTEST_SKIP() << "no Python environment";
  const fs::path folder = fs::temp_directory_path() / ("paretune-new-" + std::to_string(::getpid()));
  const std::shared_ptr<void> tidy(nullptr, [&](void*) { fs::remove_all(folder); });
  fs::create_directories(folder);
  for (const char* name : {"gpt4o", "llama3", "qwen2", "smollm"}) {
    const auto tokenizer = load_json_tokenizer(std::string(PARETUNE_SOURCE_DIR "/tests/goldens/tokenizer/") + name + "/tokenizer.json");
    std::vector<std::string> texts;
    for (const char* text : {"a\xF0\x90\xB5\x84" "1 \xF0\x93\xBD\x84x", "\xF0\x91\xB7\xA3" "123", "e\xE1\xAB\x8A\xCC\xB4", "\xE0\xB4\xBB\xE3\x82\x99", "\xF0\x91\xA4\xB5\xF0\x91\xA4\xB0", "a  \xF0\x96\xBF\xB5x  \xF0\x91\xB7\xA0"}) texts.push_back(text);
    write_json_file((folder / "texts.json").string(), texts).value();
    const std::string script = "import json, sys\nfrom tokenizers import Tokenizer\nt = Tokenizer.from_file(sys.argv[1])\n"
                               "json.dump([t.encode(x).ids for x in json.load(open(sys.argv[2] + '/texts.json'))], open(sys.argv[2] + '/ids.json', 'w'))\n";
    write_file_atomically((folder / "ids.py").string(), script).value();
    const std::string command = "'" + kVenv + "/bin/python' '" + (folder / "ids.py").string() + "' '" PARETUNE_SOURCE_DIR "/tests/goldens/tokenizer/" + name + "/tokenizer.json' '" + folder.string() + "'";
    ASSERT_EQ(std::system(command.c_str()), 0) << command;
    const Json wanted = read_json_file((folder / "ids.json").string()).value();
    for (std::size_t i = 0; i < texts.size(); ++i) EXPECT_EQ(Json(tokenizer->encode(texts[i], true)), wanted[i]) << name << ", text " << i;
  }
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
