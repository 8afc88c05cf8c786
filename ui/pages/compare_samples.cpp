// SPDX-License-Identifier: GPL-3.0-or-later
// What the checked runs answered, side by side.
#include <QDockWidget>
#include <QHeaderView>
#include <QLabel>
#include <QTableView>
#include <QVBoxLayout>

#include "ui/bridge/background.h"
#include "ui/bridge/selection.h"
#include "ui/models/run_table.h"
#include "ui/models/sample_compare.h"
#include "ui/pages/compare_page.h"
#include "ui/theme.h"
#include "ui/widgets/letters.h"
#include "ui/widgets/text_diff.h"
#include "ui/widgets/whole_titles.h"

namespace paretune {

void ComparePage::buildSamples() {
  auto* host = new QWidget;
  auto* column = new QVBoxLayout(host);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(4);
  m_samples = new SampleCompare(this);
  m_sample_view = new QTableView;
  m_sample_view->setObjectName("compareSamples");
  m_sample_view->setAccessibleName(tr("Last answers of the checked runs; underlined is what the base model did not write"));
  m_sample_view->setModel(m_samples);
  keepTitlesWhole(m_sample_view);
  m_sample_view->setItemDelegate(new RichCellDelegate(SampleCompare::kHtmlRole, m_sample_view));
  m_sample_view->verticalHeader()->hide();
  m_sample_view->setWordWrap(true);
  m_sample_view->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
  m_sample_view->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
  m_sample_view->horizontalHeader()->setTextElideMode(Qt::ElideRight);
  m_sample_view->horizontalHeader()->setDefaultSectionSize(letters(this, 38));
  m_no_samples = new QLabel;
  m_no_samples->setAlignment(Qt::AlignCenter);
  m_no_samples->setWordWrap(true);
  theme::markMuted(m_no_samples);
  column->addWidget(m_no_samples, 1);
  column->addWidget(m_sample_view, 1);
  auto* box = addDock(Qt::BottomDockWidgetArea, tr("Samples"), "samplesDock", host);
  setTabPosition(Qt::AllDockWidgetAreas, QTabWidget::North);
  auto* settings = findChild<QDockWidget*>(QStringLiteral("settingsDock"));
  tabifyDockWidget(settings, box);
  settings->raise();
  connect(m_sample_view->horizontalHeader(), &QHeaderView::sectionResized, this, [this] { m_sample_view->resizeRowsToContents(); });
  connect(m_sample_view->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex& index) {
    const auto id = m_samples->runId(index.column());
    if (!id.isEmpty()) m_selection->setCurrent(id);
  });
}

void ComparePage::loadSamples() {
  struct Run {
    QString id, name;
  };
  std::vector<Run> runs;
  for (const auto& id : m_selection->checked())
    if (const auto* row = m_table->row(id)) runs.push_back({id, QString::fromStdString(row->name.empty() ? row->id : row->name)});
  const int ticket = ++m_loading_samples;
  inBackground(
      this,
      [engine = m_engine, runs] {
        std::vector<SampleCompare::Column> columns;
        for (const auto& run : runs) columns.push_back({run.id, run.name, engine->samples(run.id.toStdString())});
        return columns;
      },
      [this, ticket](const std::vector<SampleCompare::Column>& columns) {
        if (ticket != m_loading_samples) return;
        m_samples->setColumns(columns);
        const bool any = m_samples->rowCount() > 0;
        m_sample_view->setVisible(any);
        m_no_samples->setVisible(!any);
        m_no_samples->setText(columns.empty()
                                  ? tr("Check runs in the table to see their answers side by side.")
                                  : tr("The checked runs have no sample prompts. Add some under Setup; they are answered along the way."));
        m_sample_view->resizeRowsToContents();
      });
}

}  // namespace paretune
