// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "app/cli/command.h"

namespace paretune {

inline int export_and_report(CliContext& context, const ExportRequest& request) {
  const auto progress = [&](const std::string& phase, double) {
    if (!context.quiet) std::fprintf(stderr, "%s ...\n", phase.c_str());
  };
  const ExportReceipt receipt = context.engine->export_to(request, progress, {}).value();
  if (context.json) {
    print_json({{"format", receipt.format}, {"path", receipt.path}, {"bytes", receipt.bytes}, {"tensors", receipt.tensors}, {"verified", receipt.verified},
                {"max_abs_logit_difference", receipt.max_abs_logit_difference}, {"max_abs_logit", receipt.max_abs_logit}, {"details", receipt.details}});
  } else {
    std::printf("%s: %s\n", receipt.path.c_str(), receipt.text.c_str());
  }
  return exit_done;
}

}  // namespace paretune
