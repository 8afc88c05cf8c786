// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// What a sentence of advice would set: "Set r to 4", "gradient_checkpointing on", "max_length = 512", "Use LORA in place of FULL".
#include <QString>
#include <functional>
#include <utility>
#include <vector>

#include "training/api/schema.h"

namespace paretune {

struct SuggestedChange {
  std::vector<std::pair<QString, Json>> settings;
  QString method;  // a peft_type, or empty
  bool empty() const { return settings.empty() && method.isEmpty(); }
};

// `isKey` knows the keys that can be set, `isMethod` the methods.
SuggestedChange readSuggestion(const QString& text, const std::function<bool(const QString&)>& isKey,
                               const std::function<bool(const QString&)>& isMethod);

}  // namespace paretune
