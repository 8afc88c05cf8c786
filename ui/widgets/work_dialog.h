// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QDialog>
#include <stop_token>

#include "training/api/result.h"

class QProgressBar;
class QPushButton;

namespace paretune {

class ToneLabel;

// A dialog that starts one piece of background work: its progress, a line of status, and a button that cancels the work or closes.
class WorkDialog : public QDialog {
  Q_OBJECT
 public:
  explicit WorkDialog(QWidget* parent);
  ~WorkDialog() override;
  bool isBusy() const { return m_busy; }

 public slots:
  void reject() override;

 protected:
  virtual void refresh();  // what can be used now; a subclass adds its own fields and calls this last
  void begin();
  void end();
  void tellFailure(const Error& error, const QString& cancelled);  // `cancelled`: the text where the user stopped it

  bool m_busy = false;
  std::stop_source m_stop;
  ToneLabel* m_status;
  QProgressBar* m_progress;
  QPushButton* m_cancel;
};

}  // namespace paretune
