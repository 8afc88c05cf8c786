// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/data_row_model.h"

namespace paretune {

void DataRowModel::setRows(std::vector<DataRow> rows) {
  beginResetModel();
  m_rows = std::move(rows);
  endResetModel();
}

const DataRow* DataRowModel::rowAt(int index) const {
  return index >= 0 && index < static_cast<int>(m_rows.size()) ? &m_rows[static_cast<std::size_t>(index)] : nullptr;
}

int DataRowModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : static_cast<int>(m_rows.size()); }
int DataRowModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : column_count; }

QVariant DataRowModel::data(const QModelIndex& index, int role) const {
  const DataRow* row = index.isValid() ? rowAt(index.row()) : nullptr;
  if (!row) return {};
  if (role == Qt::TextAlignmentRole && (index.column() == row_number || index.column() == tokens || index.column() == trained))
    return int(Qt::AlignRight | Qt::AlignVCenter);
  if (role == Qt::ToolTipRole) {
    if (index.column() == text) return QString::fromStdString(row->tokens.text).left(2000);
    if (index.column() == tokens && row->truncated) return tr("This row was longer and is cut.");
    return {};
  }
  if (role != Qt::DisplayRole) return {};
  switch (index.column()) {
    case row_number: return QVariant::fromValue<qlonglong>(row->row);
    case part: return row->is_eval ? tr("held out") : tr("train");
    case tokens: return row->truncated ? tr("%1 cut").arg(row->tokens.ids.size()) : QString::number(row->tokens.ids.size());
    case trained: return QVariant::fromValue<qlonglong>(row->trained_tokens);
    case text: return QString::fromStdString(row->summary);
    default: return {};
  }
}

QVariant DataRowModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) return {};
  if (role == Qt::TextAlignmentRole) return int((section == part || section == text ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
  if (role != Qt::DisplayRole) return {};
  const QString titles[] = {tr("Row"), tr("Part"), tr("Tokens"), tr("Trained"), tr("Text")};
  return section >= 0 && section < column_count ? titles[section] : QVariant();
}

}  // namespace paretune
