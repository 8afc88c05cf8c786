// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// What a repository holds at one commit.
#include <vector>

#include "training/hub/settings.h"

namespace paretune {

struct HubFile {
  std::string path;  // plain and relative
  int64_t size = 0;
  std::string sha256;    // of files kept in LFS or Xet, else empty
  std::string git_sha1;  // of the git blob
  const std::string& digest() const { return sha256.empty() ? git_sha1 : sha256; }  // the cache's name for the content
};

// The commit a branch, tag or commit stands for now: 40 hexadecimal digits.
std::string resolve_commit(Http& http, const HubAddress& address, const std::string& revision, Retries& retries, std::stop_token stop);

// All files, over as many pages as there are. Failure(input) for a list no honest hub sends: names that leave the folder, digests that are none.
std::vector<HubFile> list_files(Http& http, const HubAddress& address, const std::string& commit, Retries& retries, std::stop_token stop);

// Relative, without "." and "..", without control characters and backslashes.
bool is_plain_path(const std::string& path);

// Throws what a status other than 2xx means to a person.
void expect_success(const HttpReply& reply, const HubAddress& address, const std::string& what);

}  // namespace paretune
