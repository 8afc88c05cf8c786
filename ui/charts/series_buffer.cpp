// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/series_buffer.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace paretune {

bool SeriesBuffer::append(double x, double y) {
  if (!std::isfinite(x) || (!m_x.empty() && x <= m_x.back())) return false;
  m_x.push_back(x);
  m_y.push_back(std::isfinite(y) ? y : std::numeric_limits<double>::quiet_NaN());
  extendSmooth();
  if (m_x.size() > kMost) thin();
  return true;
}

void SeriesBuffer::assign(const std::vector<double>& xs, const std::vector<double>& ys) {
  clear();
  const size_t count = std::min(xs.size(), ys.size());
  m_x.reserve(std::min(count, kMost + 1));
  m_y.reserve(m_x.capacity());
  m_smooth.reserve(m_x.capacity());
  for (size_t i = 0; i < count; ++i) append(xs[i], ys[i]);
}

void SeriesBuffer::truncateAfter(double x) {
  const auto keep = size_t(std::upper_bound(m_x.begin(), m_x.end(), x) - m_x.begin());
  m_x.resize(keep);
  m_y.resize(keep);
  setSmoothing(m_weight);
}

void SeriesBuffer::clear() {
  m_x.clear();
  m_y.clear();
  setSmoothing(m_weight);
}

void SeriesBuffer::setSmoothing(double weight) {
  m_weight = std::clamp(weight, 0.0, 0.9999);
  m_smooth.clear();
  m_mean = 0;
  m_power = 1;
  extendSmooth();
}

void SeriesBuffer::extendSmooth() {
  for (size_t i = m_smooth.size(); i < m_y.size(); ++i) {
    if (!std::isnan(m_y[i])) {
      m_mean = m_weight * m_mean + (1 - m_weight) * m_y[i];
      m_power *= m_weight;
      m_smooth.push_back(m_mean / (1 - m_power));
    } else {
      m_smooth.push_back(m_y[i]);
    }
  }
}

std::vector<size_t> SeriesBuffer::halved(const std::vector<double>& ys) {
  std::vector<size_t> kept;
  kept.reserve(ys.size() / 2 + 4);
  size_t i = 0;
  for (; i + 4 < ys.size(); i += 4) {
    size_t low = i, high = i + 3;
    for (size_t k = i; k < i + 4; ++k) {
      if (ys[k] < ys[low] || std::isnan(ys[k])) low = k;
      if (ys[k] > ys[high]) high = k;
    }
    kept.push_back(std::min(low, high));
    if (low != high) kept.push_back(std::max(low, high));
  }
  for (; i < ys.size(); ++i) kept.push_back(i);
  return kept;
}

void SeriesBuffer::thin() {
  const auto kept = halved(m_y);
  for (size_t i = 0; i < kept.size(); ++i) {
    m_x[i] = m_x[kept[i]];
    m_y[i] = m_y[kept[i]];
    m_smooth[i] = m_smooth[kept[i]];
  }
  m_x.resize(kept.size());
  m_y.resize(kept.size());
  m_smooth.resize(kept.size());
}

std::vector<SeriesBuffer::Point> SeriesBuffer::decimated(double x0, double x1, int columns, bool smooth) const {
  std::vector<Point> out;
  if (m_x.empty() || columns < 1 || !(x1 >= x0)) return out;
  const auto& values = smooth ? m_smooth : m_y;
  size_t begin = size_t(std::lower_bound(m_x.begin(), m_x.end(), x0) - m_x.begin());
  size_t end = size_t(std::upper_bound(m_x.begin(), m_x.end(), x1) - m_x.begin());
  if (begin > 0) --begin;
  if (end < m_x.size()) ++end;
  auto push = [&](size_t i) { out.push_back({m_x[i], values[i]}); };
  if (end - begin <= size_t(columns) * 4 || x1 == x0) {
    out.reserve(end - begin);
    for (size_t i = begin; i < end; ++i) push(i);
    return out;
  }
  out.reserve(size_t(columns) * 4 + 8);
  const double width = (x1 - x0) / columns;
  for (size_t i = begin; i < end;) {
    const double edge = x0 + (std::floor((m_x[i] - x0) / width) + 1) * width;
    size_t stop = i + 1, low = i, high = i;
    for (; stop < end && m_x[stop] < edge; ++stop) {
      if (values[stop] < values[low] || std::isnan(values[low])) low = stop;
      if (values[stop] > values[high] || std::isnan(values[high])) high = stop;
    }
    size_t keep[4] = {i, std::min(low, high), std::max(low, high), stop - 1};
    for (int k = 0; k < 4; ++k)
      if (k == 0 || keep[k] != keep[k - 1]) push(keep[k]);
    i = stop;
  }
  return out;
}

std::optional<size_t> SeriesBuffer::nearest(double x) const {
  if (m_x.empty() || std::isnan(x)) return std::nullopt;
  const auto at = std::lower_bound(m_x.begin(), m_x.end(), x);
  if (at == m_x.begin()) return 0;
  if (at == m_x.end()) return m_x.size() - 1;
  const auto i = size_t(at - m_x.begin());
  return m_x[i] - x < x - m_x[i - 1] ? i : i - 1;
}

}  // namespace paretune
