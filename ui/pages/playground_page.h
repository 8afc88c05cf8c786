// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// The base model and any number of adapters answer the same prompt side by side, streamed.
#include <QWidget>
#include <memory>
#include <stop_token>

#include "training/api/engine.h"
#include "ui/pages/chat_store.h"

class QCheckBox;
class QComboBox;
class QHBoxLayout;
class QLabel;
class QPlainTextEdit;
class QPushButton;
class QScrollArea;

namespace paretune {

class ChatPane;
class MixPanel;
class ParamForm;
class PlayColumn;
class ToneLabel;

class PlaygroundPage : public QWidget {
  Q_OBJECT
 public:
  explicit PlaygroundPage(std::shared_ptr<Engine> engine, QWidget* parent = nullptr);
  ~PlaygroundPage() override;
  void setModelAndAdapter(const QString& model, const QString& runId);  // that adapter alone beside its base
  bool isBusy() const { return m_side >= 0; }
  const std::vector<PlayColumn*>& columns() const { return m_columns; }  // the base first

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
  struct RunChoice {
    QString id, name, model, method, quantization;
  };
  QWidget* buildSide();
  static RunChoice choiceOf(const RunRow& run);
  void fillRuns();  // from m_runs
  void adapterChosen();
  void browseAdapter();
  PlayColumn* addColumn(const QString& adapter, const QString& name, const QString& quantization);
  PlayColumn* insertColumn(PlayColumn* column);
  void removeColumn(PlayColumn* column);
  void removeAdapters();
  PlayColumn* mixColumn() const;
  void toggleMix();
  void mixEdited();
  void answer(int side);
  void makeMix(int side);
  void ask(int side);
  void answered(int side, const Result<GenerateResult>& result);
  void failed(int side, const Error& error);
  void next(int side);
  void finished();
  void keepChat();
  void fillChats();
  void openChat(int index);
  void refreshButtons();
  GenerateRequest request(int side) const;

  std::shared_ptr<Engine> m_engine;
  std::stop_source m_stop;
  int m_side = -1;  // which column answers; -1: none
  int m_round = 0, m_mixes = 0;
  bool m_mix_stale = true;
  QString m_wanted_model, m_chat_id, m_mix_folder;
  std::vector<RunChoice> m_runs;
  std::vector<PlayColumn*> m_columns;
  std::vector<bool> m_done;  // of this round, by column
  ChatStore m_store;
  std::vector<KeptChat> m_kept;
  QComboBox *m_models, *m_adapters, *m_chats;
  QPlainTextEdit *m_system, *m_prompt;
  ParamForm* m_settings;
  MixPanel* m_mix;
  QCheckBox* m_probabilities;
  QHBoxLayout* m_row;
  QScrollArea* m_scroll;
  QLabel *m_verdict, *m_legend;
  QPushButton *m_send, *m_stop_button, *m_clear, *m_mix_button;
};

}  // namespace paretune
