// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// The folder where Hugging Face's libraries keep what they downloaded. Nothing is downloaded here.
#include <filesystem>
#include <functional>
#include <string>

namespace paretune {

// $HF_HOME, else $XDG_CACHE_HOME/huggingface, else ~/.cache/huggingface.
std::filesystem::path hf_home_folder();

// $HF_HUB_CACHE, else hf_home_folder()/hub.
std::filesystem::path hf_cache_folder();

// "org/name", neither a path that starts here nor one from the root.
bool is_hub_id(const std::string& ref);

// The snapshot of `kind` ("models", "datasets") that refs/main names, else another one; only those that `good` accepts. "" when there is none.
std::string hf_snapshot(const std::string& kind, const std::string& id, const std::function<bool(const std::filesystem::path&)>& good);

}  // namespace paretune
