// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/hub/listing.h"

#include <algorithm>
#include <set>

#include "training/core/files.h"
#include "training/core/json_text.h"

namespace paretune {
namespace {

constexpr std::size_t kMostBytes = std::size_t{64} << 20, kMostFiles = 200'000;
constexpr int kMostPages = 2000;

bool is_hex(const std::string& text, std::size_t size) {
  return text.size() == size && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

[[noreturn]] void malformed(const HubAddress& address, const std::string& what) {
  fail(ErrorKind::input, "the hub's list of files is not as it should be: " + what, address.id, "Check the endpoint; nothing was taken from it.");
}

std::string text_at(const Json& object, const char* key) {
  const auto it = object.find(key);
  return it != object.end() && it->is_string() ? it->get<std::string>() : "";
}

int64_t size_at(const Json& object, const char* key) {
  const auto it = object.find(key);
  return it != object.end() && it->is_number_unsigned() && it->get<uint64_t>() < uint64_t{1} << 62 ? it->get<int64_t>() : -1;
}

Json parsed(const std::string& text, const HubAddress& address) {
  check_json(text, 50, address.id, kDocumentSpare);
  Json json = Json::parse(text, nullptr, false);
  if (json.is_discarded()) malformed(address, "no JSON");
  return json;
}

// Link: <https://…?cursor=…>; rel="next"
std::string next_page(const std::string& link) {
  for (std::size_t at = 0; (at = link.find('<', at)) != std::string::npos;) {
    const auto end = link.find('>', at);
    if (end == std::string::npos) break;
    const auto rest = link.substr(end, link.find('<', end) - end);
    if (rest.find("rel=\"next\"") != std::string::npos || rest.find("rel=next") != std::string::npos) return link.substr(at + 1, end - at - 1);
    at = end;
  }
  return {};
}

HubFile file_of(const Json& entry, const HubAddress& address) {
  HubFile file{text_at(entry, "path"), size_at(entry, "size"), {}, text_at(entry, "oid")};
  if (!is_plain_path(file.path)) malformed(address, "a file's name would leave its folder");
  if (const auto lfs = entry.find("lfs"); lfs != entry.end() && lfs->is_object()) {
    file.sha256 = text_at(*lfs, "oid");
    if (lfs->contains("size")) file.size = size_at(*lfs, "size");
    if (!is_hex(file.sha256, 64)) malformed(address, "no SHA-256 of " + file.path);
  }
  if (!is_hex(file.git_sha1, 40)) malformed(address, "no digest of " + file.path);
  if (file.size < 0) malformed(address, "no size of " + file.path);
  return file;
}

}  // namespace

bool is_plain_path(const std::string& path) {
  if (path.empty() || path.size() > 1000 || path.front() == '/' || path.back() == '/') return false;
  for (std::size_t at = 0; at <= path.size();) {
    const std::size_t end = std::min(path.find('/', at), path.size());
    const std::string part = path.substr(at, end - at);
    if (part.empty() || part == "." || part == ".." || part.size() > 255) return false;
    if (std::any_of(part.begin(), part.end(), [](unsigned char c) { return c < 32 || c == 127 || c == '\\'; })) return false;
    at = end + 1;
  }
  return true;
}

void expect_success(const HttpReply& reply, const HubAddress& address, const std::string& what) {
  if (reply.status >= 200 && reply.status < 300) return;
  const std::string code = reply.header("x-error-code"), page = address.endpoint + (address.dataset ? "/datasets/" : "/") + address.id;
  const std::string kind = address.dataset ? "data set" : "model";
  if (code == "GatedRepo") fail(ErrorKind::input, "the " + kind + " is given only to those who accept its terms", address.id, "Accept them on " + page + ", then run 'paretune login' with a token of that account.");
  if (code == "RevisionNotFound") fail(ErrorKind::input, "has no such revision", address.id, "Look at its branches and tags on " + page + "/tree/main.");
  if (code == "EntryNotFound") fail(ErrorKind::input, "has no file " + what, address.id, "Look at its files on " + page + "/tree/main.");
  if (reply.status == 401 || reply.status == 403) {
    fail(ErrorKind::input, address.token.empty() ? "does not exist on the hub, or is private" : "does not exist on the hub, or the token gives no access to it", address.id,
         "Check the name on " + page + ". For a private " + kind + ", run 'paretune login' with a token of an account that may read it.");
  }
  if (reply.status == 404) fail(ErrorKind::input, "is not on the hub (" + what + ")", address.id, "Check the name and the revision on " + page + (address.dataset ? "." : "; a data set needs --dataset."));
  fail(ErrorKind::io, "the hub answered with status " + std::to_string(reply.status) + " (" + what + ")", address.id, "Check the endpoint and try again.");
}

std::string resolve_commit(Http& http, const HubAddress& address, const std::string& revision, Retries& retries, std::stop_token stop) {
  return retries.run([&] {
    std::string text;
    const HttpReply reply = http.get_text(address.commit_of(revision), text, kMostBytes, stop);
    expect_success(reply, address, "revision " + revision);
    const Json json = parsed(text, address);
    const std::string commit = json.is_object() ? text_at(json, "sha") : "";
    if (!is_hex(commit, 40)) malformed(address, "no commit");
    return commit;
  });
}

std::vector<HubFile> list_files(Http& http, const HubAddress& address, const std::string& commit, Retries& retries, std::stop_token stop) {
  std::vector<HubFile> out;
  std::set<std::string> seen;
  HttpRequest request = address.tree_of(commit);
  for (int page = 0;; ++page) {
    if (page >= kMostPages) malformed(address, "it has no end");
    std::string text;
    const HttpReply reply = retries.run([&] { return http.get_text(request, text, kMostBytes, stop); });
    expect_success(reply, address, "files of " + commit);
    retries.progressed();
    const Json json = parsed(text, address);
    if (!json.is_array()) malformed(address, "no list");
    for (const Json& entry : json) {
      if (!entry.is_object()) malformed(address, "an entry is no object");
      if (text_at(entry, "type") != "file") continue;
      out.push_back(file_of(entry, address));
      if (!seen.insert(out.back().path).second) malformed(address, "a file comes twice");
      if (out.size() > kMostFiles) malformed(address, "more than " + std::to_string(kMostFiles) + " files");
    }
    const std::string next = next_page(reply.header("link"));
    if (next.empty()) return out;
    const auto url = resolve_url(request.url, next);
    if (!url || !same_origin(*url, request.url)) malformed(address, "it goes on at another address");
    request.url = *url;
  }
}

}  // namespace paretune
