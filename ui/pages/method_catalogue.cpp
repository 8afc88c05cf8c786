// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/method_catalogue.h"

#include <QApplication>
#include <QPainter>
#include <algorithm>

#include "ui/language.h"
#include "ui/widgets/tones.h"

namespace paretune {

MethodModel::MethodModel(std::vector<MethodInfo> methods, QObject* parent) : QAbstractListModel(parent), m_methods(std::move(methods)) {}

const MethodInfo* MethodModel::at(int row) const {
  return row >= 0 && row < static_cast<int>(m_methods.size()) ? &m_methods[static_cast<std::size_t>(row)] : nullptr;
}

int MethodModel::rowOf(const QString& peft_type) const {
  for (std::size_t i = 0; i < m_methods.size(); ++i) {
    if (m_methods[i].peft_type == peft_type.toStdString()) return static_cast<int>(i);
  }
  return -1;
}

int MethodModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : static_cast<int>(m_methods.size()); }

QStringList MethodModel::badges(const MethodInfo& method) {
  QStringList out;
  if (method.mergeable) out << tr("merges");
  if (method.converts_to_lora) out << tr("to LoRA");
  if (method.quantized_base) out << tr("quantised base");
  return out;
}

QString MethodModel::familyTitle(const QString& family) {
  if (family == QLatin1String("weights")) return tr("Weight updates");
  if (family == QLatin1String("prompt")) return tr("Prompts");
  if (family == QLatin1String("selects")) return tr("Selected weights");
  if (family == QLatin1String("mixture")) return tr("Mixtures");
  return family;
}

QStringList MethodModel::families() const {
  QStringList out;
  for (const auto& method : m_methods) {
    const QString family = QString::fromStdString(method.family);
    if (!out.contains(family)) out << family;
  }
  return out;
}

QVariant MethodModel::data(const QModelIndex& index, int role) const {
  const MethodInfo* method = index.isValid() ? at(index.row()) : nullptr;
  if (!method) return {};
  auto text = [](const std::string& value) { return QString::fromStdString(value); };
  switch (role) {
    case Qt::DisplayRole: return text(method->title);
    case Qt::ToolTipRole:
    case summary_role: return language::engineText(method->summary);
    case Qt::AccessibleDescriptionRole: return tr("%1. %2").arg(familyTitle(text(method->family)), language::engineText(method->summary));
    case type_role: return text(method->peft_type);
    case family_role: return text(method->family);
    case badges_role: return badges(*method);
    case search_role: return text(method->title + ' ' + method->peft_type + ' ' + method->summary + ' ' + method->family + ' ') + language::engineText(method->summary);
    default: return {};
  }
}

void MethodFilter::setWords(const QString& words) {
  m_words = words.split(' ', Qt::SkipEmptyParts);
  invalidateFilter();
}

void MethodFilter::setFamily(const QString& family) {
  m_family = family;
  invalidateFilter();
}

void MethodFilter::setNeeds(bool merges, bool to_lora, bool quantized) {
  m_merges = merges;
  m_to_lora = to_lora;
  m_quantized = quantized;
  invalidateFilter();
}

bool MethodFilter::filterAcceptsRow(int row, const QModelIndex&) const {
  const auto* model = static_cast<const MethodModel*>(sourceModel());
  const MethodInfo* method = model->at(row);
  if (!method) return false;
  if (!m_family.isEmpty() && method->family != m_family.toStdString()) return false;
  if ((m_merges && !method->mergeable) || (m_to_lora && !method->converts_to_lora) || (m_quantized && !method->quantized_base)) return false;
  const QString text = model->data(model->index(row), MethodModel::search_role).toString();
  return std::all_of(m_words.begin(), m_words.end(), [&](const QString& word) { return text.contains(word, Qt::CaseInsensitive); });
}

QSize MethodDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const {
  const QFontMetrics small(scaledFont(option.font, 0.9));
  return {200, option.fontMetrics.height() + 2 * small.height() + 28};
}

void MethodDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
  painter->save();
  painter->setRenderHint(QPainter::Antialiasing);
  const QPalette palette = QApplication::palette();  // the view's own has the style sheet's selection colours
  const bool chosen = option.state & QStyle::State_Selected, hovered = option.state & QStyle::State_MouseOver;
  const QColor accent = palette.color(QPalette::Highlight), ground = palette.color(QPalette::Base);
  const QRectF box = QRectF(option.rect).adjusted(4, 3, -4, -3);
  painter->setPen(QPen(chosen ? accent : hairline(palette), chosen ? 2 : 1));
  painter->setBrush(chosen ? mixed(ground, accent, 0.10) : hovered ? mixed(ground, accent, 0.05) : ground);
  painter->drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
  const QFont title = scaledFont(option.font, 1.0, QFont::DemiBold), small = scaledFont(option.font, 0.9);
  const QFontMetrics small_metrics(small);
  QRectF line = box.adjusted(10, 6, -10, 0);
  line.setHeight(option.fontMetrics.height());
  const QString family = MethodModel::familyTitle(index.data(MethodModel::family_role).toString());
  const double family_width = small_metrics.horizontalAdvance(family) + 2;
  painter->setFont(small);
  painter->setPen(mutedText(palette));
  painter->drawText(line, Qt::AlignRight | Qt::AlignVCenter, family);
  painter->setFont(title);
  painter->setPen(palette.color(QPalette::Text));
  painter->drawText(line.adjusted(0, 0, -family_width - 8, 0), Qt::AlignLeft | Qt::AlignVCenter,
                    QFontMetrics(title).elidedText(index.data(Qt::DisplayRole).toString(), Qt::ElideRight, int(line.width() - family_width - 8)));
  painter->setFont(small);
  painter->setPen(mutedText(palette));
  line.translate(0, line.height() + 2);
  line.setHeight(small_metrics.height());
  painter->drawText(line, Qt::AlignLeft | Qt::AlignVCenter,
                    small_metrics.elidedText(index.data(MethodModel::summary_role).toString(), Qt::ElideRight, int(line.width())));
  line.translate(0, line.height() + 4);
  double x = line.left();
  for (const QString& badge : index.data(MethodModel::badges_role).toStringList()) {
    const double wide = small_metrics.horizontalAdvance(badge) + 14;
    if (x + wide > line.right()) break;
    const QRectF pill(x, line.top(), wide, small_metrics.height() + 2);
    painter->setPen(Qt::NoPen);
    painter->setBrush(mixed(ground, palette.color(QPalette::Text), 0.08));
    painter->drawRoundedRect(pill, pill.height() / 2, pill.height() / 2);
    painter->setPen(palette.color(QPalette::Text));
    painter->drawText(pill, Qt::AlignCenter, badge);
    x += wide + 4;
  }
  painter->restore();
}

}  // namespace paretune
