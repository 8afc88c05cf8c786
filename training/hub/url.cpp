// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/hub/url.h"

#include <arpa/inet.h>
#include <curl/curl.h>

#include <algorithm>
#include <memory>

namespace paretune {
namespace {

using Handle = std::unique_ptr<CURLU, decltype(&curl_url_cleanup)>;

std::string part_of(CURLU* handle, CURLUPart part, unsigned flags = 0) {
  char* text = nullptr;
  if (curl_url_get(handle, part, &text, flags) != CURLUE_OK || text == nullptr) return {};
  std::string out = text;
  curl_free(text);
  return out;
}

bool set(CURLU* handle, const std::string& text) {
  if (text.find('\0') != std::string::npos) return false;
  return curl_url_set(handle, CURLUPART_URL, text.c_str(), CURLU_DISALLOW_USER | CURLU_URLENCODE) == CURLUE_OK;
}

std::optional<Url> taken_apart(CURLU* handle) {
  curl_url_set(handle, CURLUPART_FRAGMENT, nullptr, 0);
  Url out{part_of(handle, CURLUPART_URL), part_of(handle, CURLUPART_SCHEME), part_of(handle, CURLUPART_HOST), part_of(handle, CURLUPART_PORT, CURLU_DEFAULT_PORT)};
  std::transform(out.host.begin(), out.host.end(), out.host.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  if ((out.scheme != "http" && out.scheme != "https") || out.host.empty() || out.text.empty()) return {};
  return out;
}

}  // namespace

std::optional<Url> parse_url(const std::string& text) {
  const Handle handle(curl_url(), &curl_url_cleanup);
  if (text.find("://") == std::string::npos || !set(handle.get(), text)) return {};
  return taken_apart(handle.get());
}

std::optional<Url> resolve_url(const Url& base, const std::string& reference) {
  const Handle handle(curl_url(), &curl_url_cleanup);
  if (!set(handle.get(), base.text) || !set(handle.get(), reference)) return {};
  return taken_apart(handle.get());
}

bool same_origin(const Url& a, const Url& b) { return a.scheme == b.scheme && a.host == b.host && a.port == b.port; }

bool is_loopback(const Url& url) {
  if (url.host == "localhost" || url.host == "[::1]") return true;
  in_addr address{};
  return inet_pton(AF_INET, url.host.c_str(), &address) == 1 && (ntohl(address.s_addr) >> 24) == 127;
}

std::string without_query(const Url& url) { return url.text.substr(0, url.text.find('?')); }

std::string escape_segment(const std::string& text) {
  std::string out;
  for (const unsigned char c : text) {
    if (std::isalnum(c) || c == '-' || c == '.' || c == '_' || c == '~') {
      out += static_cast<char>(c);
    } else {
      out += '%';
      out += "0123456789ABCDEF"[c >> 4];
      out += "0123456789ABCDEF"[c & 15];
    }
  }
  return out;
}

std::string escape_path(const std::string& path) {
  std::string out;
  for (std::size_t at = 0; at <= path.size();) {
    const std::size_t end = std::min(path.find('/', at), path.size());
    out += escape_segment(path.substr(at, end - at));
    if (end < path.size()) out += '/';
    at = end + 1;
  }
  return out;
}

}  // namespace paretune
