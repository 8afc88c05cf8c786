// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/download_dialog.h"

#include <QDir>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>
#include <chrono>

#include "ui/bridge/background.h"
#include "ui/language.h"
#include "ui/theme.h"
#include "ui/widgets/letters.h"
#include "ui/widgets/tone_label.h"
#include "ui/widgets/tones.h"

namespace paretune {

DownloadDialog::DownloadDialog(std::shared_ptr<Hub> hub, QWidget* parent)
    : WorkDialog(parent), m_hub(std::move(hub)), m_name(new QLineEdit), m_file(new QLineEdit), m_download(new QPushButton(tr("Download"))) {
  setObjectName("downloadDialog");
  setWindowTitle(tr("Download a model"));
  auto* about = new QLabel(tr("From huggingface.co into the cache that Python uses too. Only what training needs is fetched: safetensors, configuration and tokenizer, never pickles. Every file is checked."));
  about->setWordWrap(true);
  makeMuted(about);
  m_name->setObjectName("downloadName");
  m_name->setAccessibleName(tr("Model"));
  m_name->setPlaceholderText(QStringLiteral("HuggingFaceTB/SmolLM2-135M-Instruct"));
  m_file->setObjectName("downloadFile");
  m_file->setAccessibleName(tr("GGUF file"));
  m_file->setPlaceholderText(tr("Only where there are several, e.g. model-Q4_K_M.gguf"));
  m_progress->setObjectName("downloadProgress");
  m_progress->setAccessibleName(tr("Download progress"));
  m_status->setObjectName("downloadStatus");
  m_status->setTextFormat(Qt::PlainText);
  m_download->setObjectName("downloadButton");
  m_download->setAccessibleName(tr("Download"));
  m_download->setDefault(true);
  theme::markPrimary(m_download);
  m_cancel->setObjectName("downloadCancel");
  auto* form = new QGridLayout;
  form->setHorizontalSpacing(16);
  form->setVerticalSpacing(8);
  form->addWidget(new QLabel(tr("Model")), 0, 0);
  form->addWidget(m_name, 0, 1);
  form->addWidget(new QLabel(tr("GGUF file")), 1, 0);
  form->addWidget(m_file, 1, 1);
  form->setColumnStretch(1, 1);
  auto* buttons = new QHBoxLayout;
  buttons->setSpacing(8);
  buttons->addStretch(1);
  buttons->addWidget(m_cancel);
  buttons->addWidget(m_download);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(24, 24, 24, 16);
  column->setSpacing(16);
  column->addWidget(about);
  column->addLayout(form);
  column->addWidget(m_progress);
  column->addWidget(m_status);
  column->addStretch(1);
  column->addLayout(buttons);
  setMinimumWidth(letters(this, 90));
  resize(minimumWidth(), 0);
  connect(m_name, &QLineEdit::textChanged, this, &DownloadDialog::refresh);
  connect(m_download, &QPushButton::clicked, this, &DownloadDialog::download);
  refresh();
}

void DownloadDialog::refresh() {
  m_name->setEnabled(!m_busy);
  m_file->setEnabled(!m_busy);
  m_download->setEnabled(!m_busy && !m_name->text().trimmed().isEmpty());
  WorkDialog::refresh();
}

void DownloadDialog::download() {
  m_progress->setRange(0, 0);
  begin();
  refresh();
  HubRequest request;
  request.id = m_name->text().trimmed().toStdString();
  if (const QString file = m_file->text().trimmed(); !file.isEmpty()) request.files = {file.toStdString()};
  const QPointer<DownloadDialog> self(this);
  using Clock = std::chrono::steady_clock;
  auto progress = [self, last = Clock::time_point(), text = std::string()](const HubProgress& now) mutable {
    if (now.text == text && Clock::now() - last < std::chrono::milliseconds(50)) return;
    last = Clock::now();
    text = now.text;
    onGuiThread([self, now] { if (self && self->m_busy && !self->m_stop.stop_requested()) self->tell(now); });
  };
  inBackground(
      this, [hub = m_hub, request, progress, stop = m_stop.get_token()] { return hub->download(request, progress, stop); },
      [this](Result<HubDownload> result) { finished(result); });
}

void DownloadDialog::tell(const HubProgress& now) {
  const QString what = QString::fromStdString(now.text);
  m_progress->setRange(0, now.total > 0 ? 1000 : 0);
  if (now.total > 0) m_progress->setValue(static_cast<int>(1000.0 * static_cast<double>(now.done) / static_cast<double>(now.total)));
  m_status->setText(now.phase == "list"     ? tr("Looking at the list of files…")
                    : now.phase == "wait"   ? tr("Waiting: %1").arg(language::engineText(now.text))
                    : now.phase == "verify" ? tr("Checking %1…").arg(what)
                                            : tr("%1: %2 of %3").arg(what, byteText(now.done), byteText(now.total)));
}

void DownloadDialog::finished(const Result<HubDownload>& result) {
  end();
  if (!result) {
    tellFailure(result.error(), tr("Cancelled. What came so far is kept; Download goes on from there."));
    return refresh();
  }
  m_status->setTone(ToneLabel::good);
  m_status->setText(tr("✓ %1 downloaded and checked").arg(byteText(result->bytes)));
  refresh();
  const auto& files = result->files;
  const bool gguf = files.size() == 1 && QString::fromStdString(files[0].path).endsWith(QLatin1String(".gguf"));
  emit downloaded(gguf ? QDir(QString::fromStdString(result->folder)).filePath(QString::fromStdString(files[0].path)) : m_name->text().trimmed());
}

}  // namespace paretune
