// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Proof that an adapter acts: what it changes in the logits of fixed texts, and in every layer.
#include "training/api/engine.h"
#include "training/data/dataset.h"
#include "training/peft/adapter.h"

namespace paretune {

struct ReportTexts {
  std::string from;  // AdapterReport::text_from
  std::vector<std::vector<int64_t>> ids;
};
// The run's sample prompts, else the first held-out rows, else the first training rows; shortened.
ReportTexts report_texts(const RunConfig& config, const Dataset& data, const Tokenizer& tokenizer);

// Compares the model with the adapter on and off, in evaluation mode; the adapter is on afterwards. Weights layer by layer, so that one
// more copy of the largest layer is all the memory it takes. As in PEFT, off is the base the adapter stands on: where PiSSA and its kind
// moved it, that moved one.
AdapterReport examine_adapter(CausalLm& model, Adapter& adapter, const ReportTexts& texts);
// A sentence about what is wrong with it, if anything is.
std::optional<std::string> note_on(const AdapterReport& report);

Status write_adapter_report(const std::string& run_folder, const AdapterReport& report);  // adapter_report.json
Result<AdapterReport> read_adapter_report(const std::string& run_folder);

}  // namespace paretune
