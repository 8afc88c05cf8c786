// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <span>
#include <string>
#include <vector>

namespace paretune {

// The names PEFT's WaveFT knows: db1 to db38, sym2 to sym20, coif1 to coif17.
const std::vector<std::string>& wavelet_names();

// Low-pass synthesis filter. Empty for names that PEFT knows but has no usable filter of: its transform fails for them.
std::span<const float> wavelet_filter(const std::string& name);

}  // namespace paretune
