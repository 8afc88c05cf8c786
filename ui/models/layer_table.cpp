// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/layer_table.h"

#include <QRegularExpression>
#include <algorithm>

namespace paretune {

void LayerTable::setReport(const AdapterReport& report) {
  beginResetModel();
  m_report = report;
  m_columns.clear();
  m_rows.clear();
  m_largest = 0;
  static const QRegularExpression in_block(QStringLiteral("\\.(\\d+)\\.(.+)$"));
  for (int i = 0; i < int(report.layers.size()); ++i) {
    const auto& layer = report.layers[size_t(i)];
    m_largest = std::max(m_largest, layer.relative);
    const QString module = QString::fromStdString(layer.module);
    const auto match = in_block.match(module);
    const QString title = match.hasMatch()                             ? tr("Block %1").arg(match.captured(1))
                          : module.startsWith(QLatin1String("block ")) ? tr("Block %1").arg(module.mid(6))
                                                                       : module;
    const QString kind = match.hasMatch()                             ? match.captured(2).section('.', -1)
                         : module.startsWith(QLatin1String("block ")) ? tr("output")
                                                                      : tr("whole");
    auto row = std::find_if(m_rows.begin(), m_rows.end(), [&](const Row& each) { return each.title == title; });
    if (row == m_rows.end()) row = m_rows.insert(m_rows.end(), {title, {}});
    const auto column_of = [&](const QString& name) {
      if (!m_columns.contains(name)) m_columns << name;
      return size_t(m_columns.indexOf(name));
    };
    size_t column = column_of(kind);
    // GPT-2 has two modules of one name in a block.
    if (column < row->cells.size() && row->cells[column] >= 0) column = column_of(match.captured(2));
    if (row->cells.size() <= column) row->cells.resize(column + 1, -1);
    row->cells[column] = i;
  }
  endResetModel();
}

QVariant LayerTable::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= rowCount() || index.column() >= columnCount()) return {};
  const auto& cells = m_rows[size_t(index.row())].cells;
  const int at = index.column() < int(cells.size()) ? cells[size_t(index.column())] : -1;
  if (role == Qt::TextAlignmentRole) return int(Qt::AlignCenter);
  if (at < 0) return {};
  const auto& layer = m_report.layers[size_t(at)];
  const QString percent = QString::number(100 * layer.relative, 'g', 3) + QStringLiteral(" %");
  switch (role) {
    case Qt::DisplayRole:
      return layer.dead ? tr("✕ dead") : percent;
    case Qt::ToolTipRole: {
      const QString module = QString::fromStdString(layer.module);
      return layer.dead ? tr("%1: no change beyond rounding").arg(module)
                        : tr("%1: norm of the change %2, %3 of what was changed").arg(module, QString::number(layer.change, 'g', 4), percent);
    }
    case Qt::AccessibleTextRole:
      return QString::fromStdString(layer.module) + QStringLiteral(": ") + (layer.dead ? tr("dead") : percent);
    case kShareRole:
      return m_largest > 0 ? layer.relative / m_largest : 0.0;
    case kDeadRole:
      return layer.dead;
    default:
      return {};
  }
}

QVariant LayerTable::headerData(int section, Qt::Orientation orientation, int role) const {
  if (role == Qt::TextAlignmentRole) return int(Qt::AlignCenter);
  if (role != Qt::DisplayRole || section < 0) return {};
  if (orientation == Qt::Horizontal) return section < m_columns.size() ? m_columns[section] : QVariant();
  return section < rowCount() ? m_rows[size_t(section)].title : QVariant();
}

}  // namespace paretune
