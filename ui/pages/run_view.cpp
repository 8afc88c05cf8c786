// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/run_view.h"

#include <QHeaderView>
#include <QLabel>
#include <QPlainTextEdit>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTabBar>
#include <QTabWidget>
#include <QTableView>
#include <QTimer>
#include <QVBoxLayout>
#include <limits>

#include "ui/bridge/background.h"
#include "ui/bridge/run_controller.h"
#include "ui/bridge/run_edits.h"
#include "ui/language.h"
#include "ui/models/sample_table.h"
#include "ui/models/settings_table.h"
#include "ui/pages/adapter_view.h"
#include "ui/pages/cell_delegate.h"
#include "ui/pages/health_list.h"
#include "ui/pages/run_charts.h"
#include "ui/pages/run_curve.h"
#include "ui/pages/run_header.h"
#include "ui/theme.h"
#include "ui/widgets/letters.h"
#include "ui/widgets/text_diff.h"
#include "ui/widgets/whole_titles.h"

namespace paretune {

RunView::RunView(std::shared_ptr<Engine> engine, RunController* controller, RunEdits* edits, QWidget* parent)
    : QWidget(parent), m_engine(std::move(engine)), m_controller(controller), m_edits(edits) {
  m_header = new RunHeader(this);
  m_charts = new RunCharts(this);
  m_tabs = new QTabWidget(this);
  m_tabs->setObjectName("runTabs");
  m_tabs->setDocumentMode(true);
  m_tabs->tabBar()->setDrawBase(false);

  m_samples = new SampleTable(this);
  auto* samples = new QWidget(this);
  auto* sample_column = new QVBoxLayout(samples);
  sample_column->setContentsMargins(0, 8, 0, 0);
  m_no_samples = new QLabel(
      tr("No sample yet. Fixed prompts are answered at every evaluation; add some under Setup, or press Sample now while the run goes on."));
  m_no_samples->setWordWrap(true);
  m_no_samples->setAlignment(Qt::AlignCenter);
  theme::markMuted(m_no_samples);
  m_sample_view = new QTableView;
  m_sample_view->setObjectName("samplesTable");
  m_sample_view->setAccessibleName(tr("Answers to the fixed prompts, by step"));
  m_sample_view->setModel(m_samples);
  keepTitlesWhole(m_sample_view);
  m_sample_view->setItemDelegate(new RichCellDelegate(SampleTable::kHtmlRole, m_sample_view));
  m_sample_view->setWordWrap(true);
  m_sample_view->verticalHeader()->hide();
  m_sample_view->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
  m_sample_view->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
  m_sample_view->horizontalHeader()->setDefaultSectionSize(letters(this, 38));
  sample_column->addWidget(m_no_samples, 1);
  sample_column->addWidget(m_sample_view, 1);

  m_settings = new SettingsTable(this);
  m_settings_view = new QTableView;
  m_settings_view->setObjectName("settingsTable");
  m_settings_view->setAccessibleName(tr("Settings of the run"));
  m_settings_view->setModel(m_settings);
  m_settings_view->setItemDelegate(new CellDelegate(m_settings_view));
  m_settings_view->verticalHeader()->hide();
  m_settings_view->verticalHeader()->setDefaultSectionSize(fontMetrics().height() * 2);
  m_settings_view->setShowGrid(false);
  m_settings_view->setAlternatingRowColors(true);
  m_settings_view->horizontalHeader()->setStretchLastSection(true);
  m_settings_view->horizontalHeader()->setDefaultSectionSize(letters(this, 50));

  auto* notes = new QWidget(this);
  auto* notes_column = new QVBoxLayout(notes);
  notes_column->setContentsMargins(0, 8, 0, 0);
  notes_column->setSpacing(8);
  auto* own = new QLabel(tr("Your note"));
  own->setFont(theme::sectionFont(this));
  m_note = new QPlainTextEdit;
  m_note->setObjectName("runNote");
  m_note->setAccessibleName(tr("Your note on this run"));
  m_note->setPlaceholderText(tr("What did you want to find out, and what came of it? Kept by itself."));
  m_note->setMaximumHeight(fontMetrics().height() * 10);
  own->setBuddy(m_note);
  auto* health = new QLabel(tr("Health"));
  health->setFont(theme::sectionFont(this));
  m_health_list = new HealthList;
  auto* health_scroll = new QScrollArea;
  health_scroll->setWidget(m_health_list);
  health_scroll->setWidgetResizable(true);
  health_scroll->setFrameShape(QFrame::NoFrame);
  health_scroll->viewport()->setAutoFillBackground(false);
  m_health_list->setAutoFillBackground(false);
  m_adapter = new AdapterView;
  notes_column->addWidget(own);
  notes_column->addWidget(m_note);
  notes_column->addSpacing(8);
  notes_column->addWidget(health);
  notes_column->addWidget(health_scroll, 1);

  m_tabs->addTab(m_charts, tr("Charts"));
  m_tabs->addTab(samples, tr("Samples"));
  m_tabs->addTab(m_adapter, tr("Adapter"));
  m_tabs->addTab(m_settings_view, tr("Settings"));
  m_tabs->addTab(notes, tr("Notes"));
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(8);
  column->addWidget(m_header);
  column->addWidget(m_tabs, 1);

  m_note_timer = new QTimer(this);
  m_note_timer->setSingleShot(true);
  m_note_timer->setInterval(600);
  connect(m_note, &QPlainTextEdit::textChanged, m_note_timer, qOverload<>(&QTimer::start));
  connect(m_note_timer, &QTimer::timeout, this, &RunView::keepNote);
  connect(m_edits, &RunEdits::written, this, [this](const QString& id, int what, bool stored) {
    if (id != m_id || what != RunEdits::kNote) return;
    m_notes_sent = std::max(0, m_notes_sent - 1);
    if (!stored && m_notes_sent == 0) restoreNote();
  });

  connect(controller, &RunController::eventsArrived, this, &RunView::apply);
  connect(m_charts, &RunCharts::message, this, &RunView::message);
  connect(m_health_list, &HealthList::applyRequested, this, &RunView::applyToNewRun);
  connect(controller, &RunController::runEnded, this, [this](const QString& id) {
    if (id == m_id) readReport();
  });
  connect(m_header, &RunHeader::stopRequested, this, [this] { m_controller->stop(m_id); });
  connect(m_header, &RunHeader::resumeRequested, this, [this] { m_controller->resume(m_id); });
  connect(m_header, &RunHeader::saveRequested, this, [this] {
    m_save_asked = true;
    m_controller->saveNow(m_id);
  });
  connect(m_header, &RunHeader::sampleRequested, this, [this] { m_controller->sampleNow(m_id); });
  connect(m_header, &RunHeader::exportRequested, this, [this] { Q_EMIT exportRequested(m_id); });
  connect(m_header, &RunHeader::tryRequested, this, [this] { Q_EMIT tryInPlayground(m_id); });
  connect(m_header, &RunHeader::sameRequested, this, [this] { Q_EMIT sameBut(m_row.config); });
  connect(m_header, &RunHeader::renamed, this, [this](const QString& name) { m_edits->rename(m_id, name); });
  connect(m_header, &RunHeader::tagChanged, this, [this](const QString& tag, bool on) { m_edits->tag(m_id, tag, on); });
  connect(m_header, &RunHeader::deleteConfirmed, this, [this] {
    // Deleting removes checkpoints from the disk, which can take a while.
    inBackground(
        this, [engine = m_engine, id = m_id.toStdString()] { return engine->remove_run(id); }, [this](const Status& status) { changed(status); });
  });
}

void RunView::keepEdits() {
  m_header->keepEdits();
  keepNote();
}

void RunView::keepNote() {
  m_note_timer->stop();
  const auto text = m_note->toPlainText();
  if (m_row.id.empty() || text.toStdString() == m_note_kept) return;
  m_note_kept = text.toStdString();
  ++m_notes_sent;
  m_edits->setNote(m_id, text);
}

void RunView::restoreNote() {
  inBackground(
      this, [engine = m_engine, id = m_id.toStdString()] { return engine->run(id); },
      [this](const Result<RunRow>& row) {
        if (!row || row->id != m_row.id || m_notes_sent > 0 || m_note->toPlainText().toStdString() != m_note_kept) return;
        showNote(row->note);
      });
}

void RunView::showNote(const std::string& note) {
  const QSignalBlocker quiet(m_note);
  m_note_kept = note;
  m_note->setPlainText(QString::fromStdString(note));
}

void RunView::changed(const Status& status) {
  if (!status) Q_EMIT message(2, language::errorText(status.error().text()));
  Q_EMIT runsChanged();
}

void RunView::showRun(const QString& id) {
  if (id == m_id) return;
  keepEdits();
  m_notes_sent = 0;
  m_id = id;
  m_row = {};
  m_loaded = false;
  m_waiting.clear();
  m_charts->clear();
  m_samples->clear();
  m_health_list->clear();
  m_adapter->setAbsent(tr("What the adapter changes is measured when the run has taken its last step."));
  m_sample_view->hide();
  m_no_samples->show();
  if (id.isEmpty()) return;
  inBackground(
      this,
      [engine = m_engine, run = id.toStdString()] {
        Loaded loaded;
        for (const auto& key : engine->metric_keys(run)) loaded.metrics[key] = thinnedMetric(*engine, run, key);
        loaded.samples = engine->samples(run);
        loaded.notes = engine->health(run);
        if (auto report = engine->adapter_report(run)) loaded.report = std::move(*report);
        return loaded;
      },
      [this, id](Loaded loaded) { take(id, std::move(loaded)); });
  if (m_estimates.contains(id)) return m_charts->setEstimate(m_estimates.value(id));
  m_estimates.insert(id, std::numeric_limits<double>::quiet_NaN());
  inBackground(
      this,
      [engine = m_engine, run = id.toStdString()]() -> double {
        const auto row = engine->run(run);
        if (!row) return 0;
        const auto plan = engine->plan(row->config);
        return plan ? double(plan->total_bytes) : 0;
      },
      [this, id](double bytes) {
        m_estimates.insert(id, bytes);
        if (id == m_id) m_charts->setEstimate(bytes);
      });
}

void RunView::setRow(const RunRow& row) {
  if (QString::fromStdString(row.id) != m_id) return;
  const bool first = m_row.id != row.id;
  const bool other_note = !first && row.note != m_row.note && m_notes_sent == 0 && m_note->toPlainText().toStdString() == m_note_kept;
  m_row = row;
  m_header->showRun(row, m_controller->live(m_id));
  if (first) {
    m_settings->setColumns({{m_id, tr("Value"), row.config}}, false);
    m_settings_view->setColumnWidth(0, 300);
    showNote(row.note);
    m_header->setHealth(m_health_list->lines());
  } else if (other_note && row.note != m_note_kept) {  // changed elsewhere, as in the table of runs
    showNote(row.note);
  }
}

void RunView::take(const QString& id, Loaded loaded) {
  if (id != m_id) return;
  m_charts->load(loaded.metrics);
  for (const auto& sample : loaded.samples) m_samples->add(sample);
  for (const auto& note : loaded.notes) addNote(note);
  if (loaded.report) m_adapter->setReport(*loaded.report);
  m_charts->setPhases(m_controller->phaseMarks(id));
  m_loaded = true;
  growSampleRows();
  apply(id, std::exchange(m_waiting, {}));
  m_health_list->setPlaceholder(tr("Nothing unusual so far."));
}

void RunView::addNote(const RunNote& note) {
  m_health_list->add(note);
  m_header->setHealth(m_health_list->lines());
}

void RunView::applyToNewRun(const QStringList& assignments) {
  Json file = m_row.config.to_json();
  for (const auto& assignment : assignments) {
    if (const auto status = apply_override(file, assignment.toStdString()); !status)
      return Q_EMIT message(2, language::errorText(status.error().text()));
  }
  auto config = parse_run_config(file);
  if (!config) return Q_EMIT message(2, language::errorText(config.error().text()));
  config->name.clear();  // it is another run
  Q_EMIT sameBut(*config);
  Q_EMIT message(0, tr("Set up with %1.").arg(assignments.join(QStringLiteral(", "))));
}

void RunView::readReport() {
  inBackground(
      this, [engine = m_engine, run = m_id.toStdString()] { return engine->adapter_report(run); },
      [this, id = m_id](const Result<AdapterReport>& report) {
        if (id == m_id && report) m_adapter->setReport(*report);
      });
}

void RunView::apply(const QString& id, const std::vector<RunEvent>& events) {
  if (id != m_id || events.empty()) return;
  if (!m_loaded) {
    m_waiting.insert(m_waiting.end(), events.begin(), events.end());
    return;
  }
  bool samples = false;
  for (const auto& event : events) {
    if (const auto* started = std::get_if<RunStarted>(&event.body)) {
      if (started->first_step > 0) m_charts->continueFrom(started->first_step);
    } else if (const auto* metrics = std::get_if<RunMetrics>(&event.body)) {
      m_charts->add(event.wall_ms, *metrics);
    } else if (const auto* sample = std::get_if<RunSample>(&event.body)) {
      m_samples->add(*sample);
      samples = true;
    } else if (const auto* note = std::get_if<RunNote>(&event.body)) {
      addNote(*note);
    } else if (const auto* saved = std::get_if<RunCheckpoint>(&event.body)) {
      if (std::exchange(m_save_asked, false)) Q_EMIT message(0, tr("Checkpoint of step %1 saved").arg(saved->step));
    }
  }
  m_charts->setPhases(m_controller->phaseMarks(id));
  if (samples) growSampleRows();
}

void RunView::growSampleRows() {
  const bool any = m_samples->rowCount() > 0;
  m_sample_view->setVisible(any);
  m_no_samples->setVisible(!any);
  if (any) m_sample_view->resizeRowsToContents();
}

}  // namespace paretune
