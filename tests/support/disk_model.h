// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// What a disk may hold after the power failed, out of a record of file calls.
//
// Only a sync makes safe: that of a file its data and size, that of a folder the names in it; neither does the other's work, as POSIX has
// it (ext4 gives more: there a synced new file has its name as well). Of what came since
//   - each sector (512 or 4096 bytes, torn nowhere) is as it was at some moment since the file's last sync, and so is, by itself, its size;
//   - the changes of names (make, rename, exchange, remove) happened up to some moment in their order, or any of them in any choice.
#include <functional>
#include <map>
#include <memory>
#include <random>

#include "tests/support/file_record.h"

namespace paretune::test {

class DiskModel {
 public:
  explicit DiskModel(const std::string& folder);  // what is in it now is safe
  void apply(const FileCall& call);

  // Writes into the empty folder `to` what a power cut now may leave.
  void cut(const std::string& to, std::mt19937_64& random) const;
  // Without a power cut, is it what the folder holds? Empty, or the first file that differs. SQLite's -shm is left out: it is mapped
  // memory, made anew after each start.
  std::string difference(const std::string& folder) const;

 private:
  struct Change {  // of a file's content
    int64_t at;
    std::string data;
    bool resize;  // to `at` bytes
  };
  struct Node {
    bool folder = false;
    std::string safe;
    std::vector<Change> changes;  // since the last sync
    std::map<std::string, std::shared_ptr<Node>> safe_names, names;
  };
  using NodePtr = std::shared_ptr<Node>;
  struct NameEdit {
    Node* folder;
    std::string name;
    NodePtr node;  // none: the name goes
  };
  using NameChange = std::vector<NameEdit>;  // happens as one
  using Names = std::map<const Node*, std::map<std::string, NodePtr>>;

  static NodePtr read(const std::string& path);
  static std::string content(const Node& file, const std::function<std::size_t(std::size_t moments)>& moment, std::size_t sector);
  NodePtr find(const std::string& path) const;
  std::pair<Node*, std::string> place(const std::string& path) const;
  void change_names(NameChange change);
  void write(const Node& folder, const std::string& to, const Names& names, std::mt19937_64& random) const;

  NodePtr m_root;
  std::vector<NameChange> m_name_changes;  // since the folders' last syncs
  std::vector<NodePtr> m_gone;             // nodes that edits may still name
};

}  // namespace paretune::test
