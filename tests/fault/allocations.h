// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>

namespace paretune::test {

// The most that operator new has held since this was made, above what it held then. One at a time.
class PeakOfAllocations {
 public:
  PeakOfAllocations();
  int64_t bytes() const;

 private:
  int64_t m_before;
};

}  // namespace paretune::test
