// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/api/workers.h"

#include <charconv>
#include <cmath>
#include <cstdlib>
#include <string_view>

namespace paretune {
namespace {

constexpr const char* kRemedy = "Start the processes with 'paretune train … --processes N' or torchrun, which set RANK, WORLD_SIZE, MASTER_ADDR and MASTER_PORT.";

std::string text_of(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

template <class T>
T number_of(const char* name, T missing, T least, T most) {
  const std::string text = text_of(name);
  if (text.empty()) return missing;
  T value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !(value >= least && value <= most)) {
    fail(ErrorKind::usage, "is \"" + text + "\", which is no number it can have", name, kRemedy);
  }
  return value;
}

}  // namespace

Result<WorkerPlace> worker_place_from_environment() {
  return attempt("environment", [] {
    WorkerPlace place;
    if (text_of("RANK").empty() && text_of("WORLD_SIZE").empty()) return place;
    constexpr int most = 1 << 14;
    place.world_size = number_of("WORLD_SIZE", 0, 1, most);
    if (place.world_size == 0 || text_of("RANK").empty()) fail(ErrorKind::usage, "only one of RANK and WORLD_SIZE is set", "environment", kRemedy);
    if (place.world_size == 1) return place;
    place.rank = number_of("RANK", 0, 0, place.world_size - 1);
    place.local_rank = number_of("LOCAL_RANK", 0, 0, most);
    place.local_world_size = number_of("LOCAL_WORLD_SIZE", 1, 1, place.world_size);
    place.master_addr = text_of("MASTER_ADDR");
    place.master_port = number_of("MASTER_PORT", 0, 1, 65535);
    if (place.master_addr.empty() || place.master_port == 0) fail(ErrorKind::usage, "MASTER_ADDR or MASTER_PORT is missing", "environment", kRemedy);
    place.agent_store = text_of("TORCHELASTIC_USE_AGENT_STORE") == "True";
    place.job = text_of("TORCHELASTIC_RUN_ID") + "/" + text_of("TORCHELASTIC_RESTART_COUNT");
    place.patience = number_of("PARETUNE_PEER_TIMEOUT", place.patience, 0.5, 86400.0);
    place.join_patience = number_of("PARETUNE_JOIN_TIMEOUT", place.join_patience, 1.0, 86400.0);
    return place;
  });
}

}  // namespace paretune
