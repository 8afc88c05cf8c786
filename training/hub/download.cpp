// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/hub/download.h"

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>

#include "training/core/files.h"
#include "training/hub/fetch.h"
#include "training/hub/hub_cache.h"
#include "training/hub/selection.h"
#include "training/hub/tokens.h"

namespace paretune {
namespace {

namespace fs = std::filesystem;

bool one_disk(const fs::path& a, const fs::path& b) {
  struct stat of_a {}, of_b {};
  return ::stat(a.c_str(), &of_a) == 0 && ::stat(b.c_str(), &of_b) == 0 && of_a.st_dev == of_b.st_dev;
}

class Download {
 public:
  Download(const HubRequest& request, const std::string& home, const HttpRules& rules, const RetryRules& retries, const Hub::OnProgress& progress, std::stop_token stop)
      : m_request(request), m_progress(progress), m_stop(std::move(stop)), m_http(rules),
        m_retries(retries, [this](const std::string& why) { tell("wait", why); }, m_stop), m_partials(fs::path(home) / "cache/downloads") {
    const std::string endpoint = hub_endpoint(request.endpoint);
    m_address = {endpoint, request.id, hub_token(home, endpoint), request.dataset};
  }

  HubDownload run() {
    tell("list", m_request.id);
    const std::string commit = resolve_commit(m_http, m_address, m_request.revision, m_retries, m_stop);
    const auto [files, notes] = select_files(list_files(m_http, m_address, commit, m_retries, m_stop), m_request);
    const HubCache cache(m_request);
    make_folders(m_partials.string()).value();
    for (const auto& file : files) {
      if (file.size > INT64_MAX - m_total) fail(ErrorKind::input, "the sizes in the hub's list of files are beyond all measure", m_request.id, "Check the endpoint.");
      m_total += file.size;
    }
    check_room(cache, files);
    HubDownload out{cache.snapshot(commit).string(), commit, {}, m_total, 0, 0, notes};
    for (const auto& file : files) {
      const Fetched fetched = bring(cache, commit, file);
      out.downloaded += fetched.downloaded;
      out.resumed += fetched.resumed;
      out.files.push_back({file.path, file.size});
      m_done += file.size;
      tell("download", file.path);
    }
    cache.link(commit, files);
    cache.set_ref(m_request.revision, commit);
    return out;
  }

 private:
  void tell(const std::string& phase, const std::string& text, int64_t more = 0) const {
    if (m_progress) m_progress({phase, text, m_done + more, m_total});
  }

  // The same content goes on from the same partial file, whatever commit or endpoint it comes from.
  std::string partial_path(const HubCache& cache, const HubFile& file) const {
    return (m_partials / (sha256_hex(cache.folder().string() + "\n" + file.digest()).substr(0, 32) + ".part")).string();
  }

  void check_room(const HubCache& cache, const std::vector<HubFile>& files) const {
    int64_t missing = 0, under_way = 0, largest = 0;
    for (const auto& file : files) {
      if (cache.has(file)) continue;
      std::error_code code;
      const auto have = fs::file_size(partial_path(cache, file), code);
      const int64_t there = code ? 0 : std::min(static_cast<int64_t>(have), file.size);
      missing += file.size;
      under_way += there;
      largest = std::max(largest, file.size - there);
    }
    const std::string what = "what is missing of " + m_request.id;
    if (one_disk(cache.folder(), m_partials)) return expect_room(cache.folder(), missing - under_way, what);
    expect_room(cache.folder(), missing, what);
    expect_room(m_partials, largest, "the largest file of " + m_request.id);
  }

  Fetched bring(const HubCache& cache, const std::string& commit, const HubFile& file) {
    if (cache.has(file)) return {};
    const HubCache::Lock lock(cache.lock_path(file), [&] { tell("wait", "another download of " + file.path); }, m_stop);
    if (cache.has(file)) return {};  // it was brought while we waited
    PartialFile partial(partial_path(cache, file));
    const FetchProgress progress{[&](int64_t bytes) { tell("download", file.path, bytes); }, [&](int64_t) { tell("verify", file.path, file.size); }};
    m_retries.progressed();
    const Fetched fetched = fetch_file(m_http, m_address.file_of(commit, file.path), m_address, file, partial, m_retries, progress, m_stop);
    cache.place(partial.path(), file, m_stop);
    partial.moved();
    return fetched;
  }

  const HubRequest& m_request;
  const Hub::OnProgress& m_progress;
  std::stop_token m_stop;
  Http m_http;
  Retries m_retries;
  fs::path m_partials;
  HubAddress m_address;
  int64_t m_done = 0, m_total = 0;
};

class StudioHub final : public Hub {
 public:
  explicit StudioHub(std::string home) : m_home(std::move(home)) {}
  Result<HubDownload> download(const HubRequest& request, OnProgress progress, std::stop_token stop) override {
    return attempt(request.id, [&] {
      HttpRules rules;
      rules.plain_http = request.plain_http;
      rules.stall_seconds = hub_stall_seconds();
      return download_from_hub(request, m_home, rules, {}, progress, std::move(stop));
    });
  }
  Status keep_token(const std::string& endpoint, const std::string& token) override {
    return attempt("login", [&] { keep_hub_token(m_home, hub_endpoint(endpoint), token).value(); });
  }
  Result<bool> forget_token(const std::string& endpoint) override {
    return attempt("logout", [&] { return forget_hub_token(m_home, hub_endpoint(endpoint)).value(); });
  }

 private:
  std::string m_home;
};

}  // namespace

HubDownload download_from_hub(const HubRequest& request, const std::string& home, const HttpRules& http, const RetryRules& retries, const Hub::OnProgress& progress,
                              std::stop_token stop) {
  check_hub_id(request.id);
  check_revision(request.revision);
  if (hub_is_offline()) fail(ErrorKind::input, "HF_HUB_OFFLINE forbids downloads", request.id, "Unset HF_HUB_OFFLINE to download.");
  return Download(request, home, http, retries, progress, std::move(stop)).run();
}

std::unique_ptr<Hub> open_hub(const std::string& home) { return std::make_unique<StudioHub>(home); }

}  // namespace paretune
