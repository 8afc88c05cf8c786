// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// A file layer that fails on command. Linked into a test program it stands before the C library's calls, for our code, the C++ library
// and SQLite alike; nothing in the product knows of it. Counted are the calls that write, sync, rename, make, cut or remove something
// under one folder.
#include <cerrno>
#include <functional>
#include <string>

namespace paretune::test {

struct FaultPlan {
  std::string folder;       // only files below it
  long nth = 0;             // the call that fails, from 1; 0 only counts
  int code = ENOSPC;        // errno
  bool from_then_on = false;  // all later calls fail as well
  bool cut_short = false;   // a write writes half of its bytes first (and then the rest fails, as on a disk that fills up)
  bool kill = false;        // SIGKILL before the call, in place of a failure
  std::function<void(const std::string& from, const std::string& to)> renamed = {};  // after a rename that went well, on its thread
};

class FileFaults {
 public:
  explicit FileFaults(const FaultPlan& plan);
  ~FileFaults();
  FileFaults(const FileFaults&) = delete;
  static long calls();   // counted since the object was made
  static bool struck();  // whether the nth call came
};

}  // namespace paretune::test
