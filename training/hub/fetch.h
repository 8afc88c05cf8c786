// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "training/hub/http.h"
#include "training/hub/partial_file.h"

namespace paretune {

struct FetchProgress {
  std::function<void(int64_t bytes)> have;      // of this file, so far; smaller again after a start from zero
  std::function<void(int64_t bytes)> verified;  // read again to compare the digest, so far
};

struct Fetched {
  int64_t downloaded = 0, resumed = 0;
};

// Completes `partial` from the hub until size and digest are those of the list. It goes on where the partial file ends (Range with If-Range),
// and starts again from zero when the server sends the whole file, another ETag or another range. Content that is wrong twice is a Failure.
Fetched fetch_file(Http& http, const HttpRequest& request, const HubAddress& address, const HubFile& file, PartialFile& partial, Retries& retries,
                   const FetchProgress& progress, std::stop_token stop);

}  // namespace paretune
