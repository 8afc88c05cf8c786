// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// The first rows of a data set as a table.
#include <QAbstractTableModel>
#include <vector>

#include "training/api/engine.h"

namespace paretune {

class DataRowModel : public QAbstractTableModel {
  Q_OBJECT
 public:
  enum Column { row_number, part, tokens, trained, text, column_count };
  using QAbstractTableModel::QAbstractTableModel;
  void setRows(std::vector<DataRow> rows);
  const DataRow* rowAt(int index) const;
  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  std::vector<DataRow> m_rows;
};

}  // namespace paretune
