// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

namespace paretune {

// One curve: points in rising x, an exponential mean beside them, and a view of it cut down to pixels. It holds at most kMost points, so
// that a window which is open for days stays small: beyond them the curve is thinned to about half, and the run store still has all.
class SeriesBuffer {
 public:
  static constexpr size_t kMost = 250'000;
  struct Point {
    double x = 0, y = 0;
  };

  // Which of a curve's points stay when it is thinned to about half: of every four the lowest and the highest (a gap counts as lowest), and
  // all of the newest.
  static std::vector<size_t> halved(const std::vector<double>& ys);

  // False (and nothing stored) when x does not rise or is no number. y may be NaN: the curve has a gap there.
  bool append(double x, double y);
  void assign(const std::vector<double>& xs, const std::vector<double>& ys);
  void truncateAfter(double x);  // keeps points with x' <= x
  void clear();

  size_t size() const { return m_x.size(); }
  bool empty() const { return m_x.empty(); }
  double x(size_t i) const { return m_x[i]; }
  double y(size_t i) const { return m_y[i]; }
  double smoothed(size_t i) const { return m_smooth[i]; }
  const std::vector<double>& xs() const { return m_x; }

  // 0 = none, towards 1 = slower. The mean is corrected for its start, so the first value is the first point.
  void setSmoothing(double weight);
  double smoothing() const { return m_weight; }

  // The points of [x0, x1] and one neighbour on each side. Where a column of the `columns` holds more than four, its
  // first, lowest, highest and last stay, so no spike is lost and the line joins up.
  std::vector<Point> decimated(double x0, double x1, int columns, bool smooth) const;

  // Index of the point whose x is closest.
  std::optional<size_t> nearest(double x) const;

 private:
  void extendSmooth();
  void thin();

  std::vector<double> m_x, m_y, m_smooth;
  double m_weight = 0, m_mean = 0, m_power = 1;
};

}  // namespace paretune
