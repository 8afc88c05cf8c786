// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/peft/methods/frod_parts/frod_basis.h"

#include <algorithm>
#include <sstream>

#include "training/peft/common/thin_svd.h"

namespace paretune {
namespace {

using at::Tensor;

std::vector<std::string> parts_of(const std::string& module) {
  std::vector<std::string> out;
  std::istringstream text(module);
  for (std::string part; std::getline(text, part, '.');) out.push_back(part);
  return out;
}

bool is_number(const std::string& text) { return !text.empty() && text.find_first_not_of("0123456789") == std::string::npos; }

}  // namespace

std::string frod_category(const std::string& module) {
  const auto parts = parts_of(module);
  const std::size_t n = parts.size();
  if (n == 1 || is_number(parts[n - 2])) return parts[n - 1];
  if (n >= 3 && parts[n - 3] == "attention" && parts[n - 2] == "output" && parts[n - 1] == "dense") return "attention_output";
  return parts[n - 2] + "_" + parts[n - 1];
}

int64_t frod_layer_index(const std::string& module, int64_t fallback) {
  const auto parts = parts_of(module);
  const auto layers = std::find(parts.begin(), parts.end(), "layers");
  if (layers != parts.end() && layers + 1 != parts.end() && is_number(layers[1])) return std::stoll(layers[1]);
  const auto number = std::find_if(parts.begin(), parts.end(), is_number);
  return number != parts.end() ? std::stoll(*number) : fallback;
}

Tensor frod_basis(const std::vector<Tensor>& weights, double regularisation) {
  if (stands_for_shape(weights[0])) return at::zeros({weights[0].size(1), weights[0].size(1)});
  const Tensor stacked = at::cat(weights);
  if (stacked.size(0) < stacked.size(1)) return std::get<2>(at::linalg_svd(stacked, /*full_matrices=*/true)).t().contiguous();
  const auto [q, r] = at::linalg_qr(stacked);
  const Tensor ridge = at::eye(r.size(1)) * regularisation;
  Tensor mean = at::zeros_like(ridge);
  int64_t start = 0;
  for (const auto& weight : weights) {
    const Tensor own = q.slice(0, start, start + weight.size(0));
    mean += at::linalg_inv(at::matmul(own.t(), own) + ridge);
    start += weight.size(0);
  }
  mean /= static_cast<double>(weights.size());
  return at::matmul(r.t(), std::get<1>(at::linalg_eigh(mean)));
}

Tensor frod_places(int64_t size, double rate, at::Generator& generator) {
  const int64_t beside = size * (size - 1);  // places off the diagonal, row by row
  int64_t count = std::min(static_cast<int64_t>(static_cast<double>(size * size) * rate), beside);
  if (rate > 0 && beside > 0) count = std::max<int64_t>(count, 1);
  if (count == 0) return at::empty({2, 0}, at::kLong);
  const Tensor drawn = at::randperm(beside, generator, at::TensorOptions(at::kLong)).slice(0, 0, count);
  const Tensor row = at::div(drawn, size - 1, "floor"), place = drawn - row * (size - 1);
  return at::stack({row, place + (place >= row).to(at::kLong)});
}

std::pair<Tensor, Tensor> frod_split(const Tensor& basis, const Tensor& weight) {
  if (stands_for_shape(weight)) return {at::zeros(weight.sizes()), at::zeros({weight.size(1)})};
  const Tensor v = basis.to(at::kCPU, at::kDouble), w = weight.to(at::kCPU, at::kDouble);
  Tensor scaled;
  try {
    scaled = at::linalg_solve(v, w.t(), /*left=*/true).t();
  } catch (const c10::Error&) {  // singular
    scaled = at::matmul(w, at::linalg_pinv(v, /*rcond=*/1e-6, /*hermitian=*/false).t());
  }
  const Tensor length = at::linalg_vector_norm(scaled, 2, at::IntArrayRef{0});
  const Tensor u = at::where(length > 1e-12, scaled / length, at::zeros({}, length.options()));
  return {u.to(at::kFloat).contiguous(), length.to(at::kFloat)};
}

}  // namespace paretune
