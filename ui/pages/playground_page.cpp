// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/playground_page.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPointer>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include "ui/bridge/background.h"
#include "ui/pages/chat_pane.h"
#include "ui/theme.h"
#include "ui/widgets/card.h"
#include "ui/widgets/param_form.h"
#include "ui/widgets/tones.h"

namespace paretune {
namespace {

const ParamSchema& generationSchema() {
  static const ParamSchema schema{{
      {"temperature", ParamType::number, 0.0, "0 takes the likeliest token every time; higher is freer.", 0.0, 5.0},
      {"top_p", ParamType::number, 1.0, "Only the likeliest tokens that together reach this share.", 0.01, 1.0},
      {"max_new_tokens", ParamType::integer, 128, "The longest answer.", 1.0, 8192.0},
      {"seed", ParamType::integer, 0, "The same seed gives the same answer.", 0.0, {}},
  }};
  return schema;
}

QPlainTextEdit* textBox(const QString& name, const QString& title, const QString& placeholder, int lines) {
  auto* box = new QPlainTextEdit;
  box->setObjectName(name);
  box->setAccessibleName(title);
  box->setPlaceholderText(placeholder);
  box->setTabChangesFocus(true);
  box->setFixedHeight(box->fontMetrics().height() * lines + 20);
  return box;
}

}  // namespace

PlaygroundPage::PlaygroundPage(std::shared_ptr<Engine> engine, QWidget* parent)
    : QWidget(parent), m_engine(std::move(engine)), m_models(new QComboBox), m_adapters(new QComboBox),
      m_system(textBox("playSystem", tr("System prompt"), tr("System prompt (optional)"), 3)),
      m_prompt(textBox("playPrompt", tr("Prompt"), tr("Ask both. Enter sends, Shift+Enter breaks the line."), 3)), m_settings(new ParamForm),
      m_base(new ChatPane("playBase", tr("Answers of the base model appear here."))),
      m_adapter(new ChatPane("playAdapter", tr("Choose a trained run to see its answers beside those of the base model."))),
      m_base_title(new QLabel), m_adapter_title(new QLabel), m_verdict(new QLabel), m_send(new QPushButton(tr("Send"))),
      m_stop_button(new QPushButton(tr("Stop"))), m_clear(new QPushButton(tr("New chat"))) {
  setObjectName("playgroundPage");
  for (auto [combo, name, title] : {std::tuple{m_models, "playModel", tr("Base model")}, std::tuple{m_adapters, "playRun", tr("Trained adapter")}}) {
    combo->setObjectName(name);
    combo->setAccessibleName(title);
    combo->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    combo->setMinimumContentsLength(12);
  }
  m_base->setAccessibleName(tr("Answers of the base model"));
  m_adapter->setAccessibleName(tr("Answers with the adapter"));
  m_settings->setObjectName("playSettings");
  m_settings->setSchema(generationSchema(), {}, {"temperature", "top_p", "max_new_tokens", "seed"}, 2);

  auto* side = new Card(tr("Playground"), tr("The same prompt goes to both, with the same settings and seed."));
  side->setFixedWidth(320);
  auto addField = [&](const QString& title, QWidget* field) {
    auto* label = new QLabel(title);
    label->setBuddy(field);
    side->body()->addWidget(label);
    side->body()->addWidget(field);
  };
  addField(tr("Base model"), m_models);
  addField(tr("Trained adapter"), m_adapters);
  addField(tr("System prompt"), m_system);
  side->body()->addSpacing(8);
  side->body()->addWidget(m_settings);
  side->body()->addStretch(1);
  m_clear->setObjectName("playClear");
  m_clear->setAccessibleName(tr("New chat"));
  side->body()->addWidget(m_clear);

  auto makeSide = [this](const QString& title, QLabel* name, ChatPane* chat, const QString& copy_name) {
    auto* card = new Card(title, {});
    name->setTextFormat(Qt::PlainText);
    makeMuted(name);
    auto* copy = new QPushButton(tr("Copy answer"));
    copy->setObjectName(copy_name);
    copy->setAccessibleName(tr("Copy the last answer: %1").arg(title));
    theme::markFlat(copy);
    connect(copy, &QPushButton::clicked, this, [chat] { QApplication::clipboard()->setText(chat->lastAnswer()); });
    auto* row = new QHBoxLayout;
    row->addWidget(name, 1);
    row->addWidget(copy);
    name->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    card->body()->addLayout(row);
    card->body()->addWidget(chat, 1);
    return card;
  };
  auto* chats = new QHBoxLayout;
  chats->setSpacing(16);
  chats->addWidget(makeSide(tr("Base model"), m_base_title, m_base, "playCopyBase"), 1);
  chats->addWidget(makeSide(tr("With adapter"), m_adapter_title, m_adapter, "playCopyAdapter"), 1);
  m_verdict->setObjectName("playVerdict");
  m_verdict->setWordWrap(true);
  makeMuted(m_verdict);
  m_send->setObjectName("playSend");
  m_send->setAccessibleName(tr("Send the prompt"));
  m_send->setMinimumWidth(96);
  theme::markPrimary(m_send);
  m_stop_button->setObjectName("playStop");
  m_stop_button->setAccessibleName(tr("Stop the answers"));
  m_stop_button->setMinimumWidth(96);
  auto* buttons = new QVBoxLayout;
  buttons->setSpacing(4);
  buttons->addWidget(m_send);
  buttons->addWidget(m_stop_button);
  auto* ask = new QHBoxLayout;
  ask->setSpacing(8);
  ask->addWidget(m_prompt, 1);
  ask->addLayout(buttons);
  auto* main = new QVBoxLayout;
  main->setSpacing(8);
  main->addLayout(chats, 1);
  main->addWidget(m_verdict);
  main->addLayout(ask);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(16, 16, 16, 16);
  row->setSpacing(16);
  row->addWidget(side);
  row->addLayout(main, 1);

  m_prompt->installEventFilter(this);
  connect(m_send, &QPushButton::clicked, this, &PlaygroundPage::send);
  connect(m_stop_button, &QPushButton::clicked, this, &PlaygroundPage::stopAnswers);
  connect(m_clear, &QPushButton::clicked, this, &PlaygroundPage::clearChats);
  connect(m_prompt, &QPlainTextEdit::textChanged, this, &PlaygroundPage::refreshButtons);
  connect(m_settings, &ParamForm::changed, this, &PlaygroundPage::refreshButtons);
  connect(m_adapters, &QComboBox::activated, this, &PlaygroundPage::adapterChosen);
  connect(m_models, &QComboBox::activated, this, [this] {
    m_wanted_model = m_models->currentData().toString();
    clearChats();
    refreshButtons();
  });
  refreshChoices();
  refreshButtons();
}

PlaygroundPage::~PlaygroundPage() { m_stop.request_stop(); }

void PlaygroundPage::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  refreshChoices();
  m_prompt->setFocus();
}

void PlaygroundPage::refreshChoices() {
  fillRuns();
  inBackground(this, [engine = m_engine] { return engine->local_models(); }, [this](std::vector<ModelChoice> models) {
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
    refreshButtons();
  });
}

void PlaygroundPage::fillRuns() {
  const QSignalBlocker quiet(m_adapters);
  m_adapters->clear();
  m_adapters->addItem(tr("None: base model alone"), QString());
  for (const RunRow& run : m_engine->runs()) {
    const bool has_adapter = run.state == "finished" || run.state == "stopped";
    if (!has_adapter) continue;
    m_adapters->addItem(QStringLiteral("%1  –  %2").arg(QString::fromStdString(run.name.empty() ? run.id : run.name), QString::fromStdString(run.method)),
                        QString::fromStdString(run.id));
    m_adapters->setItemData(m_adapters->count() - 1, QString::fromStdString(run.model), Qt::UserRole + 1);
    if (run.config.quantization.is_string())
      m_adapters->setItemData(m_adapters->count() - 1, QString::fromStdString(run.config.quantization.get<std::string>()), Qt::UserRole + 2);
    m_adapters->setItemData(m_adapters->count() - 1, tr("Run %1 on %2").arg(QString::fromStdString(run.id), QString::fromStdString(run.model)), Qt::ToolTipRole);
  }
  if (!m_wanted_adapter.isEmpty() && m_adapters->findData(m_wanted_adapter) < 0) m_adapters->addItem(m_wanted_adapter, m_wanted_adapter);
  m_adapters->addItem(tr("Adapter folder…"), QStringLiteral("\nbrowse"));
  m_adapters->setCurrentIndex(std::max(0, m_adapters->findData(m_wanted_adapter)));
}

void PlaygroundPage::adapterChosen() {
  const QString chosen = m_adapters->currentData().toString();
  if (chosen == QLatin1String("\nbrowse")) return browseAdapter();
  m_wanted_adapter = chosen;
  const QString model = m_adapters->currentData(Qt::UserRole + 1).toString();
  if (!model.isEmpty() && model != m_wanted_model) {  // a run answers on the model it was trained on
    m_wanted_model = model;
    refreshChoices();
  }
  clearChats();
  refreshButtons();
}

void PlaygroundPage::browseAdapter() {
  const QString folder = QFileDialog::getExistingDirectory(this, tr("Folder with adapter_config.json"));
  if (!folder.isEmpty()) {
    m_wanted_adapter = folder;
    clearChats();
  }
  fillRuns();
  refreshButtons();
}

void PlaygroundPage::setModelAndAdapter(const QString& model, const QString& runId) {
  m_wanted_model = model;
  m_wanted_adapter = runId;
  clearChats();
  refreshChoices();
  refreshButtons();
}

void PlaygroundPage::clearChats() {
  stopAnswers();
  ++m_round;
  m_side = -1;
  m_base->clearChat();
  m_adapter->clearChat();
  m_verdict->clear();
  refreshButtons();
}

void PlaygroundPage::refreshButtons() {
  const bool can = !m_wanted_model.isEmpty() && !m_prompt->toPlainText().trimmed().isEmpty() && !isBusy() && m_settings->isValid();
  m_send->setEnabled(can);
  m_send->setToolTip(m_wanted_model.isEmpty()                              ? tr("Choose a base model first")
                     : m_prompt->toPlainText().trimmed().isEmpty()         ? tr("Write a prompt first")
                     : !m_settings->isValid()                              ? m_settings->problems().join('\n')
                                                                           : tr("Send (Enter)"));
  m_stop_button->setEnabled(isBusy());
  m_base_title->setText(m_models->currentText());
  m_base_title->setToolTip(m_wanted_model);
  m_adapter_title->setText(m_wanted_adapter.isEmpty() ? tr("no adapter chosen") : m_adapters->currentText());
  m_adapter_title->setToolTip(m_wanted_adapter);
  m_adapter->setEnabled(!m_wanted_adapter.isEmpty());
}

GenerateRequest PlaygroundPage::request(int side) const {
  const Json settings = generationSchema().complete(m_settings->value(), "generation").value();
  GenerateRequest out;
  out.model = m_wanted_model.toStdString();
  if (side == 1) out.adapters = {m_wanted_adapter.toStdString()};
  out.quantization = m_adapters->currentData(Qt::UserRole + 2).toString().toStdString();  // the same base on both sides, loaded once
  const QString system = m_system->toPlainText().trimmed();
  if (!system.isEmpty()) out.messages.push_back({"system", system.toStdString()});
  const auto& chat = pane(side)->messages();
  out.messages.insert(out.messages.end(), chat.begin(), chat.end() - 1);  // the open answer is not part of the question
  out.max_new_tokens = settings["max_new_tokens"];
  out.temperature = settings["temperature"];
  out.top_p = settings["top_p"];
  out.seed = settings["seed"].get<uint64_t>();
  return out;
}

void PlaygroundPage::send() {
  const QString prompt = m_prompt->toPlainText().trimmed();
  if (prompt.isEmpty() || isBusy() || m_wanted_model.isEmpty() || !m_settings->isValid()) return;
  m_prompt->clear();
  m_verdict->clear();
  m_stop = std::stop_source();
  m_base->ask(prompt);
  if (!m_wanted_adapter.isEmpty()) m_adapter->ask(prompt);
  answer(0);
}

void PlaygroundPage::answer(int side) {
  m_side = side;
  refreshButtons();
  const int round = m_round;
  const QPointer<PlaygroundPage> self(this);
  auto on_text = [self, side, round](const std::string& piece) {
    QMetaObject::invokeMethod(
        qApp,
        [self, side, round, text = QString::fromStdString(piece)] {
          if (self && self->m_round == round) self->pane(side)->addPiece(text);
        },
        Qt::QueuedConnection);
  };
  inBackground(
      this, [engine = m_engine, ask = request(side), on_text, stop = m_stop.get_token()] { return engine->generate(ask, on_text, stop); },
      [this, side, round](Result<GenerateResult> result) {
        if (round == m_round) answered(side, result);
      });
}

void PlaygroundPage::answered(int side, const Result<GenerateResult>& result) {
  if (!result) {
    const QString text = QString::fromStdString(result.error().text());
    const bool stopped = result.error().kind == ErrorKind::stopped;
    pane(side)->finish(stopped ? tr("stopped") : text, !stopped);
    if (!stopped) emit message(2, text);
  } else {
    const QString speed = tr("%1 tokens · %2 tokens/s").arg(result->ids.size()).arg(result->tokens_per_second, 0, 'f', 1);
    const QString why = result->finish == "length" ? tr("cut at the longest answer") : result->finish == "stopped" ? tr("stopped") : QString();
    pane(side)->finish(why.isEmpty() ? speed : QStringLiteral("%1 · %2").arg(speed, why));
  }
  const bool both = !m_wanted_adapter.isEmpty();
  if (side == 0 && both && !m_stop.stop_requested()) return answer(1);
  if (side == 0 && both) m_adapter->takeBack();  // stopped before its turn
  m_side = -1;
  if (side == 1 && result) {
    m_verdict->setText(m_base->lastAnswer() == m_adapter->lastAnswer() ? tr("Both answers are the same, word for word.")
                                                                       : tr("The adapter changed the answer."));
  }
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
