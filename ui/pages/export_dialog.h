// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Writes a run's result to a folder, verified, with a receipt.
#include <QDialog>
#include <memory>
#include <stop_token>

#include "training/api/engine.h"

class QComboBox;
class QLabel;
class QProgressBar;
class QPushButton;

namespace paretune {

class PathEdit;
class ToneLabel;

class ExportDialog : public QDialog {
  Q_OBJECT
 public:
  ExportDialog(std::shared_ptr<Engine> engine, const QString& runId, QWidget* parent = nullptr);
  ~ExportDialog() override;
  bool isBusy() const { return m_busy; }

 public slots:
  void reject() override;

 private:
  void begin();
  void finished(const Result<ExportReceipt>& receipt);
  void refresh();
  void fit();
  QString suggestedPath() const;
  std::shared_ptr<Engine> m_engine;
  QString m_run, m_name;
  bool m_busy = false, m_mergeable = true, m_path_touched = false;
  std::stop_source m_stop;
  QComboBox* m_format;
  QLabel *m_about, *m_receipt;
  ToneLabel* m_status;
  PathEdit* m_path;
  QProgressBar* m_progress;
  QPushButton *m_export, *m_cancel, *m_open;
};

}  // namespace paretune
