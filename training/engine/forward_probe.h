// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "training/engine/adapted.h"

namespace paretune {

// The parity probe: `input` holds input_ids (B,T) and optional attention_mask, labels; `output` gets logits (B,T,V), with labels
// loss, and with `grads` one grad.<PEFT tensor name> per trainable tensor. Padding rows have logits 0; a label right after
// padding has nothing to predict it and is not counted. Throws Failure.
void forward_probe(const Adapted& adapted, const std::string& input, const std::string& output, bool grads);

}  // namespace paretune
