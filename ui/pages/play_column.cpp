// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/play_column.h"

#include <QApplication>
#include <QClipboard>
#include <QEvent>
#include <QHBoxLayout>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/pages/chat_pane.h"
#include "ui/theme.h"
#include "ui/widgets/letters.h"
#include "ui/widgets/tones.h"

namespace paretune {
namespace {

QString suffix(PlayColumn::Kind kind, int number) {
  if (kind == PlayColumn::Kind::base) return QStringLiteral("Base");
  if (kind == PlayColumn::Kind::mix) return QStringLiteral("Mix");
  return number <= 1 ? QStringLiteral("Adapter") : QStringLiteral("Adapter%1").arg(number);
}
QString titleOf(PlayColumn::Kind kind) {
  if (kind == PlayColumn::Kind::base) return PlayColumn::tr("Base model");
  return kind == PlayColumn::Kind::mix ? PlayColumn::tr("Mix of adapters") : PlayColumn::tr("With adapter");
}

}  // namespace

PlayColumn::PlayColumn(Kind kind, int number, QWidget* parent)
    : Card(titleOf(kind), {}, parent), m_kind(kind), m_name(new ElidedLabel({}, Qt::ElideMiddle)), m_copy(new QToolButton), m_close(new QToolButton) {
  const QString end = suffix(kind, number);
  m_chat = new ChatPane(QStringLiteral("play") + end, tr("Answers appear here."));
  m_chat->setAccessibleName(kind == Kind::base ? tr("Answers of the base model") : tr("Answers with the adapter"));
  setMinimumWidth(letters(this, 40));
  makeMuted(m_name);
  m_copy->setObjectName(QStringLiteral("playCopy") + end);
  m_copy->setToolTip(tr("Copy the last answer"));
  m_copy->setAccessibleName(tr("Copy the last answer: %1").arg(titleOf(kind)));
  m_close->setObjectName(QStringLiteral("playClose") + end);
  m_close->setToolTip(tr("Take this side away"));
  m_close->setAccessibleName(tr("Take this side away"));
  m_close->setVisible(kind != Kind::base);
  for (auto* button : {m_copy, m_close}) theme::markFlat(button);
  auto* row = new QHBoxLayout;
  row->setSpacing(4);
  row->addWidget(m_name, 1);
  row->addWidget(m_copy);
  row->addWidget(m_close);
  body()->addLayout(row);
  body()->addWidget(m_chat, 1);
  connect(m_copy, &QToolButton::clicked, this, [this] { QApplication::clipboard()->setText(m_chat->lastAnswer()); });
  connect(m_close, &QToolButton::clicked, this, &PlayColumn::closed);
  restyle();
}

QString PlayColumn::name() const { return m_name->text(); }

void PlayColumn::setAdapter(const QString& adapter, const QString& name, const QString& quantization) {
  m_adapter = adapter;
  m_quantization = quantization;
  setName(name, adapter);
}

void PlayColumn::setName(const QString& name, const QString& tip) {
  m_name->setText(name);
  m_name->setToolTip(tip.isEmpty() ? name : name + '\n' + tip);
}

void PlayColumn::restyle() {
  m_copy->setIcon(theme::icon("copy", theme::muted(palette())));
  m_close->setIcon(theme::icon("close", theme::muted(palette())));
}

void PlayColumn::changeEvent(QEvent* event) {
  Card::changeEvent(event);
  if (event->type() == QEvent::PaletteChange) restyle();
}

}  // namespace paretune
