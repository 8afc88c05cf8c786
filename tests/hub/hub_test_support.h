// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <gmock/gmock.h>

#include "tests/hub/fake_hub.h"
#include "tests/support/program.h"
#include "training/hub/download.h"

namespace paretune::test {

// A hub, a home and a cache of their own; waits are short. Every test counts its tries and how many ended as they should.
class HubTest : public testing::Test {
 protected:
  void SetUp() override {
    for (const char* name : {"HF_HUB_CACHE", "HF_TOKEN", "HF_TOKEN_PATH", "HF_HUB_OFFLINE", "HF_HUB_DOWNLOAD_TIMEOUT"}) ::unsetenv(name);
    ::setenv("HF_HOME", (folder / "hf").c_str(), 1);
    ::setenv("HF_ENDPOINT", hub.server.url().c_str(), 1);
    rules.stall_seconds = 1;
    rules.connect_seconds = 2;
    retries.tries = 4;
    retries.first_wait = 0.01;
    retries.longest_wait = 0.05;
    request.id = "org/name";
  }
  void TearDown() override {
    if (IsSkipped()) return;
    RecordProperty("tries", m_tries);
    RecordProperty("survived", m_survived);
    EXPECT_GT(m_tries, 0);
    EXPECT_EQ(m_survived, m_tries);
  }

  Result<HubDownload> download(std::stop_token stop = {}, const Hub::OnProgress& progress = {}) {
    return attempt(request.id, [&] { return download_from_hub(request, folder / "home", rules, retries, progress, stop); });
  }
  std::string repo() const { return folder / ("hf/hub/" + hub.api + "--org--name"); }
  std::string snapshot() const { return repo() + "/snapshots/" + hub.commit; }
  std::vector<std::string> partials() const {
    std::vector<std::string> out;
    std::error_code code;
    for (std::filesystem::directory_iterator it(folder / "home/cache/downloads", code), end; !code && it != end; it.increment(code)) {
      if (it->path().extension() == ".part") out.push_back(it->path().string());
    }
    return out;
  }
  void start_afresh() {
    std::error_code code;
    std::filesystem::remove_all(folder / "hf", code);
    std::filesystem::remove_all(folder / "home", code);
    hub.server.forget();
  }

  // No file of a snapshot is other than whole, whatever happened.
  testing::AssertionResult nothing_half() const {
    std::error_code code;
    for (std::filesystem::recursive_directory_iterator it(repo() + "/snapshots", code), end; !code && it != end; it.increment(code)) {
      if (it->is_directory()) continue;
      const std::string path = it->path().lexically_relative(snapshot()).string();
      const std::string link = (it->path().parent_path() / std::filesystem::read_symlink(it->path())).lexically_normal().string();
      const auto wanted = hub.files.find(path.starts_with("../") ? path.substr(path.find('/', 3) + 1) : path);
      if (wanted == hub.files.end()) return testing::AssertionFailure() << "unknown file " << path;
      if (read_all(link) != wanted->second) return testing::AssertionFailure() << path << " is not what the hub has";
    }
    for (std::filesystem::directory_iterator it(repo() + "/blobs", code), end; !code && it != end; it.increment(code)) {
      const std::string name = it->path().filename(), content = read_all(it->path());
      if (name != sha256_hex(content) && name != git_digest(content)) return testing::AssertionFailure() << "blob " << name << " holds other bytes";
    }
    return testing::AssertionSuccess();
  }
  testing::AssertionResult is_whole(const Result<HubDownload>& result) const {
    if (!result) return testing::AssertionFailure() << result.error().text();
    if (result->folder != snapshot() || result->commit != hub.commit) return testing::AssertionFailure() << "another folder: " << result->folder;
    for (const auto& file : result->files) {
      if (read_all(snapshot() + "/" + file.path) != hub.files.at(file.path)) return testing::AssertionFailure() << file.path << " is not what the hub has";
    }
    if (read_all(repo() + "/refs/" + request.revision) != hub.commit) return testing::AssertionFailure() << "refs/" << request.revision;
    if (!partials().empty()) return testing::AssertionFailure() << "a partial file is left over";
    return nothing_half();
  }
  testing::AssertionResult is_refused(const Result<HubDownload>& result, const std::string& word) const {
    if (result) return testing::AssertionFailure() << "it was taken";
    const Error& error = result.error();
    if (error.text().find(word) == std::string::npos) return testing::AssertionFailure() << "wanted: " << word << "\ngot: " << error.text();
    if (error.remedy.empty() || error.where.empty() || error.kind == ErrorKind::internal) return testing::AssertionFailure() << "an error without where or remedy: " << error.text();
    if (std::filesystem::exists(repo() + "/refs/main")) return testing::AssertionFailure() << "refs/main is there";
    return nothing_half();
  }
  void expect(const testing::AssertionResult& good, const std::string& about = {}) {
    ++m_tries;
    m_survived += good ? 1 : 0;
    EXPECT_TRUE(good) << about;
  }

  // Answers for the weights file; other requests stay honest.
  void weights(std::function<std::optional<WebReply>(const WebRequest& request, int visit)> how) {
    hub.misbehave = [this, how = std::move(how), visits = 0](const WebRequest& request, const std::string& path, int) mutable -> std::optional<WebReply> {
      if (!path.ends_with(std::string("/") + FakeHub::kWeights)) return {};
      return how(request, ++visits);
    };
  }
  const std::string& weights_bytes() const { return hub.files.at(FakeHub::kWeights); }

  TempFolder folder;
  FakeHub hub;
  HubRequest request;
  HttpRules rules;
  RetryRules retries;

 private:
  int m_tries = 0, m_survived = 0;
};

}  // namespace paretune::test
