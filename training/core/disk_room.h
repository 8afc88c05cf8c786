// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>

namespace paretune {

// Whether this user can write `bytes` more into `folder`: tried, so that quotas and reserved blocks count. True where the folder
// cannot be written for another reason; the write itself tells that one better.
bool has_room(const std::string& folder, int64_t bytes);

// Returns once the folder has room. Calls `waiting` once when it has to wait; looks again every second. False: stopped before.
bool wait_for_room(const std::string& folder, int64_t bytes, const std::function<void()>& waiting, std::stop_token stop);

}  // namespace paretune
