// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "training/api/hub.h"
#include "training/hub/http.h"

namespace paretune {

// Files from a hub, verified, in Hugging Face's cache. `home`: the studio's folder, where what is under way lies (cache/downloads).
// Throws Failure. A snapshot shows nothing before all of its files are there, and refs/<revision> comes last.
HubDownload download_from_hub(const HubRequest& request, const std::string& home, const HttpRules& http, const RetryRules& retries, const Hub::OnProgress& progress,
                              std::stop_token stop);

}  // namespace paretune
