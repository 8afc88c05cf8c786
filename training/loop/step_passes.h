// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// This process's rows of an optimiser step, cut into passes. Where memory runs short the step is done again in smaller passes: the loss is
// summed before it is divided, so that but for rounding (and the draws of dropout) the step stays the same.
#include <functional>
#include <optional>
#include <stop_token>

#include "training/loop/optim/optimizer.h"
#include "training/loop/pass.h"
#include "training/peft/adapter.h"

namespace paretune {

// Does `body`; what it says where memory is short, and what it held is free again. Other exceptions pass through.
std::optional<Error> lack_of_memory(const std::function<void()>& body);

class StepPasses {
 public:
  // `say` is given a sentence about each thing given up.
  StepPasses(CausalLm& model, Adapter& adapter, Optimizer& optimizer, const Examples& rows, bool packing, MemoryRelief& relief,
             std::function<void(const std::string&)> say);

  struct Sums {
    double loss = 0;
    int64_t tokens = 0;
    bool interrupted = false;  // by the stop token
  };
  // Adds to the gradients, which are empty before: of sum(loss) / trained_tokens over the rows, and of the adapter's own terms where
  // `regularised`. `seed` begins the step's random numbers. A loss that is not finite ends it early. Throws where one row is too much.
  Sums add_gradients(const std::vector<std::vector<int64_t>>& batches, double trained_tokens, bool regularised, const std::function<void()>& seed,
                     const std::stop_token& stop);

  int64_t pass_tokens() const;
  // Gives up the next thing after a pass that shared `rows` rows and `tokens` tokens was too much; false where nothing is left.
  bool give_way(int64_t rows, int64_t tokens);

 private:
  std::vector<Pass> passes_of(const std::vector<int64_t>& batch) const;
  void make(const std::vector<std::vector<int64_t>>& batches, double trained_tokens, bool regularised, const std::stop_token& stop, Sums& sums);

  CausalLm& m_model;
  Adapter& m_adapter;
  Optimizer& m_optimizer;
  const Examples& m_rows;
  bool m_packing;
  MemoryRelief& m_relief;
  std::function<void(const std::string&)> m_say;
  int64_t m_largest_rows = 0, m_largest_tokens = 0;  // of the passes of the step so far
};

}  // namespace paretune
