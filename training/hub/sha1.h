// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "training/core/block_hash.h"

namespace paretune {

// SHA-1 (FIPS 180-4) of bytes that come in pieces: git's name for a file's content. No guard against a forger.
class Sha1 : public BlockHash<5> {
 public:
  Sha1();
};

}  // namespace paretune
