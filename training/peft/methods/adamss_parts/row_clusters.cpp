// SPDX-License-Identifier: GPL-3.0-or-later
// Every sum runs in the order and the precision of numpy and scikit-learn on one thread.
#include "training/peft/methods/adamss_parts/row_clusters.h"

#include <cmath>
#include <numeric>
#include <random>

#include "training/peft/methods/adamss_parts/row_distances.h"

namespace paretune {
namespace {

constexpr uint32_t kSeed = 123456789;
constexpr int kRounds = 10;
constexpr double kTolerance = 1e-4, kRounding = 1e-4;

// RandomState(kSeed).choice(rows, count, replace=False, p=the same for all).
std::vector<int64_t> first_centres(int64_t rows, int64_t count) {
  std::mt19937 bits(kSeed);
  auto uniform = [&] {
    const uint32_t high = bits() >> 5, low = bits() >> 6;
    return (high * 67108864.0 + low) / 9007199254740992.0;
  };
  std::vector<double> chance(rows, 1.0F / static_cast<float>(rows)), up_to(rows);
  std::vector<int64_t> found;
  while (static_cast<int64_t>(found.size()) < count) {
    std::vector<double> drawn(count - found.size());
    for (double& x : drawn) x = uniform();
    for (const int64_t row : found) chance[row] = 0;
    std::partial_sum(chance.begin(), chance.end(), up_to.begin());
    const double total = up_to.back();
    for (double& x : up_to) x /= total;
    std::vector<int64_t> fresh;
    for (const double x : drawn) {
      const int64_t row = std::upper_bound(up_to.begin(), up_to.end(), x) - up_to.begin();
      if (std::find(fresh.begin(), fresh.end(), row) == fresh.end()) fresh.push_back(row);
    }
    found.insert(found.end(), fresh.begin(), fresh.end());
  }
  return found;
}

class Lloyd {
 public:
  Lloyd(std::vector<float> points, int64_t rows, int64_t features, int64_t count)
      : m_points(std::move(points)), m_rows(rows), m_features(features), m_count(count) {
    m_out.count = count;
    m_out.label.assign(rows, -1);
    m_out.distances.resize(rows * count);
  }

  RowClusters run() {
    const double tolerance = centre_points();
    for (const int64_t row : first_centres(m_rows, m_count)) m_centres.insert(m_centres.end(), point(row), point(row) + m_features);
    for (int round = 0; round < kRounds; ++round) {
      const std::vector<int32_t> before = m_out.label;
      assign();
      const double shift = move_centres();
      if (m_out.label == before) return std::move(m_out);
      if (shift <= tolerance) break;
    }
    assign();
    return std::move(m_out);
  }

 private:
  const float* point(int64_t row) const { return m_points.data() + row * m_features; }

  // Takes the mean off all points.
  double centre_points() {
    std::vector<float> mean(m_features);
    for (int64_t row = 0; row < m_rows; ++row) {
      for (int64_t k = 0; k < m_features; ++k) mean[k] += point(row)[k];
    }
    for (float& value : mean) value /= static_cast<float>(m_rows);
    double sum = 0;
    for (int64_t row = 0; row < m_rows; ++row) {
      for (int64_t k = 0; k < m_features; ++k) {
        float& value = m_points[row * m_features + k];
        value -= mean[k];
        sum += static_cast<double>(value) * value;
      }
    }
    m_out.spread = sum / static_cast<double>(m_rows);
    return m_out.spread / static_cast<double>(m_features) * kTolerance;
  }

  void assign() {
    distances_to(m_centres, m_points, m_rows, m_features, m_out.distances);
    for (int64_t row = 0; row < m_rows; ++row) {
      const float* distances = m_out.distances.data() + row * m_count;
      m_out.label[row] = static_cast<int32_t>(std::min_element(distances, distances + m_count) - distances);
    }
  }

  // The means of the clusters become the centres. Returns the sum of the squared distances they moved.
  double move_centres() {
    std::vector<float> sums(m_count * m_features), weight(m_count);
    for (int64_t row = 0; row < m_rows; ++row) {
      const int64_t j = m_out.label[row];
      weight[j] += 1;
      for (int64_t k = 0; k < m_features; ++k) sums[j * m_features + k] += point(row)[k];
    }
    fill_empty(sums, weight);
    const int64_t largest = std::max_element(weight.begin(), weight.end()) - weight.begin();
    for (int64_t j = 0; j < m_count; ++j) {
      for (int64_t k = 0; k < m_features; ++k) {
        float& value = sums[j * m_features + k];
        value = weight[j] > 0 ? value * (1.0F / weight[j]) : sums[largest * m_features + k];
      }
    }
    double shift = 0;
    for (std::size_t i = 0; i < sums.size(); ++i) shift += std::pow(static_cast<double>(sums[i]) - m_centres[i], 2);
    m_centres = std::move(sums);
    return shift;
  }

  // An empty cluster gets the row that lies farthest from its centre.
  void fill_empty(std::vector<float>& sums, std::vector<float>& weight) {
    std::vector<int64_t> empty;
    for (int64_t j = 0; j < m_count; ++j) {
      if (weight[j] == 0) empty.push_back(j);
    }
    if (empty.empty()) return;
    std::vector<double> distance(m_rows);
    for (int64_t row = 0; row < m_rows; ++row) {
      const float* centre = m_centres.data() + m_out.label[row] * m_features;
      for (int64_t k = 0; k < m_features; ++k) distance[row] += std::pow(static_cast<double>(point(row)[k]) - centre[k], 2);
    }
    std::vector<int64_t> order(m_rows);
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&](int64_t a, int64_t b) { return distance[a] > distance[b]; });
    if (distance[order[0]] == 0) return;
    for (std::size_t i = 0; i < empty.size(); ++i) {
      const int64_t from = m_out.label[order[i]], to = empty[i];
      for (int64_t k = 0; k < m_features; ++k) {
        sums[from * m_features + k] -= point(order[i])[k];
        sums[to * m_features + k] = point(order[i])[k];
      }
      weight[to] = 1;
      weight[from] -= 1;
    }
  }

  std::vector<float> m_points;
  int64_t m_rows, m_features, m_count;
  std::vector<float> m_centres;
  RowClusters m_out;
};

}  // namespace

std::vector<int64_t> RowClusters::sizes() const {
  std::vector<int64_t> out(count);
  for (const int32_t j : label) ++out[j];
  return out;
}

std::vector<int64_t> RowClusters::rows() const {
  std::vector<int64_t> out(label.size());
  std::iota(out.begin(), out.end(), 0);
  std::stable_sort(out.begin(), out.end(), [&](int64_t a, int64_t b) { return label[a] < label[b]; });
  return out;
}

bool RowClusters::fit(const std::vector<int64_t>& wanted) {
  if (static_cast<int64_t>(wanted.size()) != count) return false;
  for (std::vector<int64_t> have = sizes(); have != wanted;) {
    double least = kRounding * spread;
    int64_t row = -1, to = -1;
    for (std::size_t i = 0; i < label.size(); ++i) {
      if (have[label[i]] <= wanted[label[i]]) continue;
      for (int64_t j = 0; j < count; ++j) {
        const double gap = static_cast<double>(distances[i * count + j]) - distances[i * count + label[i]];
        if (have[j] < wanted[j] && gap < least) std::tie(least, row, to) = std::make_tuple(gap, static_cast<int64_t>(i), j);
      }
    }
    if (row < 0) return false;
    --have[label[row]];
    ++have[to];
    label[row] = static_cast<int32_t>(to);
  }
  return true;
}

RowClusters cluster_rows(const at::Tensor& points, int64_t count) {
  const at::Tensor values = points.detach().to(at::kCPU, at::kFloat).contiguous();
  const float* data = values.const_data_ptr<float>();
  return Lloyd({data, data + values.numel()}, values.size(0), values.size(1), count).run();
}

}  // namespace paretune
