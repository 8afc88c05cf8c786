// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Which of a repository's files are wanted.
#include "training/hub/listing.h"

namespace paretune {

struct HubSelection {
  std::vector<HubFile> files;
  std::vector<std::string> notes;  // what was left out that somebody might look for
};

// Without request.files: of a model its config, tokenizer, card and safetensors (or its only GGUF file), of a data set the files of rows.
// Pickles are never taken. Failure(input) when a wanted name is not there or nothing is left.
HubSelection select_files(const std::vector<HubFile>& all, const HubRequest& request);

}  // namespace paretune
