// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/hub/fetch.h"

#include <algorithm>
#include <charconv>

namespace paretune {
namespace {

// The server's answer does not go on from our partial file.
struct StartAgain {};

std::optional<int64_t> number(std::string_view text) {
  int64_t value = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (code != std::errc() || end != text.data() + text.size() || value < 0) return {};
  return value;
}

// "bytes 100-199/200" from `from` to the end of a file of `size` bytes.
bool is_rest(const std::string& range, int64_t from, int64_t size) {
  if (!range.starts_with("bytes ")) return false;
  const auto dash = range.find('-'), slash = range.find('/');
  if (dash == std::string::npos || slash == std::string::npos || dash > slash) return false;
  const std::string_view text = range, total = text.substr(slash + 1);
  return number(text.substr(6, dash - 6)) == from && number(text.substr(dash + 1, slash - dash - 1)) == size - 1 && (total == "*" || number(total) == size);
}

class Fetch {
 public:
  Fetch(const HubFile& file, PartialFile& partial, const FetchProgress& progress) : m_file(file), m_partial(partial), m_progress(progress) { out.resumed = partial.size(); }

  void transfer(Http& http, HttpRequest request, const HubAddress& address, const std::stop_token& stop) {
    m_from = m_partial.size();
    if (m_from > 0) {
      request.headers.push_back("Range: bytes=" + std::to_string(m_from) + "-");
      const std::string& etag = m_partial.etag();
      if (etag.size() > 2 && etag.front() == '"') request.headers.push_back("If-Range: " + etag);  // weak ones may not stand there
    }
    const HttpReply reply = http.get(request, {[&](const HttpReply& r) { begin(r); }, [&](std::string_view bytes) { append(bytes); }}, stop);
    if (reply.status == 416 && m_from > 0) throw StartAgain{};
    expect_success(reply, address, m_file.path);
    if (m_partial.size() < m_file.size) throw Passing({ErrorKind::io, m_file.path + " ended early", address.id, "Run the same command again; what came so far is kept."});
  }

  void restart(const std::string& etag) {
    m_partial.restart(etag);
    out.resumed = 0;
    if (m_progress.have) m_progress.have(0);
  }
  Fetched out;

 private:
  void begin(const HttpReply& reply) {
    const std::string etag = reply.header("etag"), encoding = reply.header("content-encoding");
    const bool encoded = !encoding.empty() && encoding != "identity";
    if (reply.status == 206) {
      const bool changed = !etag.empty() && !m_partial.etag().empty() && etag != m_partial.etag();
      if (m_from > 0 && (encoded || changed || !is_rest(reply.header("content-range"), m_from, m_file.size))) throw StartAgain{};
      if (m_from == 0) fail(ErrorKind::io, "the hub sends a part of the file though all of it was asked for", m_file.path, "Check the endpoint and try again.");
    } else {
      restart(etag);
    }
    const std::string length = reply.header("content-length");
    const int64_t wanted = m_file.size - m_partial.size();
    if (!encoded && !length.empty() && number(length) != wanted) {
      fail(ErrorKind::io, "the hub announces " + length.substr(0, 20) + " bytes where its list of files says " + std::to_string(wanted), m_file.path, "Try again later, or check the endpoint.");
    }
  }

  void append(std::string_view bytes) {
    if (static_cast<int64_t>(bytes.size()) > m_file.size - m_partial.size()) {
      fail(ErrorKind::io, "the hub sends more than the " + std::to_string(m_file.size) + " bytes its list of files says", m_file.path, "Try again later, or check the endpoint.");
    }
    m_partial.append(bytes);
    out.downloaded += static_cast<int64_t>(bytes.size());
    if (m_progress.have) m_progress.have(m_partial.size());
  }

  const HubFile& m_file;
  PartialFile& m_partial;
  const FetchProgress& m_progress;
  int64_t m_from = 0;
};

}  // namespace

Fetched fetch_file(Http& http, const HttpRequest& request, const HubAddress& address, const HubFile& file, PartialFile& partial, Retries& retries,
                   const FetchProgress& progress, std::stop_token stop) {
  Fetch fetch(file, partial, progress);
  int64_t furthest = partial.size();  // a server that sends the same bytes again and again brings nothing forward
  for (bool again = false;;) {
    if (partial.size() > file.size) fetch.restart({});
    retries.run([&] {
      try {
        if (partial.size() < file.size) fetch.transfer(http, request, address, stop);
      } catch (const StartAgain&) {
        fetch.restart({});
        throw Passing({ErrorKind::io, "the hub does not go on where " + file.path + " broke off", address.id, "Check the endpoint and try again."});
      } catch (const Passing&) {
        if (partial.size() > furthest) retries.progressed();
        furthest = std::max(furthest, partial.size());
        throw;
      }
    });
    partial.sync();
    if (progress.have) progress.have(partial.size());
    int64_t read = 0;
    const auto told = [&](int64_t bytes) {
      if (progress.verified) progress.verified(read += bytes);
    };
    if (matches(partial.path(), file, told, stop)) return fetch.out;
    fetch.restart({});
    if (std::exchange(again, true)) {
      fail(ErrorKind::io, "what came twice does not have the " + std::string(file.sha256.empty() ? "git digest" : "SHA-256") + " the hub's list of files says", file.path,
           "Nothing of it was kept. Try again later; if it stays so, the hub or the way to it cannot be trusted.");
    }
  }
}

}  // namespace paretune
