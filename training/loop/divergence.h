// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <functional>
#include <stop_token>

#include "training/data/dataset.h"
#include "training/models/causal_lm.h"

namespace paretune {

// How far an adapter moves the model's predictions: the mean over all tokens the loss sees of KL(base || adapted) between the two
// distributions of the next token, in nats. 0: nothing has changed. `set_enabled` switches the adapter; it is on afterwards.
double mean_divergence(CausalLm& model, const Examples& examples, const std::function<void(bool)>& set_enabled, const std::function<void(double)>& progress,
                       std::stop_token stop);

}  // namespace paretune
