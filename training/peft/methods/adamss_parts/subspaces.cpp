// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/peft/methods/adamss_parts/subspaces.h"

#include <numeric>

#include "training/peft/common/init.h"
#include "training/peft/common/linear_method.h"
#include "training/peft/common/thin_svd.h"

namespace paretune {
namespace {

constexpr double kSameSpan = 1e-3;
constexpr int kIterations = 2;

// [W | bias]
Tensor weight_with_bias(const Linear& layer) {
  const Tensor weight = layer.dense_weight().to(at::kFloat);
  return layer.bias ? at::cat({weight, layer.bias->value().detach().to(at::kFloat).unsqueeze(1)}, 1) : weight;
}

// One thread, so that this machine's results do not depend on how many there are.
class OneThread {
 public:
  explicit OneThread(bool on) : m_before(at::get_num_threads()) { set(on ? 1 : m_before); }
  ~OneThread() { set(m_before); }
  OneThread(const OneThread&) = delete;

 private:
  static void set(int count) {
    if (at::get_num_threads() != count) at::set_num_threads(count);
  }
  int m_before;
};

// All rows are equally far from each other: their clusters follow from rounding alone.
bool alike(const Tensor& weight, int64_t rank) { return rank == weight.size(0); }

LowrankSvd decompose(const Tensor& weight, int64_t rank, uint64_t seed) {
  if (stands_for_shape(weight)) return thin_svd(weight, rank);
  const OneThread one(alike(weight, rank) && weight.is_cpu());
  return lowrank_svd(weight, rank, kIterations, seeded_generator(seed, weight.device()));
}

// The same values `bytes` behind a multiple of 64: rounding in BLAS depends on it, and Python maps weights from files as they lie there.
Tensor moved_by(const Tensor& values, int64_t bytes) {
  const int64_t floats = bytes / static_cast<int64_t>(sizeof(float));
  const Tensor moved = at::empty({values.numel() + floats}, values.options()).narrow(0, floats, values.numel()).view(values.sizes());
  return moved.copy_(values);
}

Tensor orthonormal(const Tensor& x) { return std::get<0>(at::linalg_qr(x)); }

// Clusters of a weight that has a shape and no values.
RowClusters even_clusters(int64_t rows, int64_t count) {
  RowClusters out{.count = count, .label = std::vector<int32_t>(static_cast<std::size_t>(rows)), .distances = {}};
  for (int64_t row = 0; row < rows; ++row) out.label[static_cast<std::size_t>(row)] = static_cast<int32_t>(row % count);
  return out;
}

// Rows: about the strongest directions of D, as PEFT finds them: by subspace iteration with D D^T, without making that matrix.
Tensor strongest_directions(const Tensor& d, int64_t rank, at::Generator& generator) {
  auto squared = [&](const Tensor& x) { return at::matmul(d, at::matmul(d.t(), x)); };
  Tensor q = orthonormal(squared(at::randn({d.size(0), rank}, generator, d.options())));
  for (int i = 0; i < 2 * kIterations; ++i) q = orthonormal(squared(q));
  const Tensor turned = std::get<0>(at::linalg_svd(squared(q).t(), false));
  return orthonormal(at::matmul(d.t(), at::matmul(q, turned))).t().contiguous();
}

int64_t rank_of(const Tensor& d, const SubspaceOptions& options) {
  int64_t rank = std::min(d.size(0), options.subspace_rank);
  if (options.dynamic_ranks) {
    const Tensor values = at::linalg_svdvals(d).square();
    const int64_t others = 0 > options.threshold * values[0].item<float>() ? d.size(0) - values.size(0) : 0;
    rank = std::min(rank, (values > options.threshold * values[0]).sum().item<int64_t>() + others);
  }
  return std::max<int64_t>(rank, 1);
}

bool same_span(const Tensor& one, const Tensor& other) {
  return (one - at::matmul(at::matmul(one, other.t()), other)).norm().item<double>() <= kSameSpan * one.norm().item<double>();
}

// The left singular vectors that belong to a basis made with other random numbers (PEFT draws on the device where the weight is): the
// vectors within W's column space for which W^T u is along the basis.
Tensor left_of(const Tensor& basis, const Tensor& weight) {
  const Tensor w = weight.to(at::kCPU, at::kDouble), v = basis.to(at::kCPU, at::kDouble).t();
  const bool wide = w.size(0) < w.size(1);
  Tensor u;
  if (wide) {
    u = at::matmul(w, v);
  } else {
    const auto [q, r] = at::linalg_qr(w);
    u = at::matmul(q, at::linalg_solve_triangular(r.t(), v, false));
  }
  return u / at::linalg_vector_norm(u, 2, at::OptionalIntArrayRef({0}), true);
}

}  // namespace

Subspaces::Subspaces(const Linear& layer, const SubspaceOptions& options, at::Generator& generator) : module(layer.name), m_seed(options.seed) {
  at::NoGradGuard no_grad;
  const Tensor weight = weight_with_bias(layer);
  const int64_t rank = std::min({options.rank, weight.size(0), weight.size(1)});
  const LowrankSvd svd = decompose(weight, rank, options.seed);
  basis = svd.vh.contiguous();
  const Tensor left = svd.u.to(at::kCPU).contiguous();
  const int64_t count = std::min(options.subspaces, weight.size(0));
  m_clusters = stands_for_shape(weight) ? even_clusters(weight.size(0), count) : cluster_rows(left, count);
  set_rows(at::tensor(m_clusters.rows(), at::kLong));
  int64_t first = 0;
  for (const int64_t size : m_clusters.sizes()) {
    if (size == 0) {
      fail(ErrorKind::input, "is " + std::to_string(m_clusters.count) + ", but the weight of \"" + module + "\" has fewer different rows",
           "peft.num_subspaces", "Use a smaller number, or leave out this layer.");
    }
    const Tensor d = left.index_select(0, m_rows.narrow(0, first, size).to(at::kCPU));
    const int64_t of_subspace = rank_of(d, options);
    if (of_subspace > rank) {
      fail(ErrorKind::input, "\"" + module + "\" would get rank " + std::to_string(of_subspace) + " in " + std::to_string(rank) + " directions",
           "peft.subspace_rank", "Lower subspace_rank or raise r.");
    }
    const Tensor directions = stands_for_shape(weight) ? at::zeros({of_subspace, rank}) : strongest_directions(d, of_subspace, generator);
    a.push_back(init::leaf(directions, layer.device()));
    const Tensor values = options.still ? at::zeros({size, of_subspace}) : init::normal({size, of_subspace}, 0.01, generator);
    b.push_back(init::leaf(values, layer.device()));
    first += size;
  }
  spread_places();
}

void Subspaces::set_rows(const Tensor& rows) {
  m_rows = rows.to(basis.device(), at::kLong);
  if (!b.empty()) spread_places();
}

void Subspaces::spread_places() {
  int64_t all = 0, row = 0, column = 0;
  for (const Tensor& part : a) all += part.size(0);
  const Tensor rows = m_rows.to(at::kCPU);
  std::vector<Tensor> places;
  for (const Tensor& part : b) {
    const Tensor starts = rows.narrow(0, row, part.size(0)) * all + column;
    places.push_back((starts.unsqueeze(1) + at::arange(part.size(1), at::kLong)).view(-1));
    row += part.size(0);
    column += part.size(1);
  }
  m_places = at::cat(places).to(basis.device());
}

RowClusters Subspaces::clusters_of(const Tensor& stored, const Tensor& weight) const {
  if (at::equal(stored, basis)) return m_clusters;
  if (alike(weight, basis.size(0)) && weight.is_cpu()) {
    for (const int64_t bytes : {8, 4, 12}) {
      const LowrankSvd svd = decompose(moved_by(weight, bytes), basis.size(0), m_seed);
      if (at::equal(stored, svd.vh)) return cluster_rows(svd.u, m_clusters.count);
    }
  }
  return same_span(stored, basis) ? m_clusters : cluster_rows(left_of(stored, weight), m_clusters.count);
}

void Subspaces::prepare_for(const Linear& layer, const std::map<std::string, Tensor>& tensors) {
  at::NoGradGuard no_grad;
  const std::string prefix = peft_prefix(module);
  const auto stored = tensors.find(prefix + "adamss_newB");
  if (stored == tensors.end() || stored->second.sizes() != basis.sizes()) return;  // Adapter::load says what is wrong
  std::vector<Tensor> stored_a, stored_b;
  std::vector<int64_t> sizes;
  for (std::size_t k = 0; k < a.size(); ++k) {
    const auto on_a = tensors.find(prefix + "adamss_A." + std::to_string(k)), on_b = tensors.find(prefix + "adamss_B." + std::to_string(k));
    if (on_a == tensors.end() || on_b == tensors.end() || on_a->second.dim() != 2 || on_b->second.dim() != 2) return;
    if (on_a->second.size(1) != basis.size(0) || on_a->second.size(0) != on_b->second.size(1)) return;
    stored_a.push_back(on_a->second);
    stored_b.push_back(on_b->second);
    sizes.push_back(on_b->second.size(0));
  }
  if (std::accumulate(sizes.begin(), sizes.end(), int64_t{0}) != m_rows.size(0)) return;
  const Tensor theirs = stored->second.to(basis.device(), at::kFloat);
  RowClusters clusters = clusters_of(theirs, weight_with_bias(layer));
  if (!clusters.fit(sizes)) {
    fail(ErrorKind::input, "the file does not say which rows of \"" + module + "\" its subspaces change, and the model's weights do not tell it",
         "adapter_model.safetensors", "Use the base model that the adapter was trained on.");
  }
  for (std::size_t k = 0; k < a.size(); ++k) {
    if (a[k].sizes() != stored_a[k].sizes()) a[k] = init::leaf(at::zeros_like(stored_a[k], at::kFloat), layer.device());
    if (b[k].sizes() != stored_b[k].sizes()) b[k] = init::leaf(at::zeros_like(stored_b[k], at::kFloat), layer.device());
  }
  set_rows(at::tensor(clusters.rows(), at::kLong));
}

std::pair<Tensor, Tensor> Subspaces::factors() const {
  const Tensor in = at::cat(a);
  const bool even = std::all_of(b.begin(), b.end(), [&](const Tensor& part) { return part.size(1) == b[0].size(1); });
  Tensor values;
  if (even) {
    values = at::cat(b).view(-1);
  } else {
    std::vector<Tensor> flat;
    for (const Tensor& part : b) flat.push_back(part.view(-1));
    values = at::cat(flat);
  }
  const Tensor out = at::zeros({m_rows.size(0) * in.size(0)}, values.options()).scatter(0, m_places, values).view({m_rows.size(0), in.size(0)});
  if (in.size(0) <= basis.size(0)) return {out, at::matmul(in, basis)};
  return {at::matmul(out, in), basis};
}

}  // namespace paretune
