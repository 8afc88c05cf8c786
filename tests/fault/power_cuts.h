// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Power cuts by the thousand, out of one record of what a program did.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/disk_model.h"
#include "tests/support/program.h"

namespace paretune::test {

struct Recorded {
  DiskModel before;
  std::vector<FileCall> calls;
};

// What `body` does below `folder`. The record must account for every byte there.
template <class F>
Recorded record(const std::string& folder, F&& body) {
  Recorded out{DiskModel(folder), {}};
  DiskModel whole(folder);
  {
    const FileRecord recording(folder);
    body();
    out.calls = FileRecord::calls();
  }
  for (const FileCall& call : out.calls) whole.apply(call);
  EXPECT_EQ(whole.difference(folder), "") << "the record missed a change";
  return out;
}

// check(folder, what was acknowledged last) for the state of the disk after each of `cuts` power cuts. Every other one follows a change of
// names: there are few of those among the writes, and much hangs on them.
template <class Check>
void cut_power(Recorded recorded, long cuts, std::mt19937_64& random, Check&& check) {
  std::vector<std::size_t> moments(static_cast<std::size_t>(cuts)), after_names;
  for (std::size_t i = 0; i < recorded.calls.size(); ++i) {
    if (recorded.calls[i].changes_names()) after_names.push_back(i + 1);
  }
  for (std::size_t i = 0; i < moments.size(); ++i) {
    const bool anywhere = i % 2 == 0 || after_names.empty();
    moments[i] = anywhere ? random() % (recorded.calls.size() + 1) : after_names[random() % after_names.size()];
  }
  std::sort(moments.begin(), moments.end());
  int64_t acknowledged = 0;
  std::size_t at = 0;
  for (const std::size_t moment : moments) {
    for (; at < moment; ++at) {
      if (recorded.calls[at].kind == FileCall::mark) acknowledged = recorded.calls[at].number;
      recorded.before.apply(recorded.calls[at]);
    }
    const TempFolder folder;
    recorded.before.cut(folder.path(), random);
    check(folder.path(), acknowledged);
  }
}

}  // namespace paretune::test
