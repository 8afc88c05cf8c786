// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <torch/torch.h>

#include <memory>

#include "kernels/common/checks.h"
#include "kernels/common/dense_product.h"

namespace paretune::kernels {

// A frozen weight W (out, in) that is not kept as a dense tensor.
class FrozenWeight {
 public:
  virtual ~FrozenWeight() = default;
  virtual int64_t outputs() const = 0;
  virtual at::Tensor product(const at::Tensor& x, const at::Tensor& bias) const = 0;  // x W^T + b, b (out) or undefined; a new tensor
  virtual at::Tensor product_back(const at::Tensor& dy) const = 0;                    // dy W
};

// The frozen weight of an operator: a dense tensor, or what can multiply by it.
struct Frozen : torch::CustomClassHolder {
  explicit Frozen(at::Tensor given) : dense(std::move(given)) {}
  explicit Frozen(std::shared_ptr<const FrozenWeight> given) : packed(std::move(given)) {}
  at::Tensor dense;
  std::shared_ptr<const FrozenWeight> packed;

  int64_t outputs() const { return packed ? packed->outputs() : dense.size(0); }
  at::Tensor product(const at::Tensor& x, const at::Tensor& bias) const {
    return packed ? packed->product(x, bias) : dense_product(x, dense, bias);
  }
  at::Tensor product_back(const at::Tensor& dy) const { return packed ? packed->product_back(dy) : at::mm(dy, as_type_of(dense, dy)); }
};

}  // namespace paretune::kernels
