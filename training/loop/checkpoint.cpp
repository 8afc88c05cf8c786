// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/loop/checkpoint.h"

#include <fcntl.h>
#include <stdio.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>

#include "training/core/system_error.h"
#include "training/loop/tensor_file.h"

namespace paretune {
namespace {

namespace fs = std::filesystem;
constexpr const char* kStateFile = "state.json";
constexpr const char* kDigest = "digest";  // of state.json without this key; checkpoints of older versions have none
constexpr const char* kOptimizerFile = "optimizer.safetensors";
constexpr const char* kAdapterFile = "adapter_model.safetensors";
constexpr const char* kLeafPrefix = "leaf.";        // trainable leaves that adapter_model.safetensors does not hold as they are
constexpr const char* kStatePrefix = "optimizer.";
constexpr const char* kStepPrefix = "adapter.";      // Adapter::step_state()

std::string checkpoints_of(const std::string& run_folder) { return run_folder + "/checkpoints"; }
std::string folder_of(const std::string& run_folder, int64_t step) { return checkpoints_of(run_folder) + "/step-" + std::to_string(step); }

Json to_json(const TrainState& s) {
  return {{"step", s.step},
          {"tokens", s.tokens},
          {"trained_tokens", s.trained_tokens},
          {"skipped_steps", s.skipped_steps},
          {"seconds", s.seconds},
          {"best_eval_loss", s.best_eval_loss ? Json(*s.best_eval_loss) : Json()},
          {"best_step", s.best_step},
          {"last", s.last},
          {"config_hash", s.config_hash},
          {"pass_tokens", s.relief.pass_tokens},
          {"checkpointing", s.relief.checkpointing},
          {"arithmetic", s.arithmetic}};
}

TrainState state_from(const Json& j) {
  TrainState s;
  s.step = j.at("step");
  s.tokens = j.at("tokens");
  s.trained_tokens = j.at("trained_tokens");
  s.skipped_steps = j.at("skipped_steps");
  s.seconds = j.at("seconds");
  if (!j.at("best_eval_loss").is_null()) s.best_eval_loss = j.at("best_eval_loss").get<double>();
  s.best_step = j.at("best_step");
  for (const auto& [key, value] : j.at("last").items()) {
    if (value.is_number()) s.last[key] = value;
  }
  s.config_hash = j.at("config_hash");
  s.relief = {j.value("pass_tokens", int64_t{0}), j.value("checkpointing", false)};  // older checkpoints know none
  s.arithmetic = j.value("arithmetic", Json());
  return s;
}

// Trainable leaves that saved() does not list under the same name and storage (a prompt made by an encoder, for instance).
NamedTensors leaves_not_saved(Adapter& adapter) {
  std::map<std::string, Tensor> saved;
  for (auto& [name, tensor] : adapter.saved()) saved.emplace(name, tensor);
  NamedTensors out;
  for (auto& [name, leaf] : adapter.trainable()) {
    const auto found = saved.find(name);
    if (found == saved.end() || found->second.data_ptr() != leaf.data_ptr()) out.emplace_back(kLeafPrefix + name, leaf);
  }
  return out;
}

// Where there is a checkpoint of that step already, of a resumed run or a damaged one, both change places at once: it is never gone.
void put_in_place(const std::string& aside, const std::string& folder) {
  if (fs::exists(folder)) {
    if (::renameat2(AT_FDCWD, aside.c_str(), AT_FDCWD, folder.c_str(), RENAME_EXCHANGE) == 0) return;
    if (errno != EINVAL && errno != ENOSYS) throw Failure(system_error("cannot put in place", folder, errno));
    fs::remove_all(folder);  // a file system that cannot
  }
  fs::rename(aside, folder);
}

// Higher ones than the one just saved are of a history that was left: damaged and passed over, or from before the run began anew.
void prune(const std::string& run_folder, int64_t saved, int64_t keep) {
  int64_t kept = 0;
  for (const int64_t step : checkpoint_steps(run_folder)) {
    if (step <= saved && (keep <= 0 || ++kept <= keep)) continue;
    std::error_code ignored;  // an old checkpoint that stays costs disk, nothing else
    fs::remove_all(folder_of(run_folder, step), ignored);
  }
}

using Copies = std::vector<std::pair<Tensor, Tensor>>;  // to, from

void plan_copy(Copies& copies, const std::string& name, const Tensor& to, const std::map<std::string, Tensor>& from, const std::string& key) {
  const auto found = from.find(key);
  if (found == from.end()) fail(ErrorKind::io, "tensor \"" + name + "\" is missing");
  if (found->second.sizes() != to.sizes() || found->second.scalar_type() != to.scalar_type()) {
    fail(ErrorKind::io, "tensor \"" + name + "\" has another shape or type");
  }
  copies.emplace_back(to, found->second);
}

TrainState read_state(const std::string& folder) {
  const std::string path = folder + "/" + kStateFile;
  Json json = read_json_file(path).value();
  return attempt(folder, [&] {
    if (json.contains(kDigest)) {
      // The digest is of the values, to which the line break at the end adds nothing.
      if (!read_text_file(path).value().ends_with('\n')) fail(ErrorKind::io, std::string(kStateFile) + " was cut off");
      const std::string digest = json[kDigest].get<std::string>();
      json.erase(kDigest);
      if (sha256_hex(json.dump()) != digest) fail(ErrorKind::io, std::string(kStateFile) + " was changed");
    }
    for (const auto& [name, digest] : json.at("files").items()) {
      if (name.find('/') != std::string::npos) fail(ErrorKind::io, "names a file outside of its folder");
      if (sha256_file(folder + "/" + name).value() != digest.get<std::string>()) fail(ErrorKind::io, name + " was changed or cut off");
    }
    return state_from(json);
  }).value();
}

// Everything besides adapter.saved().
NamedTensors tensors_beside(Adapter& adapter, Optimizer& optimizer) {
  NamedTensors out = leaves_not_saved(adapter);
  for (auto& [name, tensor] : optimizer.state()) out.emplace_back(kStatePrefix + name, tensor);
  for (auto& [name, tensor] : adapter.step_state()) out.emplace_back(kStepPrefix + name, tensor);
  return out;
}

using TensorMap = std::map<std::string, Tensor>;

void restore(const TensorMap& saved, const TensorMap& stored, Adapter& adapter, Optimizer& optimizer) {
  Copies copies;
  const bool others = std::any_of(stored.begin(), stored.end(), [](const auto& entry) { return entry.first.starts_with(kLeafPrefix); });
  for (auto& [name, tensor] : adapter.saved()) {
    // A tensor made anew by saved() (not a live one) is covered by its leaves.
    if (!stored.count(kLeafPrefix + name) && (!others || saved.count(name))) plan_copy(copies, name, tensor, saved, name);
  }
  for (auto& [name, leaf] : adapter.trainable()) {
    if (stored.count(kLeafPrefix + name)) plan_copy(copies, name, leaf, stored, kLeafPrefix + name);
    else if (!saved.count(name)) fail(ErrorKind::io, "tensor \"" + name + "\" is missing");
  }
  std::map<std::string, Tensor> state, step_state;
  for (const auto& [name, tensor] : stored) {
    if (name.starts_with(kStatePrefix)) state.emplace(name.substr(std::string_view(kStatePrefix).size()), tensor);
    if (name.starts_with(kStepPrefix)) step_state.emplace(name.substr(std::string_view(kStepPrefix).size()), tensor);
  }
  torch::NoGradGuard no_grad;
  optimizer.load_state(state);
  for (auto& [to, from] : copies) to.copy_(from);
  adapter.set_step_state(step_state);
}

// An image: the length of its JSON head in 8 bytes, the head, then the tensors' bytes one after the other.
constexpr std::size_t kLength = sizeof(uint64_t);

}  // namespace

std::string train_image(const TrainState& state, Adapter& adapter, Optimizer& optimizer) {
  Json head = {{"state", to_json(state)}, {"saved", Json::array()}, {"stored", Json::array()}};
  std::string bytes;
  const auto add = [&](const char* part, const NamedTensors& tensors) {
    for (const auto& [name, tensor] : tensors) {
      const Tensor here = tensor.detach().to(at::kCPU).contiguous();
      head[part].push_back({name, static_cast<int>(here.scalar_type()), here.sizes().vec()});
      bytes.append(static_cast<const char*>(here.const_data_ptr()), here.nbytes());
    }
  };
  add("saved", adapter.saved());
  add("stored", tensors_beside(adapter, optimizer));
  const std::string text = head.dump();
  const uint64_t length = text.size();
  return std::string(reinterpret_cast<const char*>(&length), kLength) + text + bytes;
}

TrainState load_train_image(const std::string& image, Adapter& adapter, Optimizer& optimizer) {
  uint64_t length = 0;
  std::memcpy(&length, image.data(), kLength);
  const Json head = Json::parse(image.substr(kLength, length));
  std::size_t at = kLength + length;
  const auto read = [&](const char* part) {
    TensorMap out;
    for (const Json& entry : head.at(part)) {
      Tensor tensor = at::empty(entry[2].get<std::vector<int64_t>>(), static_cast<at::ScalarType>(entry[1].get<int>()));
      if (at + tensor.nbytes() > image.size()) fail(ErrorKind::io, "rank 0's state came incomplete", "workers");
      if (tensor.nbytes() > 0) std::memcpy(tensor.mutable_data_ptr(), image.data() + at, tensor.nbytes());
      at += tensor.nbytes();
      out.emplace(entry[0].get<std::string>(), tensor);
    }
    return out;
  };
  const TensorMap saved = read("saved"), stored = read("stored");
  restore(saved, stored, adapter, optimizer);
  return state_from(head.at("state"));
}

std::vector<int64_t> checkpoint_steps(const std::string& run_folder) {
  std::vector<int64_t> steps;
  std::error_code error;
  for (fs::directory_iterator it(checkpoints_of(run_folder), error), end; !error && it != end; it.increment(error)) {
    const std::string name = it->path().filename().string();
    int64_t step = 0;
    if (!name.starts_with("step-")) continue;
    const auto [last, ec] = std::from_chars(name.data() + 5, name.data() + name.size(), step);
    if (ec == std::errc() && last == name.data() + name.size() && step >= 0) steps.push_back(step);
  }
  std::sort(steps.rbegin(), steps.rend());
  return steps;
}

int64_t checkpoint_bytes(Adapter& adapter, Optimizer& optimizer) {
  int64_t bytes = 1 << 18;  // configs, model card, headers and folders
  for (const auto& [name, tensor] : adapter.saved()) bytes += static_cast<int64_t>(tensor.nbytes());
  for (const auto& [name, tensor] : tensors_beside(adapter, optimizer)) bytes += static_cast<int64_t>(tensor.nbytes());
  return bytes;
}

Result<std::string> save_checkpoint(const std::string& run_folder, const TrainState& state, Adapter& adapter, Optimizer& optimizer,
                                    const std::string& base_model, int64_t keep) {
  const std::string folder = folder_of(run_folder, state.step);
  return attempt(folder, [&] {
    const std::string parent = checkpoints_of(run_folder), aside = parent + "/.writing";
    make_folders(parent).value();
    fs::remove_all(aside);  // what a killed save left behind
    make_folders(aside).value();
    try {
      save_adapter(adapter, aside, base_model).value();
      write_tensor_file(aside + "/" + kOptimizerFile, tensors_beside(adapter, optimizer));
      Json json = to_json(state);
      json["files"] = Json::object();
      for (const auto& entry : fs::directory_iterator(aside)) {
        if (!entry.is_regular_file()) continue;  // an adapter's parts; they are not read back from here
        json["files"][entry.path().filename().string()] = sha256_file(entry.path().string()).value();
      }
      json[kDigest] = sha256_hex(json.dump());
      write_json_file(aside + "/" + kStateFile, json).value();
      sync_folder(aside).value();
      put_in_place(aside, folder);
      sync_folder(parent).value();
    } catch (...) {
      std::error_code ignored;
      fs::remove_all(aside, ignored);
      throw;
    }
    std::error_code ignored;
    fs::remove_all(aside, ignored);  // the one that was there before
    prune(run_folder, state.step, keep);
    return folder;
  });
}

std::optional<TrainState> load_newest_checkpoint(const std::string& run_folder, const std::string& config_hash, Adapter& adapter, Optimizer& optimizer,
                                                 std::vector<std::string>& notes) {
  std::string others;
  for (const int64_t step : checkpoint_steps(run_folder)) {
    const std::string folder = folder_of(run_folder, step);
    const auto state = attempt(folder, [&] {
      TrainState loaded = read_state(folder);
      if (loaded.config_hash == config_hash) {
        restore(read_tensor_file(folder + "/" + kAdapterFile), read_tensor_file(folder + "/" + kOptimizerFile), adapter, optimizer);
      }
      return loaded;
    });
    if (!state) {
      notes.push_back("Checkpoint step-" + std::to_string(step) + " is damaged and was passed over: " + state.error().message);
      continue;
    }
    if (state->config_hash != config_hash) {
      notes.push_back("Checkpoint step-" + std::to_string(step) + " was made with other settings and was passed over.");
      if (others.empty()) others = folder;
      continue;
    }
    return *state;
  }
  if (!others.empty()) {
    fail(ErrorKind::input, "the checkpoint was made with other settings", others, "Resume with the run's own run.json, or start a new run.");
  }
  return std::nullopt;
}

}  // namespace paretune
