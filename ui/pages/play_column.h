// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// One side of the playground: who answers, and the conversation with it.
#include "ui/widgets/card.h"

class QLabel;
class QToolButton;

namespace paretune {

class ChatPane;

class PlayColumn : public Card {
  Q_OBJECT
 public:
  enum class Kind { base, adapter, mix };
  // `number` counts the adapters from 1; it makes object names.
  PlayColumn(Kind kind, int number, QWidget* parent = nullptr);
  Kind kind() const { return m_kind; }
  ChatPane* chat() const { return m_chat; }
  QString adapter() const { return m_adapter; }  // run id or PEFT folder; empty for the base
  QString name() const;
  QString quantization() const { return m_quantization; }
  void setAdapter(const QString& adapter, const QString& name, const QString& quantization = {});
  void setName(const QString& name, const QString& tip);

 Q_SIGNALS:
  void closed();

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void restyle();
  Kind m_kind;
  QString m_adapter, m_quantization;
  ElidedLabel* m_name;
  ChatPane* m_chat;
  QToolButton *m_copy, *m_close;
};

}  // namespace paretune
