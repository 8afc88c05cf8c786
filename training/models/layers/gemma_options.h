// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "training/models/layers/decoder_lm.h"

namespace paretune {

// What Gemma 2 and 3 have in common; every `pattern`-th layer sees all tokens, the others slide.
DecoderOptions gemma_options(const ModelConfig& config, int64_t pattern);
Json completed_gemma(const Json& given);  // the defaults that their config.json leaves out

}  // namespace paretune
