// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QAbstractTableModel>
#include <vector>

#include "training/api/engine.h"

namespace paretune {

// An adapter report as a map: one row per block of the model, one column per kind of module ("q_proj"); modules outside the blocks have rows
// of their own.
class LayerTable : public QAbstractTableModel {
  Q_OBJECT
 public:
  using QAbstractTableModel::QAbstractTableModel;
  enum Role { kShareRole = Qt::UserRole + 1, kDeadRole };  // change as a share of the largest one; whether the module is dead
  void setReport(const AdapterReport& report);
  void clear() { setReport({}); }

  int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : int(m_rows.size()); }
  int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : int(m_columns.size()); }
  QVariant data(const QModelIndex& index, int role) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  struct Row {
    QString title;
    std::vector<int> cells;  // index into the report's layers; -1: none
  };
  AdapterReport m_report;
  double m_largest = 0;
  QStringList m_columns;
  std::vector<Row> m_rows;
};

}  // namespace paretune
