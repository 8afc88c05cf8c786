// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "training/models/causal_lm.h"

namespace paretune {

// The cache of a second pass that runs beside the model's own while text is generated.
class SideCache {
 public:
  // The side's cache for a pass with `main`, as long as that one; null where the pass has none.
  KvCache* beside(const KvCache* main) {
    if (!main) return nullptr;
    if (main->length == 0) m_cache = KvCache();
    if (m_cache.length < main->length) fail(ErrorKind::internal, "the adapter was not there when this text began", "cache");
    m_cache.length = main->length;  // shorter: the text was cut
    return &m_cache;
  }

 private:
  KvCache m_cache;
};

}  // namespace paretune
