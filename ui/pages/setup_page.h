// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// One experiment put together: model, data, method; beside them what will happen, always up to date.
#include <QWidget>
#include <memory>

#include "training/api/engine.h"
#include "ui/pages/suggestion.h"

class QScrollArea;
class QTimer;
class QUndoStack;

namespace paretune {

class DataCard;
class Measurement;
class MethodCard;
class ModelCard;
class PlanPane;
class Recent;
class SetupHistory;

class SetupPage : public QWidget {
  Q_OBJECT
 public:
  explicit SetupPage(std::shared_ptr<Engine> engine, QWidget* parent = nullptr);
  ~SetupPage() override;
  void useDemo();
  void setConfig(const RunConfig& config);
  // The page as a run file says; what it lacks stays empty.
  void restore(const Json& run_file);
  QUndoStack* undoStack() const;
  // Where models and data that could be read are remembered, and offered again.
  void setRecent(Recent* recent);
  void offerModel(const QString& ref);
  void offerData(const QString& path);
  void offerAdapter(const QString& folder);
  // The run file as the page stands; it may lack what the Start button names.
  Json runFile() const;
  Result<RunConfig> config() const;  // complete, or what is wrong with it
  QStringList missing() const;
  // What is trained on what, in one line; empty while nothing is chosen.
  QString subject() const;

 public slots:
  void start();  // what the Start button does

 signals:
  void startRequested(const paretune::RunConfig& config);
  void tournamentRequested();
  void changed();  // something that stands on the page, or what is known about it
  void message(int severity, const QString& text);

 protected:
  void showEvent(QShowEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void edited();
  void note();
  void watchField(QWidget* field);
  void offerRecent();
  void refreshPlan();
  void showPlan(const RunConfig& config, Plan plan);
  void measure();
  void showPlanError(const Error& error);
  void applySuggestion(const QString& text);
  SuggestedChange changeIn(const QString& suggestion) const;
  std::shared_ptr<Engine> m_engine;
  QTimer* m_wait;
  bool m_planning = false, m_again = false, m_loading = false;
  QScrollArea* m_scroll;
  ModelCard* m_model;
  DataCard* m_data;
  MethodCard* m_method;
  PlanPane* m_plan;
  SetupHistory* m_history;
  Measurement* m_measurement;
  Recent* m_recent = nullptr;
};

}  // namespace paretune
