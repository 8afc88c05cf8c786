// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/export_dialog.h"

#include <QComboBox>
#include <QDesktopServices>
#include <QDir>
#include <QFileInfo>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QProgressBar>
#include <QPushButton>
#include <QUrl>
#include <QVBoxLayout>

#include "ui/bridge/background.h"
#include "ui/language.h"
#include "ui/theme.h"
#include "ui/widgets/letters.h"
#include "ui/widgets/path_edit.h"
#include "ui/widgets/tone_label.h"
#include "ui/widgets/tones.h"

namespace paretune {
namespace {

QString folderName(QString name) {
  for (QChar& c : name) {
    if (!c.isLetterOrNumber() && c != '-' && c != '_' && c != '.') c = '-';
  }
  while (name.contains(QLatin1String("--"))) name.replace(QLatin1String("--"), QLatin1String("-"));
  while (name.startsWith('-') || name.startsWith('.')) name.remove(0, 1);
  while (name.endsWith('-')) name.chop(1);
  return name.isEmpty() ? QStringLiteral("export") : name.left(80);
}

// GGUF is a file, the other formats are folders.
QString fileEnding(const QString& format) {
  if (format == QLatin1String("gguf")) return QStringLiteral("model.gguf");
  return format == QLatin1String("gguf-lora") ? QStringLiteral("lora.gguf") : format;
}

}  // namespace

ExportDialog::ExportDialog(std::shared_ptr<Engine> engine, const QString& runId, QWidget* parent)
    : WorkDialog(parent), m_engine(std::move(engine)), m_run(runId), m_format(new QComboBox), m_about(new QLabel), m_receipt(new QLabel),
      m_path(new PathEdit(PathEdit::Kind::save_folder, tr("Folder to write"))), m_export(new QPushButton(tr("Export"))), m_open(new QPushButton(tr("Open folder"))) {
  setObjectName("exportDialog");
  setWindowTitle(tr("Export"));
  m_name = runId;
  if (const auto run = m_engine->run(runId.toStdString())) {
    if (!run->name.empty()) m_name = QString::fromStdString(run->name);
    for (const auto& method : m_engine->methods()) {
      if (method.peft_type == run->method) m_mergeable = method.mergeable;
    }
  }
  auto* title = new QLabel(tr("Export “%1”").arg(m_name));
  title->setTextFormat(Qt::PlainText);
  title->setWordWrap(true);
  title->setFont(scaledFont(font(), 1.2, QFont::DemiBold));
  m_format->setObjectName("exportFormat");
  m_format->setAccessibleName(tr("Format"));
  m_format->addItem(tr("Adapter (PEFT folder)"), "adapter");
  if (m_mergeable) {
    m_format->addItem(tr("Merged model (Hugging Face folder)"), "merged");
    m_format->addItem(tr("Merged model for llama.cpp (GGUF file)"), "gguf");
    m_format->addItem(tr("LoRA for llama.cpp (GGUF file)"), "gguf-lora");
  }
  m_about->setWordWrap(true);
  makeMuted(m_about);
  m_path->line()->setObjectName("exportPath");
  m_path->line()->setAccessibleName(tr("Folder to write"));
  m_path->button()->setObjectName("exportBrowse");
  m_path->button()->setAccessibleName(tr("Choose the folder"));
  m_progress->setObjectName("exportProgress");
  m_progress->setAccessibleName(tr("Export progress"));
  m_status->setObjectName("exportStatus");
  m_receipt->setObjectName("exportReceipt");
  m_receipt->setWordWrap(true);
  m_receipt->setTextFormat(Qt::PlainText);
  m_receipt->setTextInteractionFlags(Qt::TextSelectableByMouse);
  m_export->setObjectName("exportButton");
  m_export->setAccessibleName(tr("Export"));
  m_export->setDefault(true);
  theme::markPrimary(m_export);
  m_cancel->setObjectName("exportCancel");
  m_open->setObjectName("exportOpen");
  m_open->setAccessibleName(tr("Open the exported folder"));
  auto* form = new QGridLayout;
  form->setHorizontalSpacing(16);
  form->setVerticalSpacing(8);
  form->addWidget(new QLabel(tr("Format")), 0, 0);
  form->addWidget(m_format, 0, 1);
  form->addWidget(m_about, 1, 1);
  form->addWidget(new QLabel(tr("Folder")), 2, 0);
  form->addWidget(m_path, 2, 1);
  form->setColumnStretch(1, 1);
  auto* buttons = new QHBoxLayout;
  buttons->setSpacing(8);
  buttons->addWidget(m_open);
  buttons->addStretch(1);
  buttons->addWidget(m_cancel);
  buttons->addWidget(m_export);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(24, 24, 24, 16);
  column->setSpacing(16);
  column->addWidget(title);
  column->addLayout(form);
  column->addWidget(m_progress);
  column->addWidget(m_status);
  column->addWidget(m_receipt);
  column->addStretch(1);
  column->addLayout(buttons);
  setMinimumWidth(letters(this, 98));
  resize(minimumWidth(), 0);
  m_open->hide();
  m_receipt->hide();
  m_path->setPath(suggestedPath());
  connect(m_format, &QComboBox::currentIndexChanged, this, [this] {
    if (!m_path_touched) m_path->setPath(suggestedPath());
    refresh();
  });
  connect(m_path->line(), &QLineEdit::textEdited, this, [this] {
    m_path_touched = true;
    refresh();
  });
  connect(m_path, &PathEdit::pathChanged, this, [this] {
    m_path_touched = true;
    refresh();
  });
  connect(m_export, &QPushButton::clicked, this, &ExportDialog::write);
  connect(m_open, &QPushButton::clicked, this, [this] {
    const QFileInfo written(m_path->path());
    QDesktopServices::openUrl(QUrl::fromLocalFile(written.isDir() ? written.filePath() : written.path()));
  });
  refresh();
}

QString ExportDialog::suggestedPath() const {
  return QDir(QString::fromStdString(m_engine->home())).filePath(QStringLiteral("exports/%1-%2").arg(folderName(m_name), fileEnding(m_format->currentData().toString())));
}

void ExportDialog::refresh() {
  const QString format = m_format->currentData().toString();
  const bool adapter = format == "adapter";
  m_about->setText(adapter               ? tr("Small. Loads in Python with PeftModel.from_pretrained(base, folder).")
                   : format == "gguf"      ? tr("A whole model in one file with 16-bit weights; llama.cpp and what is built on it load it. Other types: paretune export --type.")
                   : format == "gguf-lora" ? tr("Small. Loads in llama.cpp beside the base model's GGUF file. For plain LoRA; others: paretune export --rank.")
                                           : tr("A whole model with the adapter worked into its weights; needs no PEFT."));
  if (!m_mergeable && adapter) m_about->setText(m_about->text() + ' ' + tr("This method cannot be merged into the weights."));
  m_format->setEnabled(!m_busy);
  m_path->setEnabled(!m_busy);
  m_export->setEnabled(!m_busy && !m_path->path().isEmpty());
  WorkDialog::refresh();
}

void ExportDialog::write() {
  m_progress->setValue(0);
  begin();
  m_receipt->hide();
  m_open->hide();
  refresh();
  const QPointer<ExportDialog> self(this);
  auto progress = [self](const std::string& phase, double fraction) {
    onGuiThread([self, phase, fraction] {
      if (!self || !self->m_busy) return;
      self->m_progress->setRange(0, fraction < 0 ? 0 : 1000);
      if (fraction >= 0) self->m_progress->setValue(int(fraction * 1000));
      self->m_status->setText(phase == "write" ? tr("Writing…") : phase == "verify" ? tr("Reading back and comparing…") : QString::fromStdString(phase));
    });
  };
  inBackground(
      this,
      [engine = m_engine, request = ExportRequest{m_run.toStdString(), {}, m_format->currentData().toString().toStdString(), m_path->path().toStdString(), {}},
       progress, stop = m_stop.get_token()] { return engine->export_to(request, progress, stop); },
      [this](Result<ExportReceipt> receipt) { finished(receipt); });
}

void ExportDialog::finished(const Result<ExportReceipt>& receipt) {
  end();
  if (!receipt) {
    tellFailure(receipt.error(), tr("Cancelled. Nothing was left half-written."));
  } else {
    m_status->setTone(receipt->verified ? ToneLabel::good : ToneLabel::error);
    m_status->setText(receipt->verified ? tr("✓ Written and verified") : tr("Written, but the check did not pass"));
    QStringList lines;
    lines << tr("%1, %2 tensors").arg(byteText(receipt->bytes)).arg(receipt->tensors);
    if (receipt->max_abs_logit > 0)
      lines << tr("Largest difference of logits %1, of logits up to %2").arg(receipt->max_abs_logit_difference, 0, 'g', 3).arg(receipt->max_abs_logit, 0, 'g', 3);
    if (!receipt->text.empty()) lines << language::errorText(receipt->text).trimmed();
    lines << QDir::toNativeSeparators(QString::fromStdString(receipt->path));
    m_receipt->setText(lines.join('\n'));
    m_receipt->show();
    m_open->show();
  }
  m_status->show();
  refresh();
}

}  // namespace paretune
