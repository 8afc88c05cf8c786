// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/disk_model.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace paretune::test {
namespace {

namespace fs = std::filesystem;

std::string read_bytes(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

DiskModel::NodePtr DiskModel::read(const std::string& path) {
  auto node = std::make_shared<Node>();
  node->folder = fs::is_directory(path);
  if (!node->folder) {
    node->safe = read_bytes(path);
    return node;
  }
  for (const auto& entry : fs::directory_iterator(path)) node->names[entry.path().filename().string()] = read(entry.path().string());
  node->safe_names = node->names;
  return node;
}

DiskModel::DiskModel(const std::string& folder) : m_root(read(folder)) {}

std::pair<DiskModel::Node*, std::string> DiskModel::place(const std::string& path) const {
  const std::size_t slash = path.rfind('/');
  const NodePtr folder = slash == std::string::npos ? m_root : find(path.substr(0, slash));
  if (!folder) throw std::logic_error("the record does not know the folder of " + path);
  return {folder.get(), slash == std::string::npos ? path : path.substr(slash + 1)};
}

DiskModel::NodePtr DiskModel::find(const std::string& path) const {
  if (path.empty()) return m_root;
  const auto [folder, name] = place(path);
  const auto found = folder->names.find(name);
  return found == folder->names.end() ? nullptr : found->second;
}

void DiskModel::change_names(NameChange change) {
  for (const auto& [folder, name, node] : change) {
    if (node) folder->names[name] = node;
    else folder->names.erase(name);
  }
  m_name_changes.push_back(std::move(change));
}

void DiskModel::apply(const FileCall& call) {
  if (call.kind == FileCall::mark) return;
  const NodePtr node = find(call.path);
  const bool makes = call.kind == FileCall::make || call.kind == FileCall::make_folder;
  if (!node && !makes) throw std::logic_error("the record does not know " + call.path);
  switch (call.kind) {
    case FileCall::make:
    case FileCall::make_folder: {
      if (node) break;  // opened again
      const auto [folder, name] = place(call.path);
      auto made = std::make_shared<Node>();
      made->folder = call.kind == FileCall::make_folder;
      change_names({{folder, name, made}});
      break;
    }
    case FileCall::write: node->changes.push_back({call.number, call.data, false}); break;
    case FileCall::resize: node->changes.push_back({call.number, {}, true}); break;
    case FileCall::sync: {
      if (!node->folder) {
        node->safe = content(*node, [](std::size_t moments) { return moments - 1; }, 4096);
        node->changes.clear();
        break;
      }
      std::vector<NameChange> open;
      for (NameChange& change : m_name_changes) {
        if (std::none_of(change.begin(), change.end(), [&](const NameEdit& edit) { return edit.folder == node.get(); })) {
          open.push_back(std::move(change));
          continue;
        }
        for (const auto& [folder, name, entry] : change) {
          if (entry) folder->safe_names[name] = entry;
          else folder->safe_names.erase(name);
        }
      }
      m_name_changes = std::move(open);
      break;
    }
    case FileCall::link:
    case FileCall::rename:
    case FileCall::exchange: {
      const auto [from, old_name] = place(call.path);
      const auto [to, new_name] = place(call.to);
      NameChange change;
      if (call.kind != FileCall::link) change.push_back({from, old_name, call.kind == FileCall::exchange ? find(call.to) : nullptr});
      change.push_back({to, new_name, node});
      change_names(std::move(change));
      break;
    }
    case FileCall::remove: {
      const auto [folder, name] = place(call.path);
      if (node->folder) m_gone.push_back(node);
      change_names({{folder, name, nullptr}});
      break;
    }
    case FileCall::mark: break;
  }
}

// `moment` draws for each sector, and for the size, how many of the changes have happened: one of 0 .. moments - 1.
std::string DiskModel::content(const Node& file, const std::function<std::size_t(std::size_t)>& moment, std::size_t sector) {
  if (file.changes.empty()) return file.safe;
  std::size_t most = file.safe.size(), size = most;
  const std::size_t size_moment = moment(file.changes.size() + 1);
  for (std::size_t i = 0; i < file.changes.size(); ++i) {
    const Change& change = file.changes[i];
    const auto end = static_cast<std::size_t>(change.at) + change.data.size();
    most = std::max(most, end);
    if (i < size_moment) size = change.resize ? end : std::max(size, end);
  }
  std::string out = file.safe;
  out.resize(most, '\0');
  std::vector<std::size_t> moments((most + sector - 1) / sector);
  for (std::size_t& each : moments) each = moment(file.changes.size() + 1);
  for (std::size_t i = 0; i < file.changes.size(); ++i) {
    const Change& change = file.changes[i];
    const auto begin = static_cast<std::size_t>(change.at), end = change.resize ? most : begin + change.data.size();
    for (std::size_t at = begin; at < end;) {
      const std::size_t next = std::min(end, (at / sector + 1) * sector);
      if (i < moments[at / sector]) {
        if (change.resize) std::fill(out.begin() + static_cast<std::ptrdiff_t>(at), out.begin() + static_cast<std::ptrdiff_t>(next), '\0');
        else std::copy_n(change.data.begin() + static_cast<std::ptrdiff_t>(at - begin), next - at, out.begin() + static_cast<std::ptrdiff_t>(at));
      }
      at = next;
    }
  }
  out.resize(size, '\0');
  return out;
}

void DiskModel::write(const Node& folder, const std::string& to, const Names& names, std::mt19937_64& random) const {
  fs::create_directories(to);
  const auto found = names.find(&folder);
  for (const auto& [name, node] : found == names.end() ? folder.safe_names : found->second) {
    const std::string path = to + "/" + name;
    if (node->folder) {
      write(*node, path, names, random);
      continue;
    }
    // Nothing, everything, or a mixture reached the disk.
    const auto kind = random() % 4;
    const auto moment = [&](std::size_t moments) -> std::size_t {
      const auto here = kind < 2 ? kind : random() % 3;
      return here == 0 ? 0 : here == 1 ? moments - 1 : random() % moments;
    };
    const std::string bytes = content(*node, moment, random() % 2 ? 512 : 4096);
    std::ofstream(path, std::ios::binary) << bytes;
  }
}

void DiskModel::cut(const std::string& to, std::mt19937_64& random) const {
  Names names;
  const bool in_order = random() % 2;
  const std::size_t first = random() % (m_name_changes.size() + 1);
  const auto likely = random() % 5;  // of 4
  for (std::size_t i = 0; i < m_name_changes.size(); ++i) {
    if (in_order ? i >= first : random() % 4 >= likely) continue;
    for (const auto& [folder, name, node] : m_name_changes[i]) {
      auto& entries = names.try_emplace(folder, folder->safe_names).first->second;
      if (node) entries[name] = node;
      else entries.erase(name);
    }
  }
  write(*m_root, to, names, random);
}

std::string DiskModel::difference(const std::string& folder) const {
  std::size_t files = 0;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    const std::string name = fs::relative(entry.path(), folder).string();
    if (name.ends_with("-shm")) continue;
    ++files;
    const NodePtr node = find(name);
    if (!node || node->folder != entry.is_directory()) return name;
    if (!node->folder && content(*node, [](std::size_t moments) { return moments - 1; }, 4096) != read_bytes(entry.path().string())) return name;
  }
  std::size_t known = 0;
  const std::function<void(const Node&)> count = [&](const Node& node) {
    for (const auto& [name, child] : node.names) {
      if (!name.ends_with("-shm")) ++known, count(*child);
    }
  };
  count(*m_root);
  return files == known ? std::string() : "a file that is gone";
}

}  // namespace paretune::test
