// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QHash>
#include <QStringList>
#include <QWidget>
#include <memory>

#include "training/api/engine.h"

class QLabel;
class QPlainTextEdit;
class QTableView;
class QTabWidget;
class QTimer;

namespace paretune {

class AdapterView;
class HealthList;
class RunCharts;
class RunController;
class RunEdits;
class RunHeader;
class SampleTable;
class SettingsTable;

// Everything about one run: header, curves, samples, settings, notes; live while it runs.
class RunView : public QWidget {
  Q_OBJECT
 public:
  RunView(std::shared_ptr<Engine> engine, RunController* controller, RunEdits* edits, QWidget* parent = nullptr);
  void showRun(const QString& id);
  void setRow(const RunRow& row);  // newer facts about the shown run
  void keepEdits();                // a name or note that is being typed
  QString runId() const { return m_id; }
  RunHeader* header() const { return m_header; }
  RunCharts* charts() const { return m_charts; }

 Q_SIGNALS:
  void exportRequested(const QString& id);
  void tryInPlayground(const QString& id);
  void sameBut(const paretune::RunConfig& config);
  void message(int severity, const QString& text);
  void runsChanged();  // deleted

 private:
  struct Loaded {
    std::map<std::string, std::vector<MetricPoint>> metrics;
    std::vector<RunSample> samples;
    std::vector<RunNote> notes;
    std::optional<AdapterReport> report;
    double estimate = 0;
  };
  void take(const QString& id, Loaded loaded);
  void apply(const QString& id, const std::vector<RunEvent>& events);
  void addNote(const RunNote& note);
  void applyToNewRun(const QStringList& assignments);
  void readReport();  // again, when the run has ended
  void changed(const Status& status);
  void keepNote();     // what was typed since it was last kept
  void showNote(const std::string& note);
  void restoreNote();  // what the store has
  void growSampleRows();

  std::shared_ptr<Engine> m_engine;
  RunController* m_controller;
  RunEdits* m_edits;
  QString m_id;
  RunRow m_row;
  bool m_loaded = false, m_save_asked = false;
  std::vector<RunEvent> m_waiting;     // came while the store was read
  QHash<QString, double> m_estimates;  // bytes by run; NaN while asked for
  RunHeader* m_header;
  QTabWidget* m_tabs;
  RunCharts* m_charts;
  QTableView *m_sample_view, *m_settings_view;
  SampleTable* m_samples;
  SettingsTable* m_settings;
  QLabel* m_no_samples;
  HealthList* m_health_list;
  AdapterView* m_adapter;
  QPlainTextEdit* m_note;
  QTimer* m_note_timer;
  std::string m_note_kept;  // as it was read or last sent to the store
  int m_notes_sent = 0;     // and not written yet
};

}  // namespace paretune
