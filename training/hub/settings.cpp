// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/hub/settings.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace paretune {
namespace {

bool is_name(const std::string& part) {
  const auto plain = [](unsigned char c) { return std::isalnum(c) || c == '-' || c == '_' || c == '.'; };
  const auto edge = [](char c) { return c == '-' || c == '.'; };
  return !part.empty() && std::all_of(part.begin(), part.end(), plain) && !edge(part.front()) && !edge(part.back()) && part.find("--") == std::string::npos &&
         part.find("..") == std::string::npos;
}

}  // namespace

std::string hub_variable(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

bool hub_is_offline() {
  std::string value = hub_variable("HF_HUB_OFFLINE");
  std::transform(value.begin(), value.end(), value.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return value == "1" || value == "ON" || value == "YES" || value == "TRUE";
}

std::string usual_endpoint() {
  std::string endpoint = hub_variable("HF_ENDPOINT");
  while (endpoint.ends_with('/')) endpoint.pop_back();
  return endpoint.empty() ? "https://huggingface.co" : endpoint;
}

std::string hub_endpoint(const std::string& wanted) {
  std::string endpoint = wanted.empty() ? usual_endpoint() : wanted;
  while (endpoint.ends_with('/')) endpoint.pop_back();
  // The address itself is not repeated: it may hold a password.
  if (!parse_url(endpoint) || endpoint.find_first_of("?#") != std::string::npos) {
    fail(ErrorKind::input, "the hub's address is no http(s) address, or holds a user name, a password or a query", "--endpoint or HF_ENDPOINT",
         "Give something like https://huggingface.co; a token is given by 'paretune login'.");
  }
  return endpoint;
}

double hub_stall_seconds() {
  const double given = std::strtod(hub_variable("HF_HUB_DOWNLOAD_TIMEOUT").c_str(), nullptr);
  return std::isfinite(given) && given >= 1 ? std::min(given, 3600.0) : 30;
}

void check_hub_id(const std::string& id) {
  const auto slash = id.find('/');
  if (slash != std::string::npos && id.size() <= 96 && is_name(id.substr(0, slash)) && is_name(id.substr(slash + 1))) return;
  fail(ErrorKind::input, "is no name of the form org/name", id, "Copy the name from the model's page, for example HuggingFaceTB/SmolLM2-135M-Instruct.");
}

void check_revision(const std::string& revision) {
  const auto plain = [](unsigned char c) { return std::isalnum(c) || (c != 0 && std::string_view("-_./+").find(static_cast<char>(c)) != std::string_view::npos); };
  const bool good = !revision.empty() && revision.size() <= 200 && std::all_of(revision.begin(), revision.end(), plain) && revision.front() != '/' && revision.back() != '/' &&
                    revision.front() != '.' && revision.find("..") == std::string::npos && revision.find("//") == std::string::npos && revision.find("/.") == std::string::npos;
  if (!good) fail(ErrorKind::input, "is no name of a branch, tag or commit", revision, "For example: main.");
}

HttpRequest HubAddress::at(const std::string& url) const {
  const auto parsed = parse_url(url);
  if (!parsed) fail(ErrorKind::internal, "makes no address", id);
  return {*parsed, token, {}};
}

HttpRequest HubAddress::commit_of(const std::string& revision) const {
  return at(endpoint + "/api/" + (dataset ? "datasets/" : "models/") + id + "/revision/" + escape_segment(revision));
}

HttpRequest HubAddress::tree_of(const std::string& commit) const {
  return at(endpoint + "/api/" + (dataset ? "datasets/" : "models/") + id + "/tree/" + commit + "?recursive=true&expand=false");
}

HttpRequest HubAddress::file_of(const std::string& commit, const std::string& path) const {
  return at(endpoint + (dataset ? "/datasets/" : "/") + id + "/resolve/" + commit + "/" + escape_path(path));
}

}  // namespace paretune
