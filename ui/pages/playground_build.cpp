// SPDX-License-Identifier: GPL-3.0-or-later
// The parts of the playground: who answers, and what is kept.
#include <QCheckBox>
#include <QComboBox>
#include <QDateTime>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/pages/chat_pane.h"
#include "ui/pages/mix_panel.h"
#include "ui/pages/play_column.h"
#include "ui/pages/playground_page.h"
#include "ui/theme.h"
#include "ui/widgets/calm_combo.h"
#include "ui/widgets/card.h"
#include "ui/widgets/letters.h"
#include "ui/widgets/param_form.h"
#include "ui/widgets/tones.h"

namespace paretune {
namespace {

const QString kBrowse = QStringLiteral("\nbrowse");

const ParamSchema& generationSchema() {
  static const ParamSchema schema{{
      {"temperature", ParamType::number, 0.0, "0 takes the likeliest token every time; higher is freer.", 0.0, 5.0},
      {"top_p", ParamType::number, 1.0, "Only the likeliest tokens that together reach this share.", 0.01, 1.0},
      {"top_k", ParamType::integer, 0, "Only so many of the likeliest tokens; 0: all.", 0.0, 1000000.0},
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
    : QWidget(parent),
      m_engine(std::move(engine)),
      m_store(QDir(QString::fromStdString(m_engine->home())).filePath(QStringLiteral("playground.json"))),
      m_models(new CalmCombo),
      m_adapters(new CalmCombo),
      m_chats(new CalmCombo),
      m_system(textBox("playSystem", tr("System prompt"), tr("System prompt (optional)"), 3)),
      m_prompt(textBox("playPrompt", tr("Prompt"), tr("Ask all. Enter sends, Shift+Enter breaks the line."), 3)),
      m_settings(new ParamForm),
      m_mix(new MixPanel),
      m_probabilities(new QCheckBox(tr("Show how sure each token was"))),
      m_scroll(new QScrollArea),
      m_verdict(new QLabel),
      m_legend(new QLabel),
      m_send(new QPushButton(tr("Send"))),
      m_stop_button(new QPushButton(tr("Stop"))),
      m_clear(new QPushButton(tr("New chat"))),
      m_mix_button(new QPushButton) {
  setObjectName("playgroundPage");
  auto* columns = new QWidget;
  m_row = new QHBoxLayout(columns);
  m_row->setContentsMargins(0, 0, 0, 0);
  m_row->setSpacing(16);
  m_scroll->setObjectName("playColumns");
  m_scroll->setWidget(columns);
  m_scroll->setWidgetResizable(true);
  m_scroll->setFrameShape(QFrame::NoFrame);
  m_scroll->viewport()->setAutoFillBackground(false);
  columns->setAutoFillBackground(false);
  insertColumn(new PlayColumn(PlayColumn::Kind::base, 0));

  m_verdict->setObjectName("playVerdict");
  makeMuted(m_verdict);
  m_legend->setObjectName("playLegend");
  m_legend->setText(tr("Dotted: below 50 %. Wavy and bold: below 10 %. Point at a token for the others."));
  makeMuted(m_legend);
  m_legend->hide();
  auto* told = new QHBoxLayout;
  told->addWidget(m_verdict, 1);
  told->addWidget(m_legend);
  m_send->setObjectName("playSend");
  m_send->setAccessibleName(tr("Send"));
  theme::markPrimary(m_send);
  m_stop_button->setObjectName("playStop");
  m_stop_button->setAccessibleName(tr("Stop"));
  auto* buttons = new QVBoxLayout;
  buttons->addWidget(m_send);
  buttons->addWidget(m_stop_button);
  auto* ask = new QHBoxLayout;
  ask->setSpacing(8);
  ask->addWidget(m_prompt, 1);
  ask->addLayout(buttons);
  auto* main = new QVBoxLayout;
  main->setSpacing(8);
  main->addWidget(m_scroll, 1);
  main->addLayout(told);
  main->addLayout(ask);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(16, 16, 16, 16);
  row->setSpacing(16);
  row->addWidget(buildSide());
  row->addLayout(main, 1);

  m_prompt->installEventFilter(this);
  connect(m_send, &QPushButton::clicked, this, &PlaygroundPage::send);
  connect(m_stop_button, &QPushButton::clicked, this, &PlaygroundPage::stopAnswers);
  connect(m_clear, &QPushButton::clicked, this, &PlaygroundPage::clearChats);
  connect(m_prompt, &QPlainTextEdit::textChanged, this, &PlaygroundPage::refreshButtons);
  connect(m_settings, &ParamForm::changed, this, &PlaygroundPage::refreshButtons);
  connect(m_adapters, &QComboBox::activated, this, &PlaygroundPage::adapterChosen);
  connect(m_chats, &QComboBox::activated, this, &PlaygroundPage::openChat);
  connect(m_mix, &MixPanel::changed, this, &PlaygroundPage::mixEdited);
  connect(m_mix_button, &QPushButton::clicked, this, &PlaygroundPage::toggleMix);
  connect(m_probabilities, &QCheckBox::toggled, this, [this](bool on) {
    for (auto* column : m_columns) column->chat()->setProbabilities(on);
    m_legend->setVisible(on);
  });
  connect(m_models, &QComboBox::activated, this, [this] {
    m_wanted_model = m_models->currentData().toString();
    removeAdapters();
    clearChats();
    fillRuns();
    refreshButtons();
  });
  refreshButtons();  // the choices are read when the page is shown
}

QWidget* PlaygroundPage::buildSide() {
  for (auto [combo, name, title] :
       {std::tuple{m_models, "playModel", tr("Base model")}, std::tuple{m_adapters, "playRun", tr("Add a trained adapter")},
        std::tuple{m_chats, "playChats", tr("Earlier chats")}}) {
    combo->setObjectName(name);
    combo->setAccessibleName(title);
    combo->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    combo->setMinimumContentsLength(12);
  }
  m_settings->setObjectName("playSettings");
  m_settings->setSchema(generationSchema(), {}, {"temperature", "top_p", "top_k", "max_new_tokens", "seed"}, 2);
  m_mix_button->setObjectName("playMix");
  m_probabilities->setObjectName("playProbabilities");
  m_clear->setObjectName("playClear");
  m_clear->setAccessibleName(tr("New chat"));
  auto* side = new Card(tr("Playground"), tr("The same prompt goes to all, with the same settings and seed."));
  auto addField = [&](const QString& title, QWidget* field) {
    auto* label = new QLabel(title);
    label->setBuddy(field);
    side->body()->addWidget(label);
    side->body()->addWidget(field);
  };
  addField(tr("Base model"), m_models);
  addField(tr("Beside it"), m_adapters);
  auto* mix = new QWidget;
  auto* mix_column = new QVBoxLayout(mix);
  mix_column->setContentsMargins(0, 0, 0, 0);
  mix_column->setSpacing(8);
  mix_column->addWidget(m_mix);
  mix_column->addWidget(m_mix_button);
  auto* fold = new Fold(tr("Mix LoRA adapters"), mix);
  fold->setObjectName("playMixFold");
  side->body()->addWidget(fold);
  addField(tr("System prompt"), m_system);
  side->body()->addSpacing(4);
  side->body()->addWidget(m_settings);
  side->body()->addWidget(m_probabilities);
  side->body()->addStretch(1);
  addField(tr("Earlier chats"), m_chats);
  side->body()->addWidget(m_clear);
  auto* scroll = new QScrollArea;
  scroll->setObjectName("playSide");
  scroll->setWidget(side);
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll->viewport()->setAutoFillBackground(false);
  scroll->setFixedWidth(std::max(letters(this, 63), side->minimumSizeHint().width() + 12));
  return scroll;
}

PlaygroundPage::RunChoice PlaygroundPage::choiceOf(const RunRow& run) {
  RunChoice choice{QString::fromStdString(run.id), QString::fromStdString(run.name.empty() ? run.id : run.name), QString::fromStdString(run.model),
                   QString::fromStdString(run.method), {}};
  if (run.config.quantization.is_string()) choice.quantization = QString::fromStdString(run.config.quantization.get<std::string>());
  return choice;
}

void PlaygroundPage::fillRuns() {
  std::vector<MixPanel::Choice> loras;
  const QSignalBlocker quiet(m_adapters);
  m_adapters->clear();
  m_adapters->addItem(tr("Add a trained adapter…"), QString());
  for (const RunChoice& choice : m_runs) {
    m_adapters->addItem(QStringLiteral("%1  –  %2").arg(choice.name, choice.method), choice.id);
    m_adapters->setItemData(m_adapters->count() - 1, tr("Run %1 on %2").arg(choice.id, choice.model), Qt::ToolTipRole);
    if (choice.method == QLatin1String("LORA") && choice.model == m_wanted_model) loras.push_back({choice.id, choice.name});
  }
  m_adapters->addItem(tr("Adapter folder…"), kBrowse);
  m_adapters->setCurrentIndex(0);
  m_mix->setChoices(loras);
}

void PlaygroundPage::adapterChosen() {
  const QString chosen = m_adapters->currentData().toString();
  m_adapters->setCurrentIndex(0);
  if (chosen == kBrowse) return browseAdapter();
  const auto run = std::find_if(m_runs.begin(), m_runs.end(), [&](const RunChoice& each) { return each.id == chosen; });
  if (run == m_runs.end() || isBusy()) return;
  const RunChoice choice = *run;
  if (!choice.model.isEmpty() && choice.model != m_wanted_model) {  // a run answers on the model it was trained on
    removeAdapters();
    clearChats();
    m_wanted_model = choice.model;
    refreshChoices();
  }
  addColumn(choice.id, choice.name, choice.quantization);
}

void PlaygroundPage::browseAdapter() {
  const QString folder = QFileDialog::getExistingDirectory(this, tr("Folder with adapter_config.json"));
  if (!folder.isEmpty() && !isBusy()) addColumn(folder, QFileInfo(folder).fileName(), {});
}

PlayColumn* PlaygroundPage::insertColumn(PlayColumn* column) {
  column->chat()->setProbabilities(m_probabilities->isChecked());
  connect(column, &PlayColumn::closed, this, [this, column] { removeColumn(column); });
  m_row->addWidget(column, 1);
  m_columns.push_back(column);
  return column;
}

PlayColumn* PlaygroundPage::addColumn(const QString& adapter, const QString& name, const QString& quantization) {
  for (auto* column : m_columns)
    if (column->adapter() == adapter && column->kind() == PlayColumn::Kind::adapter) return column;  // there already
  const auto adapters = std::count_if(m_columns.begin(), m_columns.end(), [](PlayColumn* each) { return each->kind() == PlayColumn::Kind::adapter; });
  auto* column = insertColumn(new PlayColumn(PlayColumn::Kind::adapter, int(adapters) + 1));
  column->setAdapter(adapter, name, quantization);
  refreshButtons();
  QMetaObject::invokeMethod(
      m_scroll, [this] { m_scroll->horizontalScrollBar()->setValue(m_scroll->horizontalScrollBar()->maximum()); }, Qt::QueuedConnection);
  return column;
}

void PlaygroundPage::removeColumn(PlayColumn* column) {
  if (isBusy()) return emit message(1, tr("Stop the answers first."));
  std::erase(m_columns, column);
  column->hide();
  column->setObjectName({});
  column->chat()->setObjectName({});  // a later one may take its name before it is gone
  column->deleteLater();
  refreshButtons();
}

void PlaygroundPage::removeAdapters() {
  stopAnswers();
  ++m_round;
  m_side = -1;
  while (m_columns.size() > 1) removeColumn(m_columns.back());
}

PlayColumn* PlaygroundPage::mixColumn() const {
  const auto found = std::find_if(m_columns.begin(), m_columns.end(), [](PlayColumn* each) { return each->kind() == PlayColumn::Kind::mix; });
  return found == m_columns.end() ? nullptr : *found;
}

void PlaygroundPage::toggleMix() {
  if (auto* column = mixColumn()) return removeColumn(column);
  m_mix_stale = true;
  insertColumn(new PlayColumn(PlayColumn::Kind::mix, 0))->setName(m_mix->summary(), {});
  refreshButtons();
}

void PlaygroundPage::mixEdited() {
  m_mix_stale = true;
  if (auto* column = mixColumn()) column->setName(m_mix->summary(), tr("Combined anew when the next prompt is sent"));
  refreshButtons();
}

void PlaygroundPage::keepChat() {
  if (m_columns.empty() || m_columns.front()->chat()->messages().empty()) return;
  if (m_chat_id.isEmpty()) m_chat_id = QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs);
  KeptChat chat{m_chat_id, m_wanted_model, m_system->toPlainText(), {}};
  for (const auto* column : m_columns) {
    const bool mix = column->kind() == PlayColumn::Kind::mix;  // its folder goes, its answers stay
    chat.sides.push_back(
        {mix ? QString() : column->adapter(), column->kind() == PlayColumn::Kind::base ? QString() : column->name(), column->chat()->messages()});
  }
  QString problem;
  m_store.keep(chat, problem);
  if (!problem.isEmpty()) emit message(2, problem);
  fillChats();
}

void PlaygroundPage::fillChats() {
  QString problem;
  m_kept = m_store.read(problem);
  if (!problem.isEmpty()) emit message(1, problem);
  const QSignalBlocker quiet(m_chats);
  m_chats->clear();
  m_chats->addItem(m_kept.empty() ? tr("None yet") : tr("Open an earlier chat…"));
  for (const auto& chat : m_kept) m_chats->addItem(chat.title());
  if (!m_chat_id.isEmpty()) m_chats->addItem(tr("Delete this chat"));
  m_chats->setEnabled(!m_kept.empty());
}

void PlaygroundPage::openChat(int index) {
  m_chats->setCurrentIndex(0);
  if (index <= 0 || isBusy()) return;
  if (size_t(index) > m_kept.size()) {
    QString problem;
    if (!m_store.remove(m_chat_id, problem)) emit message(2, problem);
    clearChats();
    return fillChats();
  }
  const KeptChat chat = m_kept[size_t(index) - 1];
  removeAdapters();
  clearChats();
  m_wanted_model = chat.model;
  m_system->setPlainText(chat.system);
  for (std::size_t i = 0; i < chat.sides.size(); ++i) {
    const auto& side = chat.sides[i];
    if (i == 0) {
      m_columns.front()->chat()->setMessages(side.messages);
    } else if (!side.adapter.isEmpty()) {
      addColumn(side.adapter, side.name, {})->chat()->setMessages(side.messages);
    } else {  // a mix: its sliders are not kept, its answers are
      auto* column = insertColumn(new PlayColumn(PlayColumn::Kind::mix, 0));
      column->setName(side.name, {});
      column->chat()->setMessages(side.messages);
      m_mix_stale = true;
    }
  }
  m_chat_id = chat.id;
  refreshChoices();
  refreshButtons();
}

void PlaygroundPage::refreshButtons() {
  const bool mix_lacks = mixColumn() && m_mix_stale && m_mix->chosenCount() < 2;
  const bool empty = m_prompt->toPlainText().trimmed().isEmpty();
  m_send->setEnabled(!m_wanted_model.isEmpty() && !empty && !isBusy() && m_settings->isValid() && !mix_lacks);
  m_send->setToolTip(m_wanted_model.isEmpty() ? tr("Choose a base model first")
                     : empty                  ? tr("Write a prompt first")
                     : !m_settings->isValid() ? m_settings->problems().join('\n')
                     : mix_lacks              ? tr("Choose two adapters or more for the mix, or take its side away")
                                              : tr("Send (Enter)"));
  m_stop_button->setEnabled(isBusy());
  m_columns.front()->setName(m_models->currentText(), m_wanted_model);
  m_mix_button->setText(mixColumn() ? tr("Take the mix away") : tr("Add the mix beside them"));
  m_mix_button->setEnabled(mixColumn() || m_mix->chosenCount() >= 2);
  m_mix_button->setToolTip(m_mix_button->isEnabled() ? QString() : tr("Choose two adapters or more"));
}

}  // namespace paretune
