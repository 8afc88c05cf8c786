// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "training/engine/adapted.h"

namespace paretune {

// A model with an adapter that can be switched off.
struct AdaptedSubject {
  CausalLm& model;
  const Tokenizer& tokenizer;
  std::function<void(bool)> set_enabled;
};

// The bundled text (resources/general) as `tokenizer` reads it.
Dataset general_text(const Tokenizer& tokenizer, std::stop_token stop = {});

// What an adapter does to general_text(), among `metrics`:
// "forgetting": how much it raises the model's loss = general_loss - general_loss_base, in nats per token; below zero it improved.
// "drift": mean KL(base || adapted) of the next token, in nats: how far its predictions moved, for better or worse.
std::map<std::string, double> measure_on_general_text(const AdaptedSubject& subject, const std::vector<std::string>& metrics,
                                                      const std::function<void(double)>& progress, std::stop_token stop);

}  // namespace paretune
