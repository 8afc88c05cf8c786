// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QAbstractTableModel>
#include <vector>

#include "ui/charts/value_format.h"

namespace paretune {

// The curves of a chart as numbers: one row per x, one column per curve; a curve without a value there is blank.
class MetricTable : public QAbstractTableModel {
  Q_OBJECT
 public:
  struct Column {
    QString name;
    std::vector<double> xs, ys;
  };
  using QAbstractTableModel::QAbstractTableModel;
  void setColumns(const QString& x_name, Unit x_unit, Unit unit, std::vector<Column> columns);

  int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : int(m_x.size()); }
  int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : int(m_columns.size()) + 1; }
  QVariant data(const QModelIndex& index, int role) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
  QString csv() const;  // full precision

 private:
  // The value of a column at a row, or NaN.
  double value(size_t column, size_t row) const;

  QString m_x_name;
  Unit m_x_unit = Unit::count, m_unit = Unit::number;
  std::vector<double> m_x;
  std::vector<Column> m_columns;
};

}  // namespace paretune
