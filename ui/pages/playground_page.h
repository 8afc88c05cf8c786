// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// The base model and an adapter answer the same prompt side by side, streamed.
#include <QWidget>
#include <memory>
#include <stop_token>

#include "training/api/engine.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace paretune {

class ChatPane;
class ParamForm;

class PlaygroundPage : public QWidget {
  Q_OBJECT
 public:
  explicit PlaygroundPage(std::shared_ptr<Engine> engine, QWidget* parent = nullptr);
  ~PlaygroundPage() override;
  void setModelAndAdapter(const QString& model, const QString& runId);
  bool isBusy() const { return m_side >= 0; }

 public slots:
  void send();
  void stopAnswers();
  void clearChats();
  void refreshChoices();  // models and finished runs

 signals:
  void message(int severity, const QString& text);

 protected:
  void showEvent(QShowEvent* event) override;
  bool eventFilter(QObject* object, QEvent* event) override;

 private:
  void fillRuns();
  void adapterChosen();
  void browseAdapter();
  void answer(int side);
  void answered(int side, const Result<GenerateResult>& result);
  void refreshButtons();
  GenerateRequest request(int side) const;
  ChatPane* pane(int side) const { return side == 0 ? m_base : m_adapter; }
  std::shared_ptr<Engine> m_engine;
  std::stop_source m_stop;
  int m_side = -1;   // 0 base, 1 adapter, -1 nobody answers
  int m_round = 0;
  QString m_wanted_model, m_wanted_adapter;
  QComboBox *m_models, *m_adapters;
  QPlainTextEdit *m_system, *m_prompt;
  ParamForm* m_settings;
  ChatPane *m_base, *m_adapter;
  QLabel *m_base_title, *m_adapter_title, *m_verdict;
  QPushButton *m_send, *m_stop_button, *m_clear;
};

}  // namespace paretune
