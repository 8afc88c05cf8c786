// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/work_dialog.h"

#include <QLayout>
#include <QProgressBar>
#include <QPushButton>
#include <algorithm>

#include "ui/language.h"
#include "ui/widgets/tone_label.h"

namespace paretune {

WorkDialog::WorkDialog(QWidget* parent) : QDialog(parent), m_status(new ToneLabel), m_progress(new QProgressBar), m_cancel(new QPushButton(tr("Close"))) {
  m_progress->setTextVisible(false);
  m_progress->setRange(0, 1000);
  m_progress->hide();
  m_status->setWordWrap(true);
  m_status->setTextInteractionFlags(Qt::TextSelectableByMouse);
  m_status->hide();
  connect(m_cancel, &QPushButton::clicked, this, &WorkDialog::reject);
}

WorkDialog::~WorkDialog() { m_stop.request_stop(); }

// Texts of several lines ask for their height only once the width is known.
void WorkDialog::refresh() {
  m_cancel->setText(m_busy ? tr("Cancel") : tr("Close"));
  m_cancel->setAccessibleName(m_cancel->text());
  resize(width(), std::max(height(), layout()->totalHeightForWidth(width())));
}

void WorkDialog::begin() {
  m_busy = true;
  m_stop = std::stop_source();
  m_progress->show();
  m_status->setTone(ToneLabel::plain);
  m_status->setText(tr("Starting"));
  m_status->show();
}

void WorkDialog::end() {
  m_busy = false;
  m_progress->hide();
}

void WorkDialog::tellFailure(const Error& error, const QString& cancelled) {
  const bool stopped = error.kind == ErrorKind::stopped;
  m_status->setTone(stopped ? ToneLabel::warning : ToneLabel::error);
  m_status->setText(stopped ? cancelled : language::errorText(error.text()));
}

void WorkDialog::reject() {
  if (m_busy) {  // the first Cancel stops the work; the dialog stays to say what happened
    m_stop.request_stop();
    m_status->setText(tr("Cancelling…"));
    return;
  }
  QDialog::reject();
}

}  // namespace paretune
