// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/adapter_view.h"

#include <QHeaderView>
#include <QLabel>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QVBoxLayout>

#include "ui/models/layer_table.h"
#include "ui/theme.h"
#include "ui/widgets/tone_label.h"
#include "ui/widgets/tones.h"

namespace paretune {
namespace {

// The stronger the change, the deeper the cell; the number says it too.
class HeatDelegate : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    const QString text = index.data(Qt::DisplayRole).toString();
    if (text.isEmpty()) return;
    const QPalette& palette = option.palette;
    const QColor ground = palette.color(QPalette::Base), ink = palette.color(QPalette::Text);
    const bool dead = index.data(LayerTable::kDeadRole).toBool(), dark = isDarkPalette(palette);
    const double share = index.data(LayerTable::kShareRole).toDouble();
    const QColor tone = dead ? severityColor(palette, 1) : theme::accent(palette);
    const QRect box = option.rect.adjusted(1, 1, -1, -1);
    painter->save();
    painter->fillRect(box, dead ? mixed(ground, tone, dark ? 0.30 : 0.18) : mixed(ground, tone, (dark ? 0.06 : 0.04) + (dark ? 0.50 : 0.40) * share));
    if (option.state & QStyle::State_Selected) {
      painter->setPen(QPen(palette.color(QPalette::Highlight), 2));
      painter->drawRect(box.adjusted(1, 1, -1, -1));
    }
    QFont font = option.font;
    font.setBold(dead);
    painter->setFont(font);
    painter->setPen(dead ? tone : ink);
    painter->drawText(box, Qt::AlignCenter, text);
    painter->restore();
  }
};

QString numberText(double value) { return QString::number(value, 'g', 3); }

}  // namespace

AdapterView::AdapterView(QWidget* parent)
    : QWidget(parent),
      m_verdict(new ToneLabel),
      m_dead(new ToneLabel(ToneLabel::warning)),
      m_figures(new QLabel),
      m_hint(new QLabel),
      m_map(new QTableView),
      m_layers(new LayerTable(this)) {
  setObjectName("adapterView");
  m_verdict->setObjectName("adapterVerdict");
  m_verdict->setFont(scaledFont(font(), 1.1, QFont::DemiBold));
  m_dead->setObjectName("deadModules");
  m_figures->setObjectName("adapterFigures");
  for (QLabel* label : {static_cast<QLabel*>(m_verdict), static_cast<QLabel*>(m_dead), m_figures, m_hint}) {
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  }
  theme::markMuted(m_hint);
  m_map->setObjectName("layerMap");
  m_map->setAccessibleName(tr("Change of every module"));
  m_map->setModel(m_layers);
  m_map->setItemDelegate(new HeatDelegate(m_map));
  m_map->setShowGrid(false);
  m_map->setSelectionMode(QAbstractItemView::SingleSelection);
  m_map->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
  m_map->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
  m_map->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 8);
  m_map->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
  m_map->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
  m_map->horizontalHeader()->setMinimumSectionSize(fontMetrics().horizontalAdvance(QStringLiteral("q_proj_0000")));
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 12, 0, 0);
  column->setSpacing(8);
  column->addWidget(m_verdict);
  column->addWidget(m_figures);
  column->addWidget(m_dead);
  column->addWidget(m_hint);
  column->addWidget(m_map, 1);
  setAbsent({});
}

void AdapterView::setReport(const AdapterReport& report) {
  const int64_t dead = report.dead_modules(), all = int64_t(report.layers.size());
  const bool acts = report.texts == 0 ? dead < all : report.mean_abs_logit_change > 1e-6 * report.mean_abs_logit;
  m_verdict->setTone(acts ? ToneLabel::good : ToneLabel::error);
  m_verdict->setText(acts ? tr("✓ The adapter acts.") : tr("✕ The adapter changes nothing: the answers are those of the base model."));
  const QString texts = report.text_from == "sample_prompts" ? tr("the sample prompts")
                        : report.text_from == "eval rows"    ? tr("held-out rows")
                                                             : tr("training rows");
  m_figures->setText(tr("On %1 (%2 tokens) the logits change by %3 on average and %4 at most, of %5 in the base model; at %6 % of the places another "
                        "token comes next.")
                         .arg(texts, groupedText(report.tokens), numberText(report.mean_abs_logit_change), numberText(report.max_abs_logit_change),
                              numberText(report.mean_abs_logit), QString::number(100 * report.next_tokens_changed, 'f', 0)));
  m_figures->setVisible(report.texts > 0);
  QStringList names;
  for (const auto& layer : report.layers) {
    if (layer.dead && names.size() < 4) names << QString::fromStdString(layer.module);
  }
  m_dead->setText(tr("⚠ %1 of %2 modules are unchanged by training: %3")
                      .arg(dead)
                      .arg(all)
                      .arg(names.join(QStringLiteral(", ")) + (dead > names.size() ? QStringLiteral(", …") : QString())));
  m_dead->setVisible(dead > 0);
  m_hint->setAlignment(Qt::AlignLeft | Qt::AlignVCenter);
  m_hint->setText(
      report.compared == "weights"
          ? tr("Change of every weight, as a share of its norm; all together %1 %.").arg(numberText(100 * report.relative_change))
          : tr("This adapter is no change of weights, so the outputs of the blocks are compared; all together they change by %1 % of their norm.")
                .arg(numberText(100 * report.relative_change)));
  m_layers->setReport(report);
  for (QWidget* widget : {static_cast<QWidget*>(m_verdict), static_cast<QWidget*>(m_hint), static_cast<QWidget*>(m_map)}) widget->show();
}

void AdapterView::setAbsent(const QString& why) {
  m_layers->clear();
  for (QWidget* widget :
       {static_cast<QWidget*>(m_verdict), static_cast<QWidget*>(m_figures), static_cast<QWidget*>(m_dead), static_cast<QWidget*>(m_map)})
    widget->hide();
  m_hint->setAlignment(Qt::AlignCenter);
  m_hint->setText(why);
}

QString AdapterView::markdown() const {
  QString out = QStringLiteral("| |");
  for (int column = 0; column < m_layers->columnCount(); ++column)
    out += ' ' + m_layers->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString() + " |";
  out += '\n' + QStringLiteral("|---").repeated(m_layers->columnCount() + 1) + "|\n";
  for (int row = 0; row < m_layers->rowCount(); ++row) {
    out += "| " + m_layers->headerData(row, Qt::Vertical, Qt::DisplayRole).toString() + " |";
    for (int column = 0; column < m_layers->columnCount(); ++column) out += ' ' + m_layers->index(row, column).data().toString() + " |";
    out += '\n';
  }
  return out;
}

}  // namespace paretune
