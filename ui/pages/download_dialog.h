// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Fetches a base model from a Hugging Face hub into its cache on this computer.
#include <QDialog>
#include <memory>
#include <stop_token>

#include "training/api/hub.h"

class QLineEdit;
class QProgressBar;
class QPushButton;

namespace paretune {

class ToneLabel;

class DownloadDialog : public QDialog {
  Q_OBJECT
 public:
  explicit DownloadDialog(std::shared_ptr<Hub> hub, QWidget* parent = nullptr);
  ~DownloadDialog() override;
  bool isBusy() const { return m_busy; }

 signals:
  void downloaded(const QString& ref);  // what the base model is called from now on

 public slots:
  void reject() override;

 private:
  void begin();
  void tell(const HubProgress& now);
  void finished(const Result<HubDownload>& result);
  void refresh();
  std::shared_ptr<Hub> m_hub;
  bool m_busy = false;
  std::stop_source m_stop;
  QLineEdit *m_name, *m_file;
  ToneLabel* m_status;
  QProgressBar* m_progress;
  QPushButton *m_download, *m_cancel;
};

}  // namespace paretune
