// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/sample_compare.h"

#include <QGuiApplication>
#include <algorithm>

#include "ui/theme.h"
#include "ui/widgets/text_diff.h"

namespace paretune {

void SampleCompare::setColumns(const std::vector<Column>& columns) {
  beginResetModel();
  m_ids.clear();
  m_names.clear();
  m_rows.clear();
  for (const auto& column : columns) {
    const int run = int(m_ids.size());
    m_ids << column.id;
    m_names << column.name;
    for (const auto& sample : column.samples) {
      const QString prompt = QString::fromStdString(sample.prompt);
      auto row = std::find_if(m_rows.begin(), m_rows.end(), [&](const Row& each) { return each.prompt == prompt; });
      if (row == m_rows.end()) row = m_rows.insert(m_rows.end(), {prompt, {}, {}});
      if (sample.step == 0) {
        if (row->base.isEmpty()) row->base = QString::fromStdString(sample.text);
        continue;
      }
      auto& answer = row->answers[run];
      if (sample.step >= answer.step) answer = {QString::fromStdString(sample.text), sample.step};
    }
  }
  endResetModel();
}

void SampleCompare::setCurrent(const QString& id) {
  if (id == m_current) return;
  m_current = id;
  restyle();
}

void SampleCompare::restyle() {
  if (rowCount() > 0) Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

QVariant SampleCompare::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= rowCount() || index.column() >= columnCount()) return {};
  const Row& row = m_rows[size_t(index.row())];
  const QPalette palette = QGuiApplication::palette();
  if (role == Qt::BackgroundRole && !m_current.isEmpty() && runId(index.column()) == m_current) return theme::tint(palette, theme::accent(palette));
  if (role != Qt::DisplayRole && role != Qt::ToolTipRole && role != kHtmlRole) return {};
  if (index.column() < 2) return role == kHtmlRole ? QVariant() : QVariant(index.column() == 0 ? row.prompt : row.base);
  const auto found = row.answers.find(index.column() - 2);
  if (found == row.answers.end()) return role == Qt::DisplayRole ? QVariant(QStringLiteral("–")) : QVariant();
  const Answer& answer = found->second;
  if (role == kHtmlRole) return row.base.isEmpty() ? QVariant() : QVariant(diffHtml(row.base, answer.text, palette, false));
  if (role == Qt::ToolTipRole) return tr("Step %1: %2").arg(answer.step).arg(answer.text);
  return answer.text;
}

QVariant SampleCompare::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || section < 0 || section >= columnCount()) return {};
  if (role == Qt::TextAlignmentRole) return int(Qt::AlignLeft | Qt::AlignVCenter);
  if (role != Qt::DisplayRole && role != Qt::ToolTipRole) return {};
  if (section == 0) return tr("Prompt");
  if (section == 1) return tr("Base model");
  const auto& name = m_names[section - 2];
  return role == Qt::DisplayRole && name.size() > 25 ? name.left(24).trimmed() + QStringLiteral("…") : name;
}

}  // namespace paretune
