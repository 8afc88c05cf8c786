// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// One repository's folder in Hugging Face's cache, as huggingface_hub lays it out:
//   models--org--name/blobs/<digest>   snapshots/<commit>/<path> -> ../../blobs/<digest>   refs/<revision>   and .locks/ beside it.
#include <filesystem>

#include "training/hub/partial_file.h"

namespace paretune {

class HubCache {
 public:
  explicit HubCache(const HubRequest& request);

  bool has(const HubFile& file) const;
  std::filesystem::path snapshot(const std::string& commit) const { return m_repo / "snapshots" / commit; }
  const std::filesystem::path& folder() const { return m_repo; }

  // Held against other processes, Python's too, while one file is fetched. `waiting` is called once when somebody else holds it.
  class Lock {
   public:
    Lock(const std::filesystem::path& path, const std::function<void()>& waiting, const std::stop_token& stop);
    ~Lock();
    Lock(const Lock&) = delete;

   private:
    int m_fd = -1;
  };
  std::filesystem::path lock_path(const HubFile& file) const;

  // A verified file becomes a blob: renamed, or copied and verified again where the cache is another file system.
  void place(const std::string& verified, const HubFile& file, std::stop_token stop) const;
  // All links of a snapshot, config.json last: whoever sees it sees a whole model. Every blob must be there.
  void link(const std::string& commit, const std::vector<HubFile>& files) const;
  void set_ref(const std::string& revision, const std::string& commit) const;

 private:
  std::filesystem::path blob(const HubFile& file) const { return m_repo / "blobs" / file.digest(); }
  std::filesystem::path m_repo, m_locks;
};

// Free bytes for this user where `folder` is or will be; Failure(io) naming both figures when they are fewer than `bytes`.
void expect_room(const std::filesystem::path& folder, int64_t bytes, const std::string& what);

}  // namespace paretune
