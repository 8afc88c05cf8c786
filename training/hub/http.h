// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// GET over libcurl with the rules of a careful guest: https stays https, the token goes to the first host alone, redirects are few.
#include <functional>
#include <map>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "training/hub/retries.h"
#include "training/hub/url.h"

namespace paretune {

struct HttpRules {
  bool plain_http = false;    // http to other computers too
  double stall_seconds = 30;  // fewer than 100 bytes a second for that long is a stall
  double connect_seconds = 15;
  int redirects = 5;
};

struct HttpRequest {
  Url url;
  std::string token;                 // "Authorization: Bearer"; never to another host, never without TLS but to this computer
  std::vector<std::string> headers;  // "Name: value"
};

struct HttpReply {
  long status = 0;
  std::map<std::string, std::string> headers;  // names in lower case
  Url url;                                     // that answered
  std::string header(const std::string& name) const {
    const auto it = headers.find(name);
    return it == headers.end() ? "" : it->second;
  }
};

// Where a body of status 2xx goes. Either may throw, which ends the transfer and comes out of get().
struct HttpBody {
  std::function<void(const HttpReply& reply)> begin;  // before the first byte, also when there is none
  std::function<void(std::string_view bytes)> data;   // decoded, should the server have encoded in spite of our asking
};

// Not for several threads at once. Messages hold neither tokens nor queries nor anything a server wrote.
class Http {
 public:
  explicit Http(HttpRules rules);
  ~Http();
  // The last reply; 4xx but 408 and 429 are replies like others. Throws Passing for what may pass, Failure for what will not and for a stop.
  HttpReply get(const HttpRequest& request, const HttpBody& body, std::stop_token stop);
  // A whole body as text, refused above max_bytes.
  HttpReply get_text(const HttpRequest& request, std::string& text, std::size_t max_bytes, std::stop_token stop);

 private:
  struct Transfer;
  void check_allowed(const Url& url, const std::string& where) const;
  HttpReply one(const Url& url, const std::vector<std::string>& headers, const HttpBody& body, const std::string& where, std::stop_token stop);
  HttpRules m_rules;
  std::string m_authorities;  // the file of trusted certificates
  std::unique_ptr<void, void (*)(void*)> m_easy, m_multi;
};

}  // namespace paretune
