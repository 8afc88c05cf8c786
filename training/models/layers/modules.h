// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// The leaves of a model, with the places where adapters attach. Names are HF module paths ("model.layers.0.self_attn.q_proj").
#include <torch/torch.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace paretune {

using at::Tensor;

// A frozen weight kept in fewer bits, made dense for a moment where it is used.
class PackedWeight {
 public:
  virtual ~PackedWeight() = default;
  virtual Tensor dense() const = 0;                 // (out, in) fp32
  virtual Tensor rows_at(const Tensor& ids) const;  // rows of dense(), ids (N) int64 -> (N, in)
  virtual int64_t nbytes() const = 0;
  virtual bool exact() const { return false; }  // it is how the file keeps the weight, so nothing was lost: the model is not a quantised one
};

// One stored weight. `trained` replaces `base` while enabled (LN tuning, modules_to_save, trained biases, full fine-tuning).
struct Param {
  Tensor base;     // frozen, requires_grad false
  Tensor trained;  // undefined, or a leaf that requires grad, same shape
  bool enabled = true;
  std::shared_ptr<const PackedWeight> packed;  // where set, base tells shape and device only: its values are NaN, without storage of their own
  bool is_trained() const { return trained.defined() && enabled; }
  const Tensor& value() const { return is_trained() ? trained : base; }
  std::shared_ptr<const PackedWeight> packed_value() const { return is_trained() ? nullptr : packed; }  // what value() stands for, or null
  Tensor dense_value() const { return packed_value() ? packed->dense() : value().detach(); }
  Tensor frozen() const { return packed ? packed->dense() : base; }  // what lies under all that is trained
  Tensor rows_at(const Tensor& ids) const;                           // rows of value(), ids (N) int64 -> (N, columns)
};
using ParamPtr = std::shared_ptr<Param>;  // shared by tied weights

class Linear;

// Runs what lies under an adapter: another adapter or the base linear. (N, in) -> (N, out).
using InnerLinear = std::function<Tensor(const Tensor& x)>;

// Seam 1: wraps one linear layer.
class WeightAdapter {
 public:
  virtual ~WeightAdapter() = default;
  // x (N, in) -> (N, out). `base` is the wrapped layer (its frozen weight is base.dense_weight()). Dropout only while base.training.
  virtual Tensor forward(const Tensor& x, const Linear& base, const InnerLinear& inner) = 0;
  // Weight (out, in) and bias (out) or undefined, with the adapter folded in. Throws Failure(unsupported) where PEFT does not merge.
  virtual std::pair<Tensor, Tensor> merged(const Tensor& weight, const Tensor& bias, const Linear& base) const = 0;
  bool enabled = true;
};

// y = x W^T + b, with a chain of adapters around it (first = innermost).
class Linear {
 public:
  std::string name;
  ParamPtr weight;  // (out, in)
  ParamPtr bias;    // (out) or null
  std::vector<std::shared_ptr<WeightAdapter>> adapters;
  bool training = false;
  bool conv1d = false;  // HF keeps this weight as (in, out) (GPT-2's Conv1D); here it is (out, in) all the same

  int64_t in_features() const { return weight->base.size(1); }
  int64_t out_features() const { return weight->base.size(0); }
  at::Device device() const { return weight->base.device(); }
  Tensor dense_weight() const { return weight->dense_value(); }  // (out, in), as the layer computes with it, without adapters
  Tensor base_forward(const Tensor& x) const;  // (N, in) -> (N, out), no adapters
  Tensor forward(const Tensor& x) const;       // with enabled adapters
  bool adapted() const;                        // some adapter is enabled
};

class Embedding;
class EmbeddingAdapter {
 public:
  virtual ~EmbeddingAdapter() = default;
  virtual Tensor forward(const Tensor& ids, const Tensor& inner_output) = 0;  // ids (N), inner (N, C) -> (N, C)
  virtual Tensor merged(const Tensor& weight) const = 0;                      // (V, C)
  bool enabled = true;
};

class Embedding {
 public:
  std::string name;
  ParamPtr weight;   // (V, C)
  double scale = 1;  // of what comes out, adapters included (Gemma)
  std::vector<std::shared_ptr<EmbeddingAdapter>> adapters;
  Tensor forward(const Tensor& ids) const;  // (N) -> (N, C)
};

class Norm {
 public:
  std::string name;
  ParamPtr weight;  // (C)
  ParamPtr bias;    // (C) or null
  double eps = 1e-5;
  bool centred = false;                    // LayerNorm instead of RMSNorm
  bool shifted = false;                    // multiplies by 1 + weight (Gemma)
  Tensor forward(const Tensor& x) const;  // (N, C) -> (N, C)
};

}  // namespace paretune
