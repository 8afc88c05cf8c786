// SPDX-License-Identifier: GPL-3.0-or-later
// The failing classes of llama.cpp's tests/test-gguf.cpp over random good files, and one regression for each class of bug that GGUF readers
// have had.
#include <random>

#include "tests/fault/cases.h"
#include "tests/support/promise.h"
#include "training/data/tokenizers/bpe_tokenizer.h"
#include "training/io/gguf.h"
#include "training/io/stored_blocks.h"

namespace paretune {
namespace {
using namespace test;
using Want = Cases::Want;

enum : uint32_t { kU8, kI8, kU16, kI16, kU32, kI32, kF32, kBool, kString, kArray, kU64, kI64, kF64 };

std::string text(const std::string& s) { return raw<uint64_t>(s.size()) + s; }

struct Key {
  std::string name, value;  // value: the bytes after the type
  uint32_t type = kU8;
};
struct Listed {
  std::string name;
  std::vector<uint64_t> ne;
  uint32_t type = 0;
  uint64_t offset = 0;
  std::string data;
};

// A file in parts; each may be made wrong before it is put together.
struct Parts {
  std::string magic = "GGUF";
  uint32_t version = 3;
  std::vector<Key> keys;
  std::vector<Listed> tensors;
  std::optional<uint64_t> key_count, tensor_count, name_size, key_size;  // in place of the true ones; of the last key and tensor
  std::optional<uint32_t> dims;
  std::size_t alignment = 32, cut = 0;

  std::string bytes() const {
    std::string out = magic + raw(version) + raw(tensor_count.value_or(tensors.size())) + raw(key_count.value_or(keys.size()));
    for (const Key& key : keys) {
      out += raw(&key == &keys.back() ? key_size.value_or(key.name.size()) : uint64_t{key.name.size()}) + key.name + raw(key.type) + key.value;
    }
    for (const Listed& tensor : tensors) {
      const bool last = &tensor == &tensors.back();
      out += raw(last ? name_size.value_or(tensor.name.size()) : uint64_t{tensor.name.size()}) + tensor.name;
      out += raw(last ? dims.value_or(static_cast<uint32_t>(tensor.ne.size())) : static_cast<uint32_t>(tensor.ne.size()));
      for (const uint64_t n : tensor.ne) out += raw(n);
      out += raw(tensor.type) + raw(tensor.offset);
    }
    out.resize((out.size() + alignment - 1) / alignment * alignment, '\0');
    const std::size_t start = out.size();
    for (const Listed& tensor : tensors) {
      out.resize(std::max<std::size_t>(out.size(), start + std::min<uint64_t>(tensor.offset, 1 << 16)), '\0');
      out += tensor.data;
    }
    out.resize(out.size() - std::min(cut, out.size()));
    return out;
  }
};

Parts random_good(std::mt19937_64& random) {
  Parts out;
  const std::size_t sizes[] = {1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8};
  for (uint64_t i = 0, n = 1 + random() % 8; i < n; ++i) {
    Key key{"k" + std::to_string(i), "", static_cast<uint32_t>(random() % 13)};
    if (key.type == kString) key.value = text(std::string(random() % 20, 's'));
    else if (key.type == kArray) key.value = raw<uint32_t>(kI16) + raw<uint64_t>(random() % 5), key.value += std::string(2 * key.value[4], '\3');
    else key.value = std::string(sizes[key.type], '\1');
    out.keys.push_back(std::move(key));
  }
  uint64_t at = 0;
  for (uint64_t i = 0, n = 1 + random() % 4; i < n; ++i) {
    const uint64_t row = 32 * (1 + random() % 3), rows = 1 + random() % 4;
    const bool packed = random() % 2;
    Listed tensor{"t" + std::to_string(i), {row, rows}, packed ? 8u : 0u, at, std::string((packed ? row / 32 * 34 : row * 4) * rows, '\2')};
    at = (at + tensor.data.size() + 31) / 32 * 32;
    out.tensors.push_back(std::move(tensor));
  }
  return out;
}

void read(const std::string& path) {
  const auto file = GgufFile::open(path).value();
  for (const GgufTensor& tensor : file.tensors()) {
    std::vector<float> values(static_cast<std::size_t>(tensor.elements));
    dequantize(tensor.type, tensor.data, tensor.elements, values.data());
  }
}

struct Class {
  const char* name;
  void (*spoil)(Parts&, std::mt19937_64&);
};

// As llama.cpp's handcrafted_file_type; what only differs there by the place of the same mistake is one class here and drawn.
const Class kClasses[] = {
    {"header: bad magic", [](Parts& p, std::mt19937_64&) { p.magic = "FUGG"; }},
    {"header: bad version 0", [](Parts& p, std::mt19937_64&) { p.version = 0; }},
    {"header: bad version 1", [](Parts& p, std::mt19937_64&) { p.version = 1; }},
    {"header: bad version of the future", [](Parts& p, std::mt19937_64& r) { p.version = 4 + static_cast<uint32_t>(r() % 1000); }},
    {"header: big-endian version", [](Parts& p, std::mt19937_64&) { p.version = 0x03000000; }},
    {"header: bad n_tensors", [](Parts& p, std::mt19937_64& r) { p.tensor_count = ~uint64_t{0} / (8 << r() % 8); }},
    {"header: one tensor too many", [](Parts& p, std::mt19937_64&) { p.tensor_count = p.tensors.size() + 1; }},
    {"header: bad n_kv", [](Parts& p, std::mt19937_64& r) { p.key_count = ~uint64_t{0} / (8 << r() % 8); }},
    {"kv: bad key size", [](Parts& p, std::mt19937_64& r) { p.key_size = ~uint64_t{0} - r() % 64; }},
    {"kv: bad type", [](Parts& p, std::mt19937_64& r) { p.keys.back().type = 13 + static_cast<uint32_t>(r() % 1000); }},
    {"kv: bad element type", [](Parts& p, std::mt19937_64& r) { p.keys.back().type = kArray; p.keys.back().value = raw(13 + static_cast<uint32_t>(r() % 1000)) + raw<uint64_t>(1) + "x"; }},
    {"kv: bad value size", [](Parts& p, std::mt19937_64& r) { p.keys.back().type = kString; p.keys.back().value = raw(~uint64_t{0} - r() % 64) + "x"; }},
    {"kv: bad array size", [](Parts& p, std::mt19937_64& r) { p.keys.back().type = kArray; p.keys.back().value = raw(static_cast<uint32_t>(r() % 9)) + raw((~uint64_t{0} >> r() % 8) - r() % 64); }},
    {"kv: array of arrays", [](Parts& p, std::mt19937_64&) { p.keys.back().type = kArray; p.keys.back().value = raw<uint32_t>(kArray) + raw<uint64_t>(0); }},
    {"kv: duplicate key", [](Parts& p, std::mt19937_64&) { p.keys.push_back(p.keys.front()); }},
    {"kv: bad alignment", [](Parts& p, std::mt19937_64& r) { p.keys.push_back({"general.alignment", raw(static_cast<uint32_t>(r() % 2 ? 0 : 3 + 4 * (r() % 9))), kU32}); }},
    {"kv: alignment of another type", [](Parts& p, std::mt19937_64& r) { p.keys.push_back(r() % 2 ? Key{"general.alignment", text("32"), kString} : Key{"general.alignment", raw<float>(32), kF32}); }},
    {"tensor: bad name size", [](Parts& p, std::mt19937_64& r) { p.name_size = ~uint64_t{0} - r() % 64; }},
    {"tensor: bad number of dimensions", [](Parts& p, std::mt19937_64& r) { p.dims = 5 + static_cast<uint32_t>(r() % 1000); }},
    {"tensor: negative shape", [](Parts& p, std::mt19937_64& r) { p.tensors.back().ne[r() % 2] = ~uint64_t{0} - r() % 100; }},
    {"tensor: too big a shape", [](Parts& p, std::mt19937_64& r) { p.tensors.back().ne = {uint64_t{32} << r() % 40, uint64_t{1} << 40, uint64_t{1} << r() % 40}; }},
    {"tensor: shape that wraps", [](Parts& p, std::mt19937_64& r) { p.tensors.back().ne = {uint64_t{1} << 32, uint64_t{1} << 32, 1 + r() % 3}; }},
    {"tensor: bad type", [](Parts& p, std::mt19937_64& r) { p.tensors.back().type = 1000 + static_cast<uint32_t>(r() % 1000); }},
    {"tensor: bad offset", [](Parts& p, std::mt19937_64& r) { p.tensors.back().offset = r() % 2 ? (uint64_t{1} << 63) + 32 * (r() % 9) : ~uint64_t{0} - 31; }},
    {"tensor: duplicate name", [](Parts& p, std::mt19937_64&) { Listed twin = p.tensors.back(); twin.offset = (twin.offset + twin.data.size() + 31) / 32 * 32; p.tensors.push_back(twin); }},
    {"tensor: not aligned", [](Parts& p, std::mt19937_64& r) { p.tensors.back().offset += 1 + r() % 31; }},
    {"data: not enough", [](Parts& p, std::mt19937_64& r) { p.cut = 1 + r() % 34; }},
    {"data: aligned to less than the file says", [](Parts& p, std::mt19937_64&) { p.keys.push_back({"general.alignment", raw<uint32_t>(1 << 20), kU32}); }},
};

TEST(GgufFault, FailingClassesOfLlamaCpp) {
  TempFolder folder;
  Cases cases;
  for (const Class& one : kClasses) {
    for (uint64_t seed = 0; seed < 10; ++seed) {
      std::mt19937_64 random(seed);
      Parts parts = random_good(random);
      const std::string good = parts.bytes();
      cases.run("good", good.size(), [&] { read(folder.write("x.gguf", good)); }, Want::taken);
      one.spoil(parts, random);
      const std::string bad = parts.bytes();
      cases.run(std::string(one.name) + " seed " + std::to_string(seed), bad.size(), [&] { read(folder.write("x.gguf", bad)); });
    }
  }
  EXPECT_GE(cases.tries(), 26 * 10 * 2);
}

// Metadata of a tokenizer and of a model with `changes`; the last of equal keys counts.
Parts model_parts(const std::vector<Key>& changes) {
  const auto list = [](uint32_t type, std::size_t count, const std::string& values) { return raw(type) + raw<uint64_t>(count) + values; };
  std::vector<Key> keys = {{"general.architecture", text("llama"), kString},
                           {"llama.embedding_length", raw<uint32_t>(32), kU32},
                           {"llama.block_count", raw<uint32_t>(1), kU32},
                           {"llama.attention.head_count", raw<uint32_t>(2), kU32},
                           {"llama.feed_forward_length", raw<uint32_t>(32), kU32},
                           {"tokenizer.ggml.model", text("llama"), kString},
                           {"tokenizer.ggml.tokens", list(kString, 3, text("<unk>") + text("a") + text("aa")), kArray},
                           {"tokenizer.ggml.scores", list(kF32, 3, raw<float>(0) + raw<float>(-1) + raw<float>(-2)), kArray},
                           {"tokenizer.ggml.token_type", list(kI32, 3, raw<int32_t>(2) + raw<int32_t>(1) + raw<int32_t>(1)), kArray}};
  Parts out;
  for (const Key& key : keys) {
    const auto change = std::find_if(changes.begin(), changes.end(), [&](const Key& c) { return c.name == key.name; });
    out.keys.push_back(change == changes.end() ? key : *change);
  }
  for (const Key& change : changes) {
    if (std::none_of(keys.begin(), keys.end(), [&](const Key& key) { return key.name == change.name; })) out.keys.push_back(change);
  }
  out.tensors.push_back({"token_embd.weight", {32, 3}, 0, 0, std::string(384, '\1')});
  return out;
}

void use_model(const std::string& path) {
  const auto model = ModelSource::open(path).value();
  for (const StoredTensor& tensor : model->tensors()) {
    std::vector<float> values(static_cast<std::size_t>(tensor.elements()));
    model->read_f32(tensor, values.data());
    read_blocks(*model, tensor);
  }
  const auto tokenizer = Tokenizer::load(model->tokenizer(), path).value();
  tokenizer->decode(tokenizer->encode("aaaa <0x-1> \n", true), true);
  for (int64_t id = -2; id < tokenizer->vocab_size() + 2; ++id) tokenizer->token_text(id);
}

TEST(GgufFault, BugsThatReadersHaveHad) {
  TempFolder folder;
  Cases cases;
  const auto check = [&](const char* name, const Parts& parts, Want want = Want::refused) {
    const std::string content = parts.bytes();
    cases.run(name, content.size(), [&] { use_model(folder.write("x.gguf", content)); }, want);
  };
  const auto list = [](uint32_t type, std::size_t count, const std::string& values) { return raw(type) + raw<uint64_t>(count) + values; };
  const auto with = [&](const std::string& name, uint32_t type, const std::string& value) { return model_parts({{name, value, type}}); };
  const auto tensor = [&](Listed listed) {
    Parts out = model_parts({});
    listed.offset = 384;
    out.tensors.push_back(std::move(listed));
    return out;
  };
  check("the good file", model_parts({}), Want::taken);
  // Sizes whose padded sum wraps (CVE-2025-53630, CVE-2026-27940) and products that wrap (GHSA-96jg-mvhq-q7q7, #24759).
  check("padded sum wraps", tensor({"blk.0.attn_q.weight", {(uint64_t{1} << 47), 4096, 32, 1}, 0, 0, ""}));
  check("element product wraps to zero", tensor({"blk.0.attn_q.weight", {uint64_t{1} << 32, uint64_t{1} << 32}, 0, 0, ""}));
  check("type size product wraps", tensor({"blk.0.attn_q.weight", {uint64_t{1} << 48, 1 << 14}, 0, 0, ""}));
  check("2^62 x 2 x 2", tensor({"blk.0.attn_q.weight", {uint64_t{1} << 62, 2, 2, 1}, 0, 0, ""}));
  check("more elements than bytes (CVE-2026-7482)", tensor({"blk.0.attn_q.weight", {32, 1024}, 0, 0, std::string(64, 'x')}));
  check("no dimensions", tensor({"blk.0.attn_norm.weight", {}, 0, 0, std::string(4, 'x')}), Want::either);
  check("zero elements", tensor({"blk.0.attn_norm.weight", {0}, 0, 0, ""}), Want::either);
  check("zero rows of a permuted tensor", tensor({"blk.0.attn_q.weight", {32, 0}, 0, 0, ""}));
  check("a permuted tensor of one dimension", tensor({"blk.0.attn_q.weight", {4}, 0, 0, std::string(16, 'x')}), Want::either);
  // Tokenizers.
  check("scores shorter than tokens (#20735)", with("tokenizer.ggml.scores", kArray, list(kF32, 1, raw<float>(0))));
  check("types shorter than tokens (#20735)", with("tokenizer.ggml.token_type", kArray, list(kI32, 1, raw<int32_t>(0))));
  check("scores of a narrower type (#26690)", with("tokenizer.ggml.scores", kArray, list(kU8, 3, "abc")), Want::either);
  check("types of a narrower type (#26690)", with("tokenizer.ggml.token_type", kArray, list(kU8, 3, "abc")), Want::either);
  check("types that are fractions", with("tokenizer.ggml.token_type", kArray, list(kF32, 3, raw<float>(1e30f) + raw<float>(-1e30f) + raw<float>(1))));
  check("scores that are no numbers", with("tokenizer.ggml.scores", kArray, list(kF32, 3, std::string(12, '\xff'))));
  check("scores that are texts", with("tokenizer.ggml.scores", kArray, list(kString, 3, text("a") + text("b") + text("c"))));
  check("tokens that are numbers", with("tokenizer.ggml.tokens", kArray, list(kU32, 3, std::string(12, '\1'))));
  check("tokens that are a text", with("tokenizer.ggml.tokens", kString, text("abc")));
  check("no tokens", with("tokenizer.ggml.tokens", kArray, list(kString, 0, "")));
  check("equal tokens", with("tokenizer.ggml.tokens", kArray, list(kString, 3, text("a") + text("a") + text("a"))), Want::either);
  check("empty tokens", with("tokenizer.ggml.tokens", kArray, list(kString, 3, text("") + text("") + text(""))), Want::either);
  for (const char* token : {"<0x-1>", "<0xZZ>", "<0x+A>", "<0x 1>"}) {  // #25969, #27226
    check(token, with("tokenizer.ggml.tokens", kArray, list(kString, 3, text(token) + text("a") + text("aa"))), Want::taken);
  }
  for (const uint32_t id : {3u, 0x7fffffffu, 0xffffffffu}) {  // GHSA-g4cc-763q-h9h6, #14145, #25508
    for (const char* key : {"tokenizer.ggml.bos_token_id", "tokenizer.ggml.eos_token_id", "tokenizer.ggml.padding_token_id", "tokenizer.ggml.eot_token_id"}) {
      check(key, with(key, kU32, raw(id)), Want::taken);
      check(key, with(key, kI32, raw(id)), Want::either);
    }
  }
  {  // CVE-2025-49847: the length of a token beyond 16 bits; every cut of it would be looked at
    const std::string longest(1'000'000, 'a');
    check("a very long token", with("tokenizer.ggml.tokens", kArray, list(kString, 3, text(longest) + text("a") + text("aa"))));
  }
  // Layers and heads.
  for (const uint32_t count : {513u, 1'000'000'000u, 0xffffffffu}) check("layers (#25821, #26051)", with("llama.block_count", kU32, raw(count)), Want::either);
  for (const char* key : {"llama.block_count", "llama.embedding_length", "llama.attention.head_count"}) {
    check(key, with(key, kU32, raw<uint32_t>(0)));
    check(key, with(key, kI32, raw<int32_t>(-1)));
    check(key, with(key, kF32, raw<float>(2)));
    check(key, with(key, kU64, raw<uint64_t>(~uint64_t{0})));
    check(key, with(key, kString, text("32")));
    check(key, with(key, kBool, "\1"));
  }
  check("heads that differ by layer", with("llama.attention.head_count", kArray, list(kU32, 2, raw<uint32_t>(2) + raw<uint32_t>(1))));
  check("heads that do not divide", with("llama.attention.head_count_kv", kU32, raw<uint32_t>(3)));
  check("head dimension beyond all", with("llama.attention.key_length", kU32, raw<uint32_t>(0xfffffffe)), Want::either);
  check("rope of no base", with("llama.rope.freq_base", kF32, raw<float>(0)));
  check("rope of a base that is no number", with("llama.rope.freq_base", kF32, std::string(4, '\xff')));
  check("a split file", with("split.count", kU16, raw<uint16_t>(2)));
  check("an adapter", with("general.type", kString, text("adapter")));
  check("an unknown architecture", with("general.architecture", kString, text("t5")));
  check("an unknown tensor", tensor({"blk.0.other.weight", {4}, 0, 0, std::string(16, 'x')}));
  check("a layer number beyond all", tensor({"blk.99999999999999999999.attn_norm.weight", {4}, 0, 0, std::string(16, 'x')}));
  {  // 10^5 names, compared with one another, took minutes in O(n^2) readers
    Parts many = model_parts({});
    for (int i = 0; i < 60'000; ++i) many.keys.push_back({"key." + std::to_string(i), "\1", kU8});
    check("many keys", many, Want::taken);
  }
}

TEST(GgufFault, DamagedFiles) {
  TempFolder folder;
  Cases cases;
  const std::string whole = read_text_file(golden("llama.gguf")).value();
  Damage damage(13);
  for (int copy = 0; copy < (nightly() ? 200'000 : 2000); ++copy) {
    const std::string content = damage.of(whole, 4000);
    cases.run("copy " + std::to_string(copy), content.size(), [&] { use_model(folder.write("x.gguf", content)); }, Want::either);
  }
  const std::string small = model_parts({}).bytes();
  for (std::size_t size = 0; size < small.size(); ++size) {
    cases.run("cut to " + std::to_string(size), size, [&] { use_model(folder.write("x.gguf", small.substr(0, size))); });
  }
}

}  // namespace
}  // namespace paretune
