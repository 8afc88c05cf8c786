// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Writes a run's result to a folder, verified, with a receipt.
#include <memory>

#include "training/api/engine.h"
#include "ui/widgets/work_dialog.h"

class QComboBox;
class QLabel;
class QPushButton;

namespace paretune {

class PathEdit;

class ExportDialog : public WorkDialog {
  Q_OBJECT
 public:
  ExportDialog(std::shared_ptr<Engine> engine, const QString& runId, QWidget* parent = nullptr);

 private:
  void write();
  void finished(const Result<ExportReceipt>& receipt);
  void refresh() override;
  QString suggestedPath() const;
  std::shared_ptr<Engine> m_engine;
  QString m_run, m_name;
  bool m_mergeable = true, m_path_touched = false;
  QComboBox* m_format;
  QLabel *m_about, *m_receipt;
  PathEdit* m_path;
  QPushButton *m_export, *m_open;
};

}  // namespace paretune
