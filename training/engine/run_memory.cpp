// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/engine/run_memory.h"

namespace paretune {
namespace {

std::string megabytes(int64_t bytes) { return std::to_string((bytes + (1 << 19)) >> 20) + " MB"; }

std::string parts_of(const Plan& plan) {
  std::string parts;
  for (const auto& part : plan.parts) parts += (parts.empty() ? "" : ", ") + part.name + " " + megabytes(part.bytes);
  return parts;
}

std::string what_fits(const Plan& plan, const std::string& otherwise) {
  std::string remedy;
  for (const auto& suggestion : plan.suggestions) remedy += (remedy.empty() ? "" : "; or ") + suggestion;
  if (remedy.empty()) return otherwise;
  return remedy.ends_with('.') ? remedy : remedy + ".";
}

// The only sentence of plan_advice.h is then about memory that is free, which `less` of a plan is not.
bool nothing_fits(const Plan& plan) { return plan.suggestions.size() == 1 && plan.suggestions[0].starts_with("No setting makes it fit"); }

}  // namespace

void refuse_if_too_large(const Plan& plan) {
  if (plan.fits) return;
  fail(ErrorKind::memory, "the run needs about " + megabytes(plan.total_bytes) + " (" + parts_of(plan) + "), the machine has " + megabytes(plan.available_bytes) + " free",
       "memory", what_fits(plan, "Use a smaller model, or close other programs."));
}

Error memory_ran_out(const Plan& plan, const Plan& less, const Error& found) {
  return {ErrorKind::memory, "memory ran out; the run was planned to need about " + megabytes(plan.total_bytes) + " (" + parts_of(plan) + ")", "memory",
          nothing_fits(less) ? found.remedy : what_fits(less, found.remedy)};
}

}  // namespace paretune
