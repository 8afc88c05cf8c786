// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/sample_table.h"

#include <QGuiApplication>
#include <algorithm>

#include "ui/theme.h"
#include "ui/widgets/text_diff.h"

namespace paretune {

void SampleTable::clear() {
  beginResetModel();
  m_prompts.clear();
  m_steps.clear();
  endResetModel();
}

void SampleTable::add(const RunSample& sample) {
  auto before = [](int64_t a, int64_t b) { return a == 0 ? b != 0 : b != 0 && a > b; };
  const auto column = std::lower_bound(m_steps.begin(), m_steps.end(), sample.step, before);
  if (column == m_steps.end() || *column != sample.step) {
    const int at = int(column - m_steps.begin()) + 1;
    beginInsertColumns({}, at, at);
    m_steps.insert(column, sample.step);
    endInsertColumns();
  }
  auto row = std::lower_bound(m_prompts.begin(), m_prompts.end(), sample.index, [](const Prompt& p, int64_t i) { return p.index < i; });
  if (row == m_prompts.end() || row->index != sample.index) {
    const int at = int(row - m_prompts.begin());
    beginInsertRows({}, at, at);
    row = m_prompts.insert(row, {sample.index, QString::fromStdString(sample.prompt), QString::fromStdString(sample.reference), {}});
    endInsertRows();
  }
  row->answers[sample.step] = QString::fromStdString(sample.text);
  const int r = int(row - m_prompts.begin());
  Q_EMIT dataChanged(index(r, 0), index(r, columnCount() - 1));
}

QVariant SampleTable::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= rowCount() || index.column() >= columnCount()) return {};
  const auto& prompt = m_prompts[size_t(index.row())];
  if (role == Qt::TextAlignmentRole) return int(Qt::AlignLeft | Qt::AlignTop);
  if (index.column() == 0) {
    if (role == Qt::DisplayRole) return prompt.reference.isEmpty() ? prompt.text : prompt.text + "\n→ " + prompt.reference;
    if (role == Qt::ToolTipRole) return prompt.text;
    return {};
  }
  const auto it = prompt.answers.find(m_steps[size_t(index.column()) - 1]);
  if (it == prompt.answers.end()) return {};
  const bool right = !prompt.reference.isEmpty() && it->second.trimmed() == prompt.reference.trimmed();
  if (role == kHtmlRole) {
    const auto base = prompt.answers.find(0);
    if (it->first == 0 || base == prompt.answers.end()) return {};
    return (right ? QStringLiteral("✓ ") : QString()) + diffHtml(base->second, it->second, QGuiApplication::palette(), false);
  }
  if (role == Qt::DisplayRole) return right ? QStringLiteral("✓ ") + it->second : it->second;
  if (role == Qt::ToolTipRole) return it->second;
  if (role == Qt::ForegroundRole && right) return theme::good(QGuiApplication::palette());
  return {};
}

QVariant SampleTable::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || section < 0 || section >= columnCount()) return {};
  if (role == Qt::TextAlignmentRole) return int(Qt::AlignLeft | Qt::AlignVCenter);
  if (role != Qt::DisplayRole) return {};
  if (section == 0) return tr("Prompt");
  const auto step = m_steps[size_t(section) - 1];
  return step == 0 ? tr("Base model") : tr("Step %1").arg(step);
}

}  // namespace paretune
