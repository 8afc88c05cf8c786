// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Models and data sets from a Hugging Face hub into its cache on this computer, where org/name finds them.
#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "training/api/result.h"

namespace paretune {

struct HubRequest {
  std::string id;  // org/name
  std::string revision = "main";
  bool dataset = false;
  std::vector<std::string> files;  // names or patterns with * and ?; none: what training needs
  std::string endpoint;            // empty: HF_ENDPOINT, else https://huggingface.co
  bool plain_http = false;         // an endpoint that is not this computer may do without TLS; it is sent no token then
};

struct HubProgress {
  std::string phase;            // "list", "download", "verify", "wait"
  std::string text;             // the file, or what is waited for
  int64_t done = 0, total = 0;  // bytes of all files
};

struct HubDownload {
  struct File {
    std::string path;
    int64_t bytes = 0;
  };
  std::string folder, commit;
  std::vector<File> files;
  int64_t bytes = 0, downloaded = 0, resumed = 0;  // of the files; over the network; of partial files left by an earlier try
  std::vector<std::string> notes;                  // what was left out, and why
};

class Hub {
 public:
  virtual ~Hub() = default;
  using OnProgress = std::function<void(const HubProgress&)>;
  // Blocks. Stopped or failed, it keeps what came so far, and the same request goes on from there.
  virtual Result<HubDownload> download(const HubRequest& request, OnProgress progress, std::stop_token stop = {}) = 0;
  // A token for one hub ("" = the usual one), in a file that only its owner reads; given back to nobody.
  virtual Status keep_token(const std::string& endpoint, const std::string& token) = 0;
  virtual Result<bool> forget_token(const std::string& endpoint) = 0;  // false: there was none
};
std::unique_ptr<Hub> open_hub(const std::string& home);  // the studio's folder

}  // namespace paretune
