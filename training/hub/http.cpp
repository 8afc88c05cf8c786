// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/hub/http.h"

#include <curl/curl.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <ctime>
#include <exception>
#include <utility>

namespace paretune {
namespace {

constexpr std::size_t kMostHeaderBytes = 256 << 10;

// A program that is carried to another distribution finds that one's certificates.
std::string authorities() {
  for (const char* name : {"SSL_CERT_FILE", "CURL_CA_BUNDLE", "REQUESTS_CA_BUNDLE"}) {
    if (const char* file = std::getenv(name); file && *file) return file;
  }
  for (const char* file : {"/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem", "/etc/ssl/cert.pem"}) {
    if (::access(file, R_OK) == 0) return file;
  }
  return {};
}

std::string trimmed(std::string_view text) {
  const auto from = text.find_first_not_of(" \t"), to = text.find_last_not_of(" \t\r\n");
  return from == std::string_view::npos || to == std::string_view::npos || to < from ? "" : std::string(text.substr(from, to - from + 1));
}

// Seconds, or a date.
std::optional<double> retry_after(const HttpReply& reply) {
  const std::string text = reply.header("retry-after");
  if (text.empty()) return {};
  if (text.find_first_not_of("0123456789") == std::string::npos) return std::min(1e9, std::strtod(text.c_str(), nullptr));
  const time_t at = curl_getdate(text.c_str(), nullptr);
  if (at < 0) return {};
  return std::max(0.0, std::difftime(at, std::time(nullptr)));
}

bool may_pass(long status) { return status == 408 || status == 429 || status == 500 || status == 502 || status == 503 || status == 504; }

void cleanup_easy(void* handle) { curl_easy_cleanup(handle); }
void cleanup_multi(void* handle) { curl_multi_cleanup(handle); }

}  // namespace

// One request and its answer, as curl's callbacks see them.
struct Http::Transfer {
  HttpReply reply;
  const HttpBody& body;
  std::size_t header_bytes = 0;
  bool begun = false;
  std::exception_ptr thrown;

  bool wanted() const { return reply.status >= 200 && reply.status < 300; }
  void begin() {
    if (std::exchange(begun, true) || !wanted() || !body.begin) return;
    body.begin(reply);
  }

  static std::size_t on_header(char* data, std::size_t, std::size_t size, void* self) {
    auto& t = *static_cast<Transfer*>(self);
    const std::string_view line(data, size);
    if ((t.header_bytes += size) > kMostHeaderBytes) return 0;
    if (line.starts_with("HTTP/")) {
      t.reply.headers.clear();  // of an interim reply
      const auto space = line.find(' ');
      t.reply.status = space == std::string_view::npos ? 0 : std::strtol(std::string(line.substr(space)).c_str(), nullptr, 10);
    } else if (const auto colon = line.find(':'); colon != std::string_view::npos) {
      std::string name(line.substr(0, colon));
      std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
      t.reply.headers[name] = trimmed(line.substr(colon + 1));
    }
    return size;
  }
  static std::size_t on_data(char* data, std::size_t, std::size_t size, void* self) {
    auto& t = *static_cast<Transfer*>(self);
    try {
      t.begin();
      if (t.wanted() && t.body.data) t.body.data({data, size});
      return size;
    } catch (...) {
      t.thrown = std::current_exception();
      return size == 0 ? 1 : 0;
    }
  }
};

Http::Http(HttpRules rules) : m_rules(rules), m_authorities(authorities()), m_easy(nullptr, cleanup_easy), m_multi(nullptr, cleanup_multi) {
  static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (ready == CURLE_OK) {
    m_easy.reset(curl_easy_init());
    m_multi.reset(curl_multi_init());
  }
  if (!m_easy || !m_multi) fail(ErrorKind::internal, "libcurl does not start", "download");
}

Http::~Http() = default;

void Http::check_allowed(const Url& url, const std::string& where) const {
  if (url.https() || m_rules.plain_http || is_loopback(url)) return;
  fail(ErrorKind::input, "the address has no TLS (http instead of https)", where, "Use an https address; --plain-http allows it all the same.");
}

HttpReply Http::get(const HttpRequest& request, const HttpBody& body, std::stop_token stop) {
  Url url = request.url;
  const std::string where = without_query(url);  // what a redirect adds is the server's word
  check_allowed(url, where);
  bool with_token = !request.token.empty();
  for (int redirects = 0;; ++redirects) {
    std::vector<std::string> headers = request.headers;
    if (with_token && (url.https() || is_loopback(url))) headers.push_back("Authorization: Bearer " + request.token);
    HttpReply reply = one(url, headers, body, where, stop);
    if (may_pass(reply.status)) {
      const std::string why = reply.status == 429 ? "the hub has had too many requests (429)" : "the hub is in trouble (status " + std::to_string(reply.status) + ")";
      throw Passing({ErrorKind::io, why, where, "Try again later; what came so far is kept."}, retry_after(reply));
    }
    const std::string location = reply.header("location");
    const bool moved = reply.status == 301 || reply.status == 302 || reply.status == 303 || reply.status == 307 || reply.status == 308;
    if (!moved) return reply;
    if (redirects >= m_rules.redirects) fail(ErrorKind::io, "is redirected more than " + std::to_string(m_rules.redirects) + " times", where, "Check the endpoint; this hub is not set up well.");
    const auto next = location.empty() ? std::nullopt : resolve_url(url, location);
    if (!next) fail(ErrorKind::io, "is redirected to no http address", where, "Check the endpoint; this hub is not set up well.");
    if (url.https() && !next->https()) fail(ErrorKind::io, "is redirected from https to http, which is refused", where, "Check the endpoint; somebody may be listening in.");
    check_allowed(*next, where);
    with_token = with_token && same_origin(url, *next);
    url = *next;
  }
}

HttpReply Http::one(const Url& url, const std::vector<std::string>& headers, const HttpBody& body, const std::string& where, std::stop_token stop) {
  CURL* easy = m_easy.get();
  CURLM* multi = m_multi.get();
  Transfer transfer{{0, {}, url}, body};
  curl_easy_reset(easy);  // connections stay
  std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> list(nullptr, &curl_slist_free_all);
  for (const auto& header : headers) {
    if (curl_slist* longer = curl_slist_append(list.get(), header.c_str())) list.release(), list.reset(longer);
  }
  curl_easy_setopt(easy, CURLOPT_URL, url.text.c_str());
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, list.get());
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_USERAGENT, "paretune");
  curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "identity");
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(1000 * m_rules.connect_seconds));
  curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, 100L);
  curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, std::max(1L, std::lround(m_rules.stall_seconds)));
  if (!m_authorities.empty()) curl_easy_setopt(easy, CURLOPT_CAINFO, m_authorities.c_str());
  if (is_loopback(url)) curl_easy_setopt(easy, CURLOPT_PROXY, "");  // what stays on this computer passes no proxy
  curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, &Transfer::on_header);
  curl_easy_setopt(easy, CURLOPT_HEADERDATA, &transfer);
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &Transfer::on_data);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, &transfer);

  CURLcode code = CURLE_FAILED_INIT;
  {
    struct Added {
      CURLM* multi;
      CURL* easy;
      ~Added() { curl_multi_remove_handle(multi, easy); }
    };
    if (curl_multi_add_handle(multi, easy) != CURLM_OK) fail(ErrorKind::internal, "libcurl takes no request", "download");
    const Added added{multi, easy};
    const std::stop_callback wake(stop, [multi] { curl_multi_wakeup(multi); });
    for (int running = 1; running > 0;) {
      if (stop.stop_requested()) fail_stopped();
      if (curl_multi_perform(multi, &running) != CURLM_OK) break;
      if (running > 0) curl_multi_poll(multi, nullptr, 0, 500, nullptr);
    }
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi, &left)) {
      if (message->msg == CURLMSG_DONE) code = message->data.result;
    }
  }
  if (transfer.thrown) std::rethrow_exception(transfer.thrown);
  const auto passes = [&](const std::string& what) { throw Passing({ErrorKind::io, what, where, "Check the connection and try again; what came so far is kept."}); };
  switch (code) {
    case CURLE_OK: break;
    case CURLE_OPERATION_TIMEDOUT: passes(transfer.header_bytes == 0 ? "the hub does not answer" : "the hub stopped sending"); break;
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY: passes("the hub's address is not found"); break;
    case CURLE_COULDNT_CONNECT: passes("the hub cannot be reached"); break;
    case CURLE_PARTIAL_FILE:
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
    case CURLE_GOT_NOTHING:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM: passes("the connection broke"); break;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
      fail(ErrorKind::io, "the server's certificate is not trusted", where, "Check the endpoint and this computer's clock and certificates (SSL_CERT_FILE names a file of them).");
    default: fail(ErrorKind::io, std::string("the transfer failed: ") + curl_easy_strerror(code), where, "Check the endpoint and the connection, then try again.");
  }
  transfer.begin();
  return std::move(transfer.reply);
}

HttpReply Http::get_text(const HttpRequest& request, std::string& text, std::size_t max_bytes, std::stop_token stop) {
  HttpBody body;
  body.begin = [&](const HttpReply&) { text.clear(); };
  body.data = [&](std::string_view bytes) {
    if (text.size() + bytes.size() > max_bytes) {
      fail(ErrorKind::input, "the answer is larger than " + std::to_string(max_bytes) + " bytes", without_query(request.url), "Check the endpoint; a hub's answers are never that long.");
    }
    text += bytes;
  };
  return get(request, body, std::move(stop));
}

}  // namespace paretune
