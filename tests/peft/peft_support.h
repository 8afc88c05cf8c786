// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Tiny models, golden cases and forward passes shared by the PEFT tests.
#include <gtest/gtest.h>

#include "tests/support/temp_folder.h"
#include "training/peft/adapter.h"

namespace paretune::testing {

// Where models are loaded and batches made from now on; results stay there. The CPU unless said otherwise.
void set_test_device(const at::Device& device);

std::string golden_folder();                // tests/goldens/peft
std::vector<std::string> golden_cases();    // names of the folders with a case.json, sorted; PARETUNE_CASES=<regex> chooses some
Json golden_case(const std::string& name);  // case.json
std::map<std::string, Tensor> read_tensors(const std::string& path);
std::unique_ptr<CausalLm> tiny_model(const std::string& name);  // tests/goldens/peft/models/<name>
// The model of a golden case, with the training data that a fresh adapter of the case looks at.
std::unique_ptr<CausalLm> case_model(const std::string& name);

// Rows of equal length without padding.
struct Rows {
  Tensor ids;     // (B, T)
  Tensor labels;  // (B, T), -100 = not trained
  Tensor task_ids;  // (B), or undefined
};
Tensor task_ids_of(const Json& golden);  // of a case that learns per task, else undefined
Rows some_rows(int64_t vocab, uint64_t seed = 7);
Tensor logits_of(CausalLm& model, const Tensor& ids, const Tensor& task_ids = {});  // (B, T, V), no graph
Tensor loss_of(CausalLm& model, const Rows& rows);                                  // HF's loss: mean over the labels after the shift
Tensor loss_of(CausalLm& model, const Rows& rows, Adapter& adapter);                // with the adapter's own term, as PEFT's forward gives it

// Moves every trainable tensor away from its fresh value.
void perturb(Adapter& adapter, double size, uint64_t seed = 3);
// Copies of all base weights, to compare bits later.
std::map<std::string, Tensor> base_weights(CausalLm& model);
::testing::AssertionResult same_base(CausalLm& model, const std::map<std::string, Tensor>& before);
// max |a - b| <= bound * max |b|.
::testing::AssertionResult near(const Tensor& a, const Tensor& b, double bound);

using test::TempFolder;

}  // namespace paretune::testing
