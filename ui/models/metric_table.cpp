// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/metric_table.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace paretune {

void MetricTable::setColumns(const QString& x_name, Unit x_unit, Unit unit, std::vector<Column> columns) {
  beginResetModel();
  m_x_name = x_name;
  m_x_unit = x_unit;
  m_unit = unit;
  m_columns = std::move(columns);
  m_x.clear();
  for (const auto& column : m_columns) m_x.insert(m_x.end(), column.xs.begin(), column.xs.end());
  std::sort(m_x.begin(), m_x.end());
  m_x.erase(std::unique(m_x.begin(), m_x.end()), m_x.end());
  endResetModel();
}

double MetricTable::value(size_t column, size_t row) const {
  const auto& xs = m_columns[column].xs;
  const auto at = std::lower_bound(xs.begin(), xs.end(), m_x[row]);
  if (at == xs.end() || *at != m_x[row]) return std::numeric_limits<double>::quiet_NaN();
  return m_columns[column].ys[size_t(at - xs.begin())];
}

QVariant MetricTable::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= rowCount() || index.column() >= columnCount()) return {};
  if (role == Qt::TextAlignmentRole) return int(Qt::AlignRight | Qt::AlignVCenter);
  if (role != Qt::DisplayRole) return {};
  const auto row = size_t(index.row());
  if (index.column() == 0) return m_x_unit == Unit::count ? QString::number(m_x[row], 'g', 15) : valueText(m_x_unit, m_x[row]);
  const double number = value(size_t(index.column()) - 1, row);
  return std::isnan(number) ? QString() : valueText(m_unit, number);
}

QVariant MetricTable::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || section < 0 || section >= columnCount()) return {};
  if (role == Qt::TextAlignmentRole) return int(Qt::AlignRight | Qt::AlignVCenter);
  if (role != Qt::DisplayRole && role != Qt::ToolTipRole) return {};
  return section == 0 ? m_x_name : m_columns[size_t(section) - 1].name;
}

QString MetricTable::csv() const {
  auto quoted = [](QString text) {
    if (!text.contains(',') && !text.contains('"') && !text.contains('\n')) return text;
    return '"' + text.replace('"', "\"\"") + '"';
  };
  QString out = quoted(m_x_name);
  for (const auto& column : m_columns) out += ',' + quoted(column.name);
  out += '\n';
  for (size_t row = 0; row < m_x.size(); ++row) {
    out += QString::number(m_x[row], 'g', 15);
    for (size_t column = 0; column < m_columns.size(); ++column) {
      const double number = value(column, row);
      out += ',';
      if (!std::isnan(number)) out += QString::number(number, 'g', 10);
    }
    out += '\n';
  }
  return out;
}

}  // namespace paretune
