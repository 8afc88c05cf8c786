// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Results are written aside, read back, and only then come under their name: what lies there was found good, whenever the program ends.
#include "training/core/written_files.h"

namespace paretune {

class StagedOutput {
 public:
  enum class Kind { folder, file };
  // Refuses a file, or a non-empty folder, that is no earlier export of ours. Writers write to path().
  StagedOutput(const std::string& out, Kind kind);
  ~StagedOutput();  // without commit() nothing stays
  StagedOutput(const StagedOutput&) = delete;

  const std::string& path() const { return m_path; }
  // Every byte written so far is on the disk as it was given; Failure(io) otherwise.
  void require_intact() { m_written.require_intact(); }
  // The same, and puts all in place, the receipt last. An earlier export's files of the same names are replaced.
  void commit();

 private:
  std::string m_aside, m_folder, m_path;  // the folder of path(); where its files go
  std::string m_made;                     // the outermost folder that did not exist before; empty: none
  bool m_done = false;
  WrittenFiles m_written;
};

// Where the receipt of an export lies: in its folder, or beside its file.
std::string receipt_path(const std::string& out);

}  // namespace paretune
