// SPDX-License-Identifier: GPL-3.0-or-later
// The pieces of a download that need no hub.
#include <gmock/gmock.h>

#include "training/core/files.h"
#include "training/core/sha256.h"
#include "training/hub/selection.h"
#include "training/hub/sha1.h"

namespace paretune {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string sha1(const std::string& text) {
  Sha1 sha;
  sha.add(text);
  return sha.hex();
}

TEST(HubParts, Sha1IsFips180) {
  EXPECT_EQ(sha1(""), "da39a3ee5e6b4b0d3255bfef95601890afd80709");
  EXPECT_EQ(sha1("abc"), "a9993e364706816aba3e25717850c26c9cd0d89d");
  EXPECT_EQ(sha1("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"), "84983e441c3bd26ebaae4aa1f95129e5e54670f1");
  EXPECT_EQ(sha1(std::string(1'000'000, 'a')), "34aa973cd4c4daa4f61eeb2bdbad27316534016f");
}

TEST(HubParts, DigestsDoNotDependOnThePieces) {
  std::string text;
  for (int i = 0; i < 300; ++i) text += static_cast<char>(i * 7);
  for (std::size_t size = 0; size <= text.size(); size += 1) {
    const std::string whole = text.substr(0, size);
    for (const std::size_t step : {1, 3, 63, 64, 65}) {
      Sha256 sha256;
      Sha1 in_pieces;
      for (std::size_t at = 0; at < size; at += step) sha256.add(whole.substr(at, step)), in_pieces.add(whole.substr(at, step));
      ASSERT_EQ(sha256.hex(), sha256_hex(whole)) << size;
      ASSERT_EQ(in_pieces.hex(), sha1(whole)) << size;
    }
  }
}

TEST(HubParts, PathsStayInside) {
  for (const char* good : {"a", "a/b.txt", "..a", "a..b/c", "model-00001-of-00002.safetensors", "\xC3\xA9"}) EXPECT_TRUE(is_plain_path(good)) << good;
  for (const std::string& bad : {std::string(), std::string("/a"), std::string("a/"), std::string("a//b"), std::string(".."), std::string("../a"), std::string("a/../b"), std::string("./a"),
                                 std::string("a/."), std::string("a\\b"), std::string("a\nb"), std::string("a\0b", 3), std::string(256, 'x'), std::string("a\x1b[2J")}) {
    EXPECT_FALSE(is_plain_path(bad)) << bad;
  }
}

TEST(HubParts, Addresses) {
  const auto url = parse_url("https://Hub.example:443/a/b?q=1");
  ASSERT_TRUE(url);
  EXPECT_EQ(url->host, "hub.example");
  EXPECT_EQ(without_query(*url).find('?'), std::string::npos);
  EXPECT_TRUE(same_origin(*url, *parse_url("https://hub.example/other")));
  EXPECT_FALSE(same_origin(*url, *parse_url("https://hub.example:444/")));
  EXPECT_FALSE(same_origin(*url, *parse_url("http://hub.example:443/")));
  EXPECT_FALSE(same_origin(*url, *parse_url("https://hub.example.evil.net/")));
  EXPECT_EQ(resolve_url(*url, "/x/y")->text.substr(url->text.find("://")), "://Hub.example:443/x/y");
  EXPECT_EQ(resolve_url(*url, "//cdn.example/z")->host, "cdn.example");
  for (const char* bad : {"ftp://a/b", "file:///etc/passwd", "a/b", "", "https://user:secret@hub.example/", "https://"}) EXPECT_FALSE(parse_url(bad)) << bad;
  EXPECT_FALSE(resolve_url(*url, "file:///etc/passwd"));
  for (const char* here : {"http://127.0.0.1:80/", "http://127.9.9.9/", "http://localhost:1/", "http://[::1]:5/"}) EXPECT_TRUE(is_loopback(*parse_url(here))) << here;
  for (const char* there : {"http://127.0.0.1.evil.net/", "http://10.0.0.1/", "http://localhost.evil.net/", "http://[::2]/"}) EXPECT_FALSE(is_loopback(*parse_url(there))) << there;
  EXPECT_EQ(escape_path("a b/c#d?e%.txt"), "a%20b/c%23d%3Fe%25.txt");
}

TEST(HubParts, NamesAndRevisions) {
  for (const char* good : {"org/name", "HuggingFaceTB/SmolLM2-135M-Instruct", "a/b.c_d-1"}) EXPECT_NO_THROW(check_hub_id(good)) << good;
  for (const char* bad : {"", "name", "a/b/c", "../a", "a/..", "a--b/c", "a/-b", "/a", "a/", "a b/c", "a/b\n"}) EXPECT_THROW(check_hub_id(bad), Failure) << bad;
  for (const char* good : {"main", "refs/pr/1", "v1.0", "0123456789abcdef0123456789abcdef01234567"}) EXPECT_NO_THROW(check_revision(good)) << good;
  for (const char* bad : {"", "../main", "a/../b", "/main", "main/", "a//b", ".hidden", "a/.b", "a b", "a\n"}) EXPECT_THROW(check_revision(bad), Failure) << bad;
}

std::vector<std::string> chosen(const std::vector<std::string>& all, HubRequest request = {}) {
  std::vector<HubFile> files;
  for (const auto& path : all) files.push_back({path, 1, {}, {}});
  request.id = "org/name";
  std::vector<std::string> out;
  for (const auto& file : select_files(files, request).files) out.push_back(file.path);
  return out;
}

std::string refusal(const std::vector<std::string>& all, const HubRequest& request = {}) {
  try {
    chosen(all, request);
  } catch (const Failure& failure) {
    return failure.what();
  }
  return {};
}

TEST(HubParts, WhatAModelNeeds) {
  EXPECT_THAT(chosen({".gitattributes", "README.md", "config.json", "consolidated.safetensors", "model.safetensors", "onnx/model.onnx", "pytorch_model.bin", "tokenizer.json"}),
              ElementsAre("README.md", "config.json", "tokenizer.json", "model.safetensors"));
  EXPECT_THAT(chosen({"config.json", "model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors", "model.safetensors.index.json", "original/model-00001-of-00002.safetensors"}),
              ElementsAre("config.json", "model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors", "model.safetensors.index.json"));
  EXPECT_THAT(chosen({"README.md", "model.Q4_K_M.gguf"}), ElementsAre("model.Q4_K_M.gguf"));
  EXPECT_THAT(refusal({"a.gguf", "b.gguf"}), HasSubstr("--file"));
  EXPECT_THAT(refusal({"config.json", "pytorch_model.bin"}), HasSubstr("pickles"));
  EXPECT_THAT(refusal({"config.json", "notes.txt"}), HasSubstr("no weights"));
}

TEST(HubParts, NamedFilesAndDataSets) {
  HubRequest request;
  request.files = {"b.gguf"};
  EXPECT_THAT(chosen({"a.gguf", "b.gguf", "config.json"}, request), ElementsAre("b.gguf"));
  request.files = {"bb.gguf"};
  EXPECT_THAT(refusal({"a.gguf", "b.gguf"}, request), HasSubstr("Did you mean b.gguf?"));
  request.files = {"data/train-*"};
  EXPECT_THAT(chosen({"data/train-0.parquet", "data/train-1.parquet", "data/test-0.parquet"}, request), ElementsAre("data/train-0.parquet", "data/train-1.parquet"));
  request.files = {"*"};
  EXPECT_THAT(refusal({"config.json", "pytorch_model.bin"}, request), HasSubstr("pickle"));
  request = {};
  request.dataset = true;
  EXPECT_THAT(chosen({"README.md", "dataset_infos.json", "test.jsonl", "train.jsonl", "train.csv"}, request), ElementsAre("test.jsonl", "train.jsonl", "README.md"));
  EXPECT_THAT(refusal({"train.arrow"}, request), HasSubstr("no Parquet"));
}

}  // namespace
}  // namespace paretune
