// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Pickles run programs when they are opened. They are known by what they hold, whatever they are called, and never opened.
#include <string>
#include <string_view>

namespace paretune {

bool is_pickle(std::string_view content);   // protocols 2 to 5: "\x80" and the protocol
bool is_archive(std::string_view content);  // zip, in which torch.save puts its pickle
[[noreturn]] void refuse_pickle(const std::string& path, const std::string& remedy);  // throws Failure
void refuse_pickled_weights(std::string_view content, const std::string& path);       // throws Failure if it is one of the two

}  // namespace paretune
