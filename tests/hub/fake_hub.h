// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// A hub on loopback with one repository, org/name. It speaks as huggingface.co does until a test tells it to misbehave.
#include <random>

#include "tests/support/loopback_server.h"
#include "training/core/files.h"
#include "training/hub/sha1.h"

namespace paretune::test {

inline std::string git_digest(const std::string& content) {
  Sha1 sha;
  sha.add("blob " + std::to_string(content.size()));
  sha.add(std::string_view("", 1));
  sha.add(content);
  return sha.hex();
}

inline std::string random_bytes(std::size_t size, unsigned seed) {
  std::mt19937 random(seed);
  std::string out(size, '\0');
  for (char& c : out) c = static_cast<char>(random());
  return out;
}

class FakeHub {
  std::map<std::string, int> m_visits;  // in front, as the server uses it to its end

 public:
  static constexpr const char* kWeights = "model.safetensors";

  std::string commit = std::string(40, 'c');
  std::map<std::string, std::string> files = {{"config.json", "{\"model_type\": \"llama\"}"}, {"tokenizer.json", "{}"}, {kWeights, random_bytes(200'000, 1)}, {"README.md", "---\nlicense: mit\n---\n"}};
  std::size_t page_size = 1000;
  std::string api = "models", base;  // "datasets" and "/datasets" for a data set
  // Asked before anything else; `visit` counts requests for the same path from 1.
  std::function<std::optional<WebReply>(const WebRequest& request, const std::string& path, int visit)> misbehave;
  std::function<void(Json& tree)> change_tree;
  LoopbackServer server{[this](const WebRequest& request) { return answer(request); }};

  static bool is_lfs(const std::string& path) { return path.ends_with(".safetensors") || path.ends_with(".gguf") || path.ends_with(".parquet"); }
  static std::string digest(const std::string& path, const std::string& content) { return is_lfs(path) ? sha256_hex(content) : git_digest(content); }

  // As an honest server: a whole file, or the rest of it when Range and If-Range ask for that.
  static WebReply send(const WebRequest& request, const std::string& content, const std::string& etag) {
    WebReply reply;
    reply.headers = {{"ETag", etag}, {"Accept-Ranges", "bytes"}};
    const std::string range = request.header("range"), condition = request.header("if-range");
    if (range.starts_with("bytes=") && (condition.empty() || condition == etag)) {
      const std::size_t from = std::stoull(range.substr(6));
      reply.status = 206;
      reply.headers.push_back({"Content-Range", "bytes " + std::to_string(from) + "-" + std::to_string(content.size() - 1) + "/" + std::to_string(content.size())});
      reply.body = content.substr(from);
    } else {
      reply.body = content;
    }
    return reply;
  }
  WebReply honest(const WebRequest& request, const std::string& path) const { return send(request, files.at(path), "\"" + digest(path, files.at(path)) + "\""); }

  int file_requests() const {
    int count = 0;
    for (const auto& request : server.seen()) count += request.target.find("/resolve/") != std::string::npos;
    return count;
  }

 private:
  WebReply answer(const WebRequest& request) {
    const std::string path = request.target.substr(0, request.target.find('?'));
    if (misbehave) {
      if (auto reply = misbehave(request, path, ++m_visits[path])) return *reply;
    }
    if (path.starts_with("/api/" + api + "/org/name/revision/")) return {200, {}, Json{{"sha", commit}, {"id", "org/name"}}.dump()};
    if (path == "/api/" + api + "/org/name/tree/" + commit) return tree(request);
    const std::string resolve = base + "/org/name/resolve/" + commit + "/";
    if (path.starts_with(resolve) && files.contains(path.substr(resolve.size()))) return honest(request, path.substr(resolve.size()));
    return {404, {{"X-Error-Code", "RepoNotFound"}}, "not found"};
  }

  WebReply tree(const WebRequest& request) {
    Json all = Json::array();
    for (const auto& [path, content] : files) {
      Json entry = {{"type", "file"}, {"path", path}, {"size", content.size()}, {"oid", is_lfs(path) ? git_digest("pointer") : git_digest(content)}};
      if (is_lfs(path)) entry["lfs"] = {{"oid", sha256_hex(content)}, {"size", content.size()}, {"pointerSize", 134}};
      all.push_back(entry);
    }
    all.push_back({{"type", "directory"}, {"path", "folder"}, {"oid", std::string(40, 'd')}, {"size", 0}});
    if (change_tree) change_tree(all);
    const auto cursor = request.target.find("cursor=");
    const std::size_t from = cursor == std::string::npos ? 0 : std::stoull(request.target.substr(cursor + 7));
    Json page = Json::array();
    for (std::size_t i = from; i < std::min(all.size(), from + page_size); ++i) page.push_back(all[i]);
    WebReply reply{200, {}, page.dump()};
    if (from + page_size < all.size()) {
      reply.headers.push_back({"Link", "<" + server.url() + request.target.substr(0, request.target.find('?')) + "?recursive=true&cursor=" + std::to_string(from + page_size) + ">; rel=\"next\""});
    }
    return reply;
  }
};

}  // namespace paretune::test
