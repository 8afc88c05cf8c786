// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <optional>
#include <string>

namespace paretune {

// An http(s) address, taken apart by libcurl's own parser so that both read it the same way.
struct Url {
  std::string text, scheme, host, port;
  bool https() const { return scheme == "https"; }
};

// Nothing for other schemes, for what is no address, and for addresses with a user name or password in them.
std::optional<Url> parse_url(const std::string& text);
std::optional<Url> resolve_url(const Url& base, const std::string& reference);  // a Location, which may be relative

bool same_origin(const Url& a, const Url& b);  // scheme, host and port
bool is_loopback(const Url& url);              // this computer: localhost, 127.0.0.0/8, ::1
std::string without_query(const Url& url);     // fit for messages: queries hold signatures

std::string escape_segment(const std::string& text);  // percent-encoded, "/" too
std::string escape_path(const std::string& path);     // "/" stays

}  // namespace paretune
