// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/sweep_table.h"

#include <QGuiApplication>
#include <QPainter>
#include <QPixmap>
#include <algorithm>
#include <cmath>
#include <limits>

#include "ui/charts/value_format.h"
#include "ui/language.h"
#include "ui/theme.h"

namespace paretune {
namespace {

constexpr double kUnknown = std::numeric_limits<double>::infinity();  // sorts behind what is known

QStringList figuresOf(const SweepSummary& summary) {
  QStringList keys;
  if (!summary.quality.empty()) keys << QString::fromStdString(summary.quality);
  for (const char* key : {"exact_match", "eval_loss", "forgetting", "drift", "memory_peak_bytes", "step_ms", "adapter_bytes"}) {
    const bool any = std::any_of(summary.methods.begin(), summary.methods.end(), [&](const MethodSummary& m) { return m.values.contains(key); });
    if (any && !keys.contains(QLatin1String(key))) keys << key;
  }
  return keys;
}

QPixmap swatch(int style) {
  QPixmap pixmap(QSize(12, 12) * 2);
  pixmap.setDevicePixelRatio(2);
  pixmap.fill(Qt::transparent);
  QPainter painter(&pixmap);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(Qt::NoPen);
  painter.setBrush(theme::seriesColor(style, QGuiApplication::palette()));
  painter.drawEllipse(QPointF(6, 6), 5, 5);
  return pixmap;
}

}  // namespace

QString intervalText(const QString& key, const Interval& value) {
  const Unit unit = metricUnit(key);
  if (!(value.half > 0)) return valueText(unit, value.mean);
  if (unit == Unit::percent) return QStringLiteral("%1 ± %2 %").arg(value.mean * 100, 0, 'f', 1).arg(value.half * 100, 0, 'f', 1);
  if (unit != Unit::number) return valueText(unit, value.mean) + QStringLiteral(" ± ") + valueText(unit, value.half);
  const int decimals = std::clamp(1 - int(std::floor(std::log10(value.half))), 0, 6);
  return QStringLiteral("%1 ± %2").arg(value.mean, 0, 'f', decimals).arg(value.half, 0, 'f', decimals);
}

void SweepTable::setState(const SweepState& state) {
  std::vector<Row> rows;
  for (const SweepItemState& item : state.items) {
    const QString method = QString::fromStdString(item.item.method);
    auto row = std::find_if(rows.begin(), rows.end(), [&](const Row& each) { return each.method == method; });
    if (row == rows.end()) row = rows.insert(rows.end(), Row{method, {}, {}});
    const bool search = item.item.purpose == "search";
    if (item.state == "failed" && !search) row->failed = true;
    if ((item.state == "failed" || item.state == "left out") && row->trouble.isEmpty() && !search) row->trouble = language::errorText(item.error);
    if (item.state == "running") row->state = search ? tr("Looking for a learning rate") : tr("Training");
    if (search) continue;
    ++row->total;
    row->done += item.state == "finished";
    row->left_out |= item.state == "left out";
    if (item.learning_rate > 0) row->rate = item.learning_rate;
  }
  for (std::size_t i = 0; i < rows.size(); ++i) {
    Row& row = rows[i];
    const std::size_t best = state.summary.recommended;
    row.recommended = best < state.summary.methods.size() && row.method == QString::fromStdString(state.summary.methods[best].method);
    if (!row.state.isEmpty()) continue;
    row.state = row.failed     ? tr("Failed")
                : row.left_out ? tr("Left out")
                : row.done == row.total ? (row.recommended ? tr("Recommended") : tr("Finished"))
                                        : tr("Waiting");
  }
  const QStringList figures = figuresOf(state.summary);
  const bool same = figures == m_figures && std::equal(rows.begin(), rows.end(), m_rows.begin(), m_rows.end(),
                                                       [](const Row& a, const Row& b) { return a.method == b.method; });
  if (!same) beginResetModel();
  m_rows = std::move(rows);
  m_figures = figures;
  m_summary = state.summary;
  if (!same) endResetModel();
  else if (!m_rows.empty()) Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

int SweepTable::rowOf(const QString& method) const {
  for (std::size_t i = 0; i < m_rows.size(); ++i)
    if (m_rows[i].method == method) return int(i);
  return -1;
}

QStringList SweepTable::methods() const {
  QStringList out;
  for (const Row& row : m_rows) out << row.method;
  return out;
}

const MethodSummary* SweepTable::summary(const QString& method) const {
  for (const MethodSummary& each : m_summary.methods)
    if (QString::fromStdString(each.method) == method) return &each;
  return nullptr;
}

QVariant SweepTable::figure(const Row& row, const QString& key, int role) const {
  const MethodSummary* found = summary(row.method);
  const auto it = found ? found->values.find(key.toStdString()) : std::map<std::string, Interval>::const_iterator();
  const bool known = found && it != found->values.end();
  if (role == kValueRole) return known ? it->second.mean : kUnknown;
  return known ? intervalText(key, it->second) : QStringLiteral("–");
}

QVariant SweepTable::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= rowCount() || index.column() >= columnCount()) return {};
  const Row& row = m_rows[std::size_t(index.row())];
  const bool words = index.column() == kMethod || index.column() == kState;
  switch (role) {
    case kMethodRole: return row.method;
    case Qt::TextAlignmentRole: return int((words ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    case Qt::DecorationRole: return index.column() == kMethod ? QVariant(swatch(index.row())) : QVariant();
    case Qt::FontRole: {
      if (!row.recommended) return {};
      QFont bold = QGuiApplication::font();
      bold.setBold(true);
      return bold;
    }
    case Qt::ForegroundRole:
      if (index.column() != kState) return {};
      if (row.failed) return theme::bad(QGuiApplication::palette());
      return row.recommended && row.done == row.total ? theme::good(QGuiApplication::palette()) : theme::muted(QGuiApplication::palette());
    case Qt::ToolTipRole:
      if (index.column() == kState && !row.trouble.isEmpty()) return row.trouble;
      return index.column() == kMethod ? row.method : QString();
    case Qt::DisplayRole:
    case kValueRole: break;
    default: return {};
  }
  const bool value = role == kValueRole;
  switch (index.column()) {
    case kMethod: return row.method;
    case kRuns: return value ? QVariant(double(row.done)) : QVariant(tr("%1 of %2").arg(row.done).arg(row.total));
    case kState: return row.state;
    case kRate:
      if (value) return row.rate > 0 ? row.rate : kUnknown;
      return row.rate > 0 ? QString::number(row.rate, 'g', 3) : QStringLiteral("–");
    default: return figure(row, m_figures[index.column() - kFirstFigure], role);
  }
}

QVariant SweepTable::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || section < 0 || section >= columnCount()) return {};
  if (role == Qt::TextAlignmentRole) return int((section == kMethod || section == kState ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
  if (role != Qt::DisplayRole) return {};
  switch (section) {
    case kMethod: return tr("Method");
    case kRuns: return tr("Seeds");
    case kState: return tr("State");
    case kRate: return tr("Learning rate");
    default: return metricTitle(m_figures[section - kFirstFigure]);
  }
}

}  // namespace paretune
