// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// What Hugging Face's environment variables say, and the addresses of one repository.
#include <string>

#include "training/api/hub.h"
#include "training/hub/http.h"

namespace paretune {

std::string hub_variable(const char* name);  // "" when unset
bool hub_is_offline();                       // HF_HUB_OFFLINE
std::string usual_endpoint();                // HF_ENDPOINT, else https://huggingface.co
// `wanted`, else the usual one, without a slash at its end. Failure(input) when it is no http(s) address.
std::string hub_endpoint(const std::string& wanted);
double hub_stall_seconds();  // HF_HUB_DOWNLOAD_TIMEOUT, else 30

// "org/name" by the hub's rules, and a revision that may become a file name. Failure(input) otherwise.
void check_hub_id(const std::string& id);
void check_revision(const std::string& revision);

struct HubAddress {
  std::string endpoint, id, token;
  bool dataset = false;

  HttpRequest commit_of(const std::string& revision) const;
  HttpRequest tree_of(const std::string& commit) const;
  HttpRequest file_of(const std::string& commit, const std::string& path) const;
  HttpRequest at(const std::string& url) const;
};

}  // namespace paretune
