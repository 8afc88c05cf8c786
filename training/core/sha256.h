// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "training/core/block_hash.h"

namespace paretune {

// SHA-256 (FIPS 180-4) of bytes that come in pieces.
class Sha256 : public BlockHash<8> {
 public:
  Sha256();
};

}  // namespace paretune
