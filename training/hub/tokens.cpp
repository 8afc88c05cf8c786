// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/hub/tokens.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "training/core/files.h"
#include "training/hub/settings.h"
#include "training/io/hf_cache.h"

namespace paretune {
namespace {

namespace fs = std::filesystem;

std::string tokens_file(const std::string& home) { return (fs::path(home) / "hub_tokens.json").string(); }

// What may stand in a header; the message holds no part of it.
bool is_token(const std::string& text) {
  return !text.empty() && text.size() <= 1000 && std::all_of(text.begin(), text.end(), [](unsigned char c) { return c > 32 && c < 127; });
}

Json kept_tokens(const std::string& home) {
  const std::string path = tokens_file(home);
  std::error_code code;
  if (!fs::exists(path, code)) return Json::object();
  auto tokens = read_json_file(path);
  if (!tokens || !tokens->is_object()) fail(ErrorKind::input, "is damaged", path, "Delete the file and run 'paretune login' again.");
  return *tokens;
}

// As write_file_atomically, but never readable by others, not for a moment.
void write_secret(const std::string& path, const std::string& content) {
  const std::string temp = path + ".tmp-" + std::to_string(::getpid());
  ::unlink(temp.c_str());
  const int fd = ::open(temp.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  const bool written = fd >= 0 && ::fchmod(fd, 0600) == 0 && ::write(fd, content.data(), content.size()) == static_cast<ssize_t>(content.size()) && ::fsync(fd) == 0;
  const int code = errno;
  if (fd >= 0) ::close(fd);
  if (!written || ::rename(temp.c_str(), path.c_str()) != 0) {
    const int why = written ? errno : code;
    ::unlink(temp.c_str());
    fail(ErrorKind::io, std::string("cannot be written: ") + std::strerror(why), path, "Check the permissions of the studio's folder and the room on its disk.");
  }
  sync_folder(fs::path(path).parent_path().string()).value();
}

}  // namespace

std::string hub_token(const std::string& home, const std::string& endpoint) {
  std::string token = hub_variable("HF_TOKEN");
  if (token.empty()) {
    const Json tokens = kept_tokens(home);
    if (const auto it = tokens.find(endpoint); it != tokens.end() && it->is_string()) token = *it;
  }
  if (token.empty() && endpoint == usual_endpoint()) {
    std::string file = hub_variable("HF_TOKEN_PATH");
    if (file.empty()) file = (hf_home_folder() / "token").string();
    std::error_code code;
    if (fs::is_regular_file(file, code)) token = read_text_file(file, 4096).value();
    while (!token.empty() && std::isspace(static_cast<unsigned char>(token.back()))) token.pop_back();
  }
  if (!token.empty() && !is_token(token)) fail(ErrorKind::input, "the access token holds characters that no token has", "HF_TOKEN or 'paretune login'", "Log in again with a token from the hub's settings page.");
  return token;
}

Status keep_hub_token(const std::string& home, const std::string& endpoint, const std::string& token) {
  return attempt("login", [&] {
    if (!is_token(token)) fail(ErrorKind::input, "this is no access token", "login", "Give one line of letters and digits, as the hub's settings page shows it.");
    make_folders(home).value();
    Json tokens = kept_tokens(home);
    tokens[endpoint] = token;
    write_secret(tokens_file(home), tokens.dump(2) + "\n");
  });
}

Result<bool> forget_hub_token(const std::string& home, const std::string& endpoint) {
  return attempt("logout", [&] {
    Json tokens = kept_tokens(home);
    if (tokens.erase(endpoint) == 0) return false;
    if (!tokens.empty()) {
      write_secret(tokens_file(home), tokens.dump(2) + "\n");
    } else if (::unlink(tokens_file(home).c_str()) != 0) {
      fail(ErrorKind::io, std::string("cannot be deleted: ") + std::strerror(errno), tokens_file(home), "Check the permissions of the studio's folder.");
    } else {
      sync_folder(home).value();
    }
    return true;
  });
}

}  // namespace paretune
