// SPDX-License-Identifier: GPL-3.0-or-later
// Model folders that point elsewhere or contradict themselves, and pickles under every name that is taken.
#include "tests/data/data_test_support.h"
#include "tests/fault/cases.h"
#include "training/io/safetensors.h"

namespace paretune {
namespace {
using namespace test;
using Want = Cases::Want;
namespace fs = std::filesystem;

void use(const std::string& path) {
  const auto model = std::move(ModelSource::open(path)).value();
  for (const StoredTensor& tensor : model->tensors()) {
    std::vector<float> values(static_cast<std::size_t>(tensor.elements()));
    model->read_f32(tensor, values.data());
  }
}

class ModelFolder : public testing::Test {
 protected:
  ModelFolder() {
    folder.write("m/config.json", R"({"model_type":"llama"})");
    save("m/a.safetensors", "w");
    save("outside.safetensors", "w");
  }
  void save(const std::string& name, const std::string& tensor, const std::string& dtype = "F32") const {
    const float values[2] = {1, 2};
    fs::create_directories(fs::path(folder / name).parent_path());
    write_safetensors(folder / name, {{tensor, dtype, {dtype == "I64" ? 1 : 2}, std::as_bytes(std::span(values))}}).value();
  }
  void index(const std::string& name, const std::string& content, Want want = Want::refused) {
    folder.write("m/model.safetensors.index.json", content);
    cases.run(name, content.size(), [&] { use(folder / "m"); }, want);
  }
  void shard(const std::string& name, Want want = Want::refused) { index(name, Json({{"weight_map", {{"w", name}}}}).dump(-1, ' ', false, Json::error_handler_t::replace), want); }
  TempFolder folder;
  Cases cases;
};

TEST_F(ModelFolder, ShardIndexes) {
  shard("a.safetensors", Want::taken);
  // Other ways out than those of tests/io/model_source_test.cpp.
  for (const char* name : {"../outside.safetensors", "./a.safetensors", "m/../a.safetensors", "..%2foutside.safetensors", "a.safetensors/", "a.safetensors/.", "//a.safetensors", "~/a.safetensors",
                           "file:///a.safetensors", "https://x/a.safetensors", "\\\\host\\a.safetensors", "C:\\a.safetensors", "a.safetensors\n", "a.safetensors ", " a.safetensors", "A.SAFETENSORS",
                           "a.SafeTensors", "a", "a.bin", "a.safetensors.bin", "config.json", "model.safetensors.index.json", ".safetensors", "...safetensors", "\xC2\xA0.safetensors"}) {
    shard(name);
  }
  shard(std::string("a.safetensors\0", 14));
  shard(std::string(300, 'a') + ".safetensors");
  for (const char* content : {"", "null", "[]", "{}", R"({"weight_map":null})", R"({"weight_map":[]})", R"({"weight_map":{}})", R"({"weight_map":{"w":null}})", R"({"weight_map":{"w":["a.safetensors"]}})",
                              R"({"weight_map":{"w":{}}})", R"({"weight_map":{"w":1e999}})", R"({"weight_map":{"":"a.safetensors"}})", R"({"weight_map":{"v":"a.safetensors"}})"}) {
    index(content, content);
  }
  // Links: the cache of Hugging Face is made of them, so they are followed; what they lead to is held to the format.
  fs::create_symlink(folder / "outside.safetensors", folder / "m/link.safetensors");
  shard("link.safetensors", Want::taken);
  fs::create_symlink("/etc/passwd", folder / "m/secret.safetensors");
  shard("secret.safetensors");
  EXPECT_EQ(ModelSource::open(folder / "m").error().text().find("root:"), std::string::npos);
  fs::create_symlink("/dev/zero", folder / "m/zero.safetensors");
  shard("zero.safetensors");
  fs::create_symlink(folder / "m", folder / "m/folder.safetensors");
  shard("folder.safetensors");
  fs::create_symlink(folder / "m/loop.safetensors", folder / "m/loop.safetensors");
  shard("loop.safetensors");
  fs::create_symlink(folder / "gone", folder / "m/gone.safetensors");
  shard("gone.safetensors");
  // Shards that contradict the index.
  save("m/ids.safetensors", "w", "I64");
  shard("ids.safetensors");
  shard("missing.safetensors");
  folder.write("m/empty.safetensors", "");
  shard("empty.safetensors");
  EXPECT_GE(cases.tries(), 40);
}

// Payloads that would make a file if anything opened them, in every protocol and wrapping.
std::vector<std::string> pickles(const std::string& marker) {
  const std::string command = "touch " + marker, text = raw(static_cast<uint32_t>(command.size())) + command, framed = raw<uint64_t>(command.size() + 20);
  const auto protocol = [](char number, const std::string& body) { return std::string("\x80") + number + body; };
  const std::string call = "cos\nsystem\n(X" + text + "tR.", eval = "c__builtin__\neval\n(X" + text + "tR.";
  std::vector<std::string> out = {"cos\nsystem\n(S'" + command + "'\ntR.",
                                  "cposix\nsystem\np0\n(S'" + command + "'\np1\ntp2\nRp3\n.",
                                  "(S'" + command + "'\nios\nsystem\n.",
                                  "c__builtin__\nexec\n(S'import os'\ntR.",
                                  "cbuiltins\neval\n(S'1'\ntR.",
                                  "csubprocess\nPopen\n((S'touch'\nS'" + marker + "'\nltR.",
                                  "(dp0\nS'a'\np1\ncos\nsystem\n(S'" + command + "'\ntRs.",
                                  "]q\1(cos\nsystem\n(X" + text + "tRe.",
                                  "}q\1(U\1acos\nsystem\n(X" + text + "tRu."};
  for (const char number : {'\2', '\3', '\4', '\5'}) out.push_back(protocol(number, call));
  for (const char number : {'\4', '\5'}) out.push_back(protocol(number, "\x95" + framed + "\x8c\5posix\x94\x8c\6system\x94\x93\x94X" + text + "\x85\x94R\x94."));
  out.push_back(protocol('\2', eval));
  out.push_back(protocol('\2', std::string("\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19", 12) + ".\x80\2M\xe9\3."));  // torch.save of old
  out.push_back("PK\3\4" + std::string(26, '\0') + "archive/data.pkl" + protocol('\2', call));                            // torch.save
  out.push_back("PK\3\4" + std::string(26, '\0') + "archive/constants.pkl" + protocol('\2', call));                       // TorchScript
  out.push_back("\x93NUMPY\1\0v\0{'descr': '|O', 'fortran_order': False, 'shape': (1,), }\n" + protocol('\3', call));
  return out;
}

TEST_F(ModelFolder, PicklesAreRefusedByWhatTheyHold) {
  const std::string marker = folder / "executed";
  const auto all = pickles(marker);
  ASSERT_EQ(all.size(), 20u);
  const ByteTokenizer tokenizer;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const std::string& content = all[i];
    const auto name = [&](const char* kind) { return "pickle " + std::to_string(i) + " as " + kind; };
    for (const char* file : {"x.gguf", "x.GGUF", "x", "x.bin", "x.pt", "x.pth", "x.ckpt", "x.pkl", "x.safetensors", "x.json"}) {
      const std::string path = folder.write(file, content);
      cases.run(name(file), content.size(), [&] { use(path); });
    }
    for (const char* file : {"model.safetensors", "config.json", "tokenizer.json", "model.safetensors.index.json"}) {
      const std::string at = "p" + std::to_string(i) + file + "/";
      folder.write(at + "config.json", R"({"model_type":"llama"})");
      if (std::string_view(file) != "model.safetensors.index.json") save(at + "model.safetensors", "w");
      folder.write(at + file, content);
      cases.run(name(file), content.size(), [&] { use(folder / at); });
    }
    for (const char* file : {"x.jsonl", "x.json", "x.csv", "x.tsv", "x.parquet", "x.txt"}) {
      const Json data = {{"path", folder.write(file, content)}, {"format", "auto"}, {"chat_template", "model"}, {"train_on", "all"}, {"max_length", 64}, {"eval_fraction", 0.0}, {"eval_path", nullptr}};
      cases.run(name(file), content.size(), [&] { load_dataset(data, tokenizer).value(); });
    }
  }
  // Protocol 2 and up and torch.save's archive are called by their name.
  for (const char* content : {"\x80\2}.", "\x80\5}.", "PK\3\4xxxxxxxx"}) {
    EXPECT_NE(ModelSource::open(folder.write("y.gguf", content)).error().text().find("pickle"), std::string::npos);
    EXPECT_NE(SafetensorsFile::open(folder.write("y.safetensors", content)).error().text().find("safe_serialization"), std::string::npos);
  }
  EXPECT_FALSE(fs::exists(marker));
}

}  // namespace
}  // namespace paretune
