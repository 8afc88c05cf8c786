// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/doctor_page.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>

#include "ui/bridge/background.h"
#include "ui/language.h"
#include "ui/theme.h"
#include "ui/widgets/card.h"
#include "ui/widgets/row_delegate.h"

namespace paretune {

DoctorPage::DoctorPage(std::shared_ptr<Engine> engine, QWidget* parent)
    : QWidget(parent), m_engine(std::move(engine)), m_summary(new QLabel), m_again(new QPushButton(tr("Check again"))),
      m_copy(new QPushButton(tr("Copy report"))), m_table(new QTableWidget(0, 3)) {
  setObjectName("doctorPage");
  auto* card = new Card(tr("Doctor"), tr("What this machine offers for training, and what to do about what is missing."));
  m_summary->setObjectName("doctorSummary");
  m_summary->setWordWrap(true);
  m_again->setObjectName("doctorRerun");
  m_again->setAccessibleName(tr("Check again"));
  m_copy->setObjectName("doctorCopy");
  m_copy->setAccessibleName(tr("Copy the report"));
  theme::markFlat(m_copy);
  m_table->setObjectName("doctorTable");
  m_table->setAccessibleName(tr("Checks"));
  m_table->setHorizontalHeaderLabels({tr("Check"), tr("Found"), tr("What to do")});
  m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
  m_table->horizontalHeader()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
  m_table->horizontalHeader()->setSectionResizeMode(1, QHeaderView::Stretch);
  m_table->horizontalHeader()->setSectionResizeMode(2, QHeaderView::Stretch);
  m_table->horizontalHeader()->setHighlightSections(false);
  m_table->verticalHeader()->hide();
  m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
  m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
  m_table->setItemDelegate(new RowDelegate(true, m_table));
  m_table->setShowGrid(false);
  m_table->setWordWrap(true);
  auto* row = new QHBoxLayout;
  row->setSpacing(8);
  row->addWidget(m_summary, 1);
  row->addWidget(m_copy);
  row->addWidget(m_again);
  card->body()->addLayout(row);
  card->body()->addWidget(m_table, 1);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(16, 16, 16, 16);
  column->addWidget(card);
  connect(m_again, &QPushButton::clicked, this, &DoctorPage::rerun);
  connect(m_copy, &QPushButton::clicked, this, &DoctorPage::copyReport);
}

void DoctorPage::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  if (!m_ran) rerun();
}

void DoctorPage::rerun() {
  if (m_busy) return;
  m_busy = m_ran = true;
  m_again->setEnabled(false);
  m_summary->setText(tr("Checking…"));
  inBackground(this, [engine = m_engine] { return engine->doctor(); }, [this](std::vector<DoctorItem> items) {
    m_busy = false;
    m_again->setEnabled(true);
    showItems(items);
  });
}

void DoctorPage::showItems(const std::vector<DoctorItem>& items) {
  m_table->setRowCount(static_cast<int>(items.size()));
  int bad = 0;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const DoctorItem& item = items[i];
    bad += !item.ok;
    const QString texts[] = {(item.ok ? QStringLiteral("✓  ") : QStringLiteral("!  ")) + language::engineText(item.name), language::engineText(item.value),
                             language::engineText(item.remedy)};
    for (int column = 0; column < 3; ++column) {
      auto* cell = new QTableWidgetItem(texts[column]);
      cell->setToolTip(texts[column]);
      cell->setTextAlignment(Qt::AlignLeft | Qt::AlignVCenter);
      if (column == 0) cell->setData(RowDelegate::tone_role, item.ok ? 3 : 1);
      if (column == 2) cell->setData(RowDelegate::tone_role, -1);
      m_table->setItem(static_cast<int>(i), column, cell);
    }
  }
  m_table->resizeRowsToContents();
  m_summary->setText(bad == 0 ? tr("Everything checked is in order.") : bad == 1 ? tr("1 check needs a look.") : tr("%1 checks need a look.").arg(bad));
}

void DoctorPage::copyReport() {
  QStringList lines;
  for (int row = 0; row < m_table->rowCount(); ++row) {
    QStringList cells;
    for (int column = 0; column < 3; ++column) cells << m_table->item(row, column)->text();
    lines << cells.join('\t').trimmed();
  }
  QApplication::clipboard()->setText(lines.join('\n'));
  emit message(0, tr("The report is on the clipboard."));
}

}  // namespace paretune
