// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/playground_page.h"

#include <QCoreApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QFileInfo>
#include <QKeyEvent>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPointer>
#include <QPushButton>
#include <QSignalBlocker>
#include <algorithm>

#include "ui/bridge/background.h"
#include "ui/language.h"
#include "ui/pages/chat_pane.h"
#include "ui/pages/mix_panel.h"
#include "ui/pages/play_column.h"
#include "ui/widgets/param_form.h"

namespace paretune {
namespace {
constexpr int64_t kAlternatives = 5;
}

PlaygroundPage::~PlaygroundPage() {
  m_stop.request_stop();
  if (!m_mix_folder.isEmpty()) QDir(m_mix_folder).removeRecursively();
}

void PlaygroundPage::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  refreshChoices();
  m_prompt->setFocus();
}

void PlaygroundPage::refreshChoices() {
  fillChats();
  inBackground(
      this, [engine = m_engine] { return std::pair(engine->local_models(), engine->runs()); },
      [this](const std::pair<std::vector<ModelChoice>, std::vector<RunRow>>& found) {
        const auto& [models, runs] = found;
        m_runs.clear();
        for (const RunRow& run : runs) {
          if (run.state != "finished" && run.state != "stopped") continue;
          m_runs.push_back(choiceOf(run));
        }
        const QSignalBlocker quiet(m_models);
        m_models->clear();
        for (const auto& model : models) {
          m_models->addItem(QString::fromStdString(model.title.empty() ? model.ref : model.title), QString::fromStdString(model.ref));
          m_models->setItemData(m_models->count() - 1, QString::fromStdString(model.detail), Qt::ToolTipRole);
        }
        if (!m_wanted_model.isEmpty() && m_models->findData(m_wanted_model) < 0) {
          m_models->addItem(QFileInfo(m_wanted_model).fileName(), m_wanted_model);
          m_models->setItemData(m_models->count() - 1, m_wanted_model, Qt::ToolTipRole);
        }
        if (m_wanted_model.isEmpty() && m_models->count() > 0) m_wanted_model = m_models->itemData(0).toString();
        m_models->setCurrentIndex(m_models->findData(m_wanted_model));
        fillRuns();
        refreshButtons();
      });
}

void PlaygroundPage::setModelAndAdapter(const QString& model, const QString& runId) {
  m_wanted_model = model;
  removeAdapters();
  clearChats();
  if (!runId.isEmpty()) {
    const auto row = m_engine->run(runId.toStdString());
    const RunChoice run = row ? choiceOf(*row) : RunChoice{runId, QFileInfo(runId).fileName(), model, {}, {}};
    addColumn(runId, run.name, run.quantization);
  }
  refreshChoices();
  refreshButtons();
}

void PlaygroundPage::clearChats() {
  stopAnswers();
  ++m_round;
  m_side = -1;
  m_chat_id.clear();
  for (auto* column : m_columns) column->chat()->clearChat();
  m_verdict->clear();
  refreshButtons();
}

GenerateRequest PlaygroundPage::request(int side) const {
  const Json settings = m_settings->schema().complete(m_settings->value(), "generation").value();
  GenerateRequest out;
  out.model = m_wanted_model.toStdString();
  const PlayColumn* column = m_columns[size_t(side)];
  if (!column->adapter().isEmpty()) out.adapters = {column->adapter().toStdString()};
  // The same base on all sides, loaded once: as the first adapter that has a kind had it.
  for (const auto* each : m_columns) {
    if (out.quantization.empty()) out.quantization = each->quantization().toStdString();
  }
  const QString system = m_system->toPlainText().trimmed();
  if (!system.isEmpty()) out.messages.push_back({"system", system.toStdString()});
  const auto& chat = column->chat()->messages();
  out.messages.insert(out.messages.end(), chat.begin(), chat.end() - 1);  // the open answer is not part of the question
  out.max_new_tokens = settings["max_new_tokens"];
  out.temperature = settings["temperature"];
  out.top_p = settings["top_p"];
  out.top_k = settings["top_k"];
  out.seed = settings["seed"].get<uint64_t>();
  out.logprobs = true;
  out.top_logprobs = kAlternatives;
  return out;
}

void PlaygroundPage::send() {
  const QString prompt = m_prompt->toPlainText().trimmed();
  if (prompt.isEmpty() || isBusy() || m_wanted_model.isEmpty() || !m_settings->isValid()) return;
  m_prompt->clear();
  m_verdict->clear();
  m_stop = std::stop_source();
  m_done.assign(m_columns.size(), false);
  for (auto* column : m_columns) column->chat()->ask(prompt);
  answer(0);
}

void PlaygroundPage::answer(int side) {
  m_side = side;
  refreshButtons();
  if (m_columns[size_t(side)]->kind() == PlayColumn::Kind::mix && m_mix_stale) return makeMix(side);
  ask(side);
}

// The adapter that the sliders stand for, in a folder of its own that goes with the next one.
void PlaygroundPage::makeMix(int side) {
  CombinationRequest mix = m_mix->request();
  mix.model = m_wanted_model.toStdString();
  const QString folder = QDir(QString::fromStdString(m_engine->home()))
                             .filePath(QStringLiteral("cache/mixes/%1-%2").arg(QCoreApplication::applicationPid()).arg(++m_mixes));
  QDir().mkpath(QFileInfo(folder).path());
  mix.out = folder.toStdString();
  const int round = m_round;
  inBackground(
      this, [engine = m_engine, mix] { return engine->combine(mix); },
      [this, side, round, folder](const Result<CombinationReceipt>& made) {
        if (!made) QDir(folder).removeRecursively();
        if (round != m_round) {
          if (made) QDir(folder).removeRecursively();
          return;
        }
        if (!made) return failed(side, made.error());
        if (!m_mix_folder.isEmpty()) QDir(m_mix_folder).removeRecursively();
        m_mix_folder = folder;
        m_mix_stale = false;
        m_columns[size_t(side)]->setAdapter(folder, m_mix->summary());
        if (m_stop.stop_requested()) return next(side);
        ask(side);
      });
}

void PlaygroundPage::ask(int side) {
  const int round = m_round;
  const QPointer<PlaygroundPage> self(this);
  auto on_text = [self, side, round](const std::string& piece) {
    onGuiThread([self, side, round, text = QString::fromStdString(piece)] {
      if (self && self->m_round == round) self->m_columns[size_t(side)]->chat()->addPiece(text);
    });
  };
  inBackground(
      this, [engine = m_engine, ask = request(side), on_text, stop = m_stop.get_token()] { return engine->generate(ask, on_text, stop); },
      [this, side, round](Result<GenerateResult> result) {
        if (round == m_round) answered(side, result);
      });
}

void PlaygroundPage::answered(int side, const Result<GenerateResult>& result) {
  if (!result) return failed(side, result.error());
  const QString speed = tr("%1 tokens · %2 tokens/s").arg(result->ids.size()).arg(result->tokens_per_second, 0, 'f', 1);
  const QString why = result->finish == "length" ? tr("cut at the longest answer") : result->finish == "stopped" ? tr("stopped") : QString();
  m_columns[size_t(side)]->chat()->finish(why.isEmpty() ? speed : QStringLiteral("%1 · %2").arg(speed, why), false, result->tokens);
  m_done[size_t(side)] = true;
  next(side);
}

void PlaygroundPage::failed(int side, const Error& error) {
  const QString text = language::errorText(error.text());
  const bool stopped = error.kind == ErrorKind::stopped;
  m_columns[size_t(side)]->chat()->finish(stopped ? tr("stopped") : text, !stopped);
  if (!stopped) emit message(2, text);
  next(side);
}

void PlaygroundPage::next(int side) {
  if (size_t(side) + 1 < m_columns.size() && !m_stop.stop_requested()) return answer(side + 1);
  for (size_t i = size_t(side) + 1; i < m_columns.size(); ++i) m_columns[i]->chat()->takeBack();  // stopped before their turn
  finished();
}

void PlaygroundPage::finished() {
  m_side = -1;
  const int adapters = int(m_columns.size()) - 1;
  int same = 0, told = 0;
  for (size_t i = 1; i < m_columns.size(); ++i) {
    if (!m_done[i] || !m_done[0]) continue;
    ++told;
    same += m_columns[i]->chat()->lastAnswer() == m_columns[0]->chat()->lastAnswer();
  }
  if (told == 1 && adapters == 1)
    m_verdict->setText(same == 1 ? tr("Both answers are the same, word for word.") : tr("The adapter changed the answer."));
  if (told > 1) m_verdict->setText(tr("%1 of %2 adapters changed the answer of the base model.").arg(told - same).arg(told));
  keepChat();
  refreshButtons();
  m_prompt->setFocus();
}

void PlaygroundPage::stopAnswers() { m_stop.request_stop(); }

bool PlaygroundPage::eventFilter(QObject* object, QEvent* event) {
  if (object == m_prompt && event->type() == QEvent::KeyPress) {
    auto* key = static_cast<QKeyEvent*>(event);
    if ((key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) && !(key->modifiers() & Qt::ShiftModifier)) {
      send();
      return true;
    }
  }
  return QWidget::eventFilter(object, event);
}

}  // namespace paretune
