// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/engine/task.h"

#include "training/data/class_names.h"

namespace paretune {

void complete_task(RunConfig& config) {
  if (config.peft.value("task_type", Json()) != Json("SEQ_CLS")) return;
  Json& format = config.data["format"];
  if (format.is_null() || format == Json("auto")) format = "classification";
  if (format != Json("classification")) {
    fail(ErrorKind::input, "is " + format.dump() + ", but a classifier learns from rows of {\"text\", \"label\"}", "data.format",
         "Use \"classification\" or \"auto\".");
  }
  if (!config.sample_prompts.empty()) {
    fail(ErrorKind::input, "a classifier writes no text", "sample_prompts", "Remove the key.");
  }
  const std::vector<std::string> names = class_names(config.data);
  if (names.size() < 2)
    fail(ErrorKind::input, "has " + std::to_string(names.size()) + " class", config.data.value("path", ""),
         "Give rows of at least two classes, or name them in data.labels.");
  config.data["labels"] = names;
  config.peft["num_labels"] = names.size();
}

}  // namespace paretune
