// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// How long the rows are, and where they are cut.
#include <QWidget>
#include <cstdint>
#include <vector>

namespace paretune {

class LengthHistogram : public QWidget {
  Q_OBJECT
 public:
  explicit LengthHistogram(QWidget* parent = nullptr);
  void setLengths(const std::vector<int64_t>& lengths, int64_t max_length);
  void clear();
  int binCount() const { return static_cast<int>(m_bins.size()); }
  int64_t rowsBeyondCut() const { return m_beyond; }
  QSize sizeHint() const override { return {320, 112}; }
  QSize minimumSizeHint() const override { return {160, 96}; }

 protected:
  void paintEvent(QPaintEvent* event) override;
  bool event(QEvent* event) override;

 private:
  struct Bin {
    int64_t from = 0, to = 0, rows = 0;  // from..to inclusive
  };
  QRectF plotRect() const;
  double xOf(double length) const;
  std::vector<Bin> m_bins;
  int64_t m_longest = 0, m_median = 0, m_cut = 0, m_beyond = 0, m_most = 0;
};

}  // namespace paretune
