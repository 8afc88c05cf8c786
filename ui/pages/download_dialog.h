// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Fetches a base model from a Hugging Face hub into its cache on this computer.
#include <memory>

#include "training/api/hub.h"
#include "ui/widgets/work_dialog.h"

class QLineEdit;
class QPushButton;

namespace paretune {

class DownloadDialog : public WorkDialog {
  Q_OBJECT
 public:
  explicit DownloadDialog(std::shared_ptr<Hub> hub, QWidget* parent = nullptr);

 signals:
  void downloaded(const QString& ref);  // what the base model is called from now on

 private:
  void download();
  void tell(const HubProgress& now);
  void finished(const Result<HubDownload>& result);
  void refresh() override;
  std::shared_ptr<Hub> m_hub;
  QLineEdit *m_name, *m_file;
  QPushButton* m_download;
};

}  // namespace paretune
