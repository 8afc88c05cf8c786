// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/setup_method_card.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include "ui/language.h"
#include "ui/pages/method_catalogue.h"
#include "ui/theme.h"
#include "ui/widgets/calm_combo.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/letters.h"
#include "ui/widgets/param_form.h"
#include "ui/widgets/path_edit.h"
#include "ui/widgets/side_by_side.h"
#include "ui/widgets/tones.h"

namespace paretune {
namespace {
const QChar kLineMark(0x21B5);  // a line break inside one prompt

QLabel* plainLabel(const QString& name, bool muted) {
  auto* label = new QLabel;
  label->setObjectName(name);
  label->setWordWrap(true);
  label->setTextFormat(Qt::PlainText);
  if (muted) makeMuted(label);
  return label;
}

// In one line; the first takes the spare width, or none does.
QWidget* inRow(std::initializer_list<QWidget*> widgets, bool first_grows) {
  auto* host = new QWidget;
  auto* row = new QHBoxLayout(host);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(12);
  for (QWidget* widget : widgets) row->addWidget(widget, first_grows && widget == *widgets.begin());
  if (!first_grows) row->addStretch(1);
  return host;
}
}  // namespace

MethodCard::MethodCard(std::shared_ptr<Engine> engine, QWidget* parent)
    : Card(tr("3  Method"), {}, parent), m_engine(std::move(engine)), m_methods(new MethodModel(m_engine->methods(), this)),
      m_filter(new MethodFilter(this)), m_list(new QListView), m_words(new QLineEdit), m_family(new CalmCombo), m_merges(new QCheckBox(tr("Merges"))),
      m_to_lora(new QCheckBox(tr("To LoRA"))), m_quantized(new QCheckBox(tr("Quantised base"))), m_title(plainLabel("methodTitle", false)),
      m_summary(plainLabel("methodSummary", false)), m_paper(new QLabel), m_own(plainLabel("methodOwn", true)), m_size(plainLabel("methodSize", true)),
      m_empty(plainLabel("methodEmpty", true)), m_badges(new FlowLayout), m_form(new ParamForm), m_training(new ParamForm),
      m_prompts(new QPlainTextEdit), m_init(new PathEdit(PathEdit::Kind::open_folder, tr("none: fresh values"))) {
  setObjectName("methodCard");
  m_filter->setSourceModel(m_methods);
  m_list->setObjectName("methodList");
  m_list->setAccessibleName(tr("Methods"));
  m_list->setModel(m_filter);
  m_list->setItemDelegate(new MethodDelegate(m_list));
  m_list->setUniformItemSizes(true);
  m_list->setMouseTracking(true);
  m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
  m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  m_list->setMinimumWidth(letters(this, 50));
  m_list->setMinimumHeight(fontMetrics().height() * 25);
  m_words->setObjectName("methodFilter");
  m_words->setAccessibleName(tr("Filter methods"));
  m_words->setPlaceholderText(tr("Search %1 methods").arg(m_methods->rowCount()));
  m_words->setClearButtonEnabled(true);
  m_family->setObjectName("methodFamily");
  m_family->setAccessibleName(tr("Family"));
  m_family->addItem(tr("All families"), QString());
  for (const QString& family : m_methods->families()) m_family->addItem(MethodModel::familyTitle(family), family);
  m_merges->setObjectName("needMerges");
  m_merges->setToolTip(tr("Only methods whose adapter can be merged into the weights"));
  m_to_lora->setObjectName("needToLora");
  m_to_lora->setToolTip(tr("Only methods whose adapter converts to plain LoRA"));
  m_quantized->setObjectName("needQuantized");
  m_quantized->setToolTip(tr("Only methods that work on a quantised base model"));
  m_empty->setText(tr("No method matches. Clear the search or a filter."));
  m_empty->hide();
  auto* words = inRow({m_words, m_family}, true);
  auto* filters = new SideBySide(words, inRow({m_merges, m_to_lora, m_quantized}, false), words, 12);

  m_title->setFont(scaledFont(font(), 1.15, QFont::DemiBold));
  m_paper->setOpenExternalLinks(true);
  m_paper->setTextInteractionFlags(Qt::TextBrowserInteraction);
  m_paper->setObjectName("methodPaper");
  m_title->setWordWrap(false);
  m_badges->addWidget(m_title);
  m_form->setObjectName("peftForm");
  auto* detail = new QWidget;
  auto* column = new QVBoxLayout(detail);
  column->setContentsMargins(8, 4, 0, 0);
  column->setSpacing(6);
  column->addLayout(m_badges);
  column->addWidget(m_summary);
  column->addWidget(m_size);
  column->addWidget(m_own);
  column->addWidget(m_paper);
  column->addSpacing(4);
  column->addWidget(m_form);
  column->addStretch(1);
  auto* left = new QWidget;
  auto* left_column = new QVBoxLayout(left);
  left_column->setContentsMargins(0, 0, 0, 0);
  left_column->setSpacing(8);
  left_column->addWidget(m_list, 1);
  left_column->addWidget(m_empty);

  m_training->setObjectName("trainingForm");
  m_training->setSchema(training_schema(), {},
                        {"max_steps", "num_train_epochs", "learning_rate", "per_device_train_batch_size", "gradient_accumulation_steps", "optim",
                         "lr_scheduler_type", "warmup_ratio", "eval_steps"});
  auto* training_box = new QWidget;
  auto* training_column = new QVBoxLayout(training_box);
  training_column->setContentsMargins(0, 0, 0, 0);
  training_column->setSpacing(8);
  training_column->addLayout(makePresets());
  training_column->addWidget(m_training);
  m_training_fold = new Fold(tr("Training"), training_box, true);
  auto* prompt_box = new QWidget;
  auto* prompt_column = new QVBoxLayout(prompt_box);
  prompt_column->setContentsMargins(0, 0, 0, 0);
  prompt_column->setSpacing(8);
  m_prompts->setObjectName("samplePrompts");
  m_prompts->setAccessibleName(tr("Sample prompts"));
  m_prompts->setPlaceholderText(tr("One prompt per line (↵ stands for a line break). The base model and every checkpoint answer them, side by side."));
  m_prompts->setTabChangesFocus(true);
  m_prompts->setFixedHeight(fontMetrics().height() * 4 + 20);
  m_init->line()->setObjectName("initAdapter");
  m_init->line()->setAccessibleName(tr("Start from an adapter"));
  m_init->button()->setObjectName("initAdapterBrowse");
  m_init->button()->setAccessibleName(tr("Browse for an adapter folder"));
  auto* init_label = new QLabel(tr("Start from an adapter (PEFT folder)"));
  init_label->setBuddy(m_init->line());
  prompt_column->addWidget(m_prompts);
  prompt_column->addWidget(init_label);
  prompt_column->addWidget(m_init);
  m_prompt_fold = new Fold(tr("Sample prompts and starting values"), prompt_box, false);

  body()->addWidget(filters);
  body()->addWidget(new SideBySide(left, detail, detail));
  body()->addSpacing(8);
  body()->addWidget(m_training_fold);
  body()->addWidget(m_prompt_fold);
  setState(State::missing, tr("not chosen"));

  connect(m_words, &QLineEdit::textChanged, this, &MethodCard::refilter);
  connect(m_family, &QComboBox::currentIndexChanged, this, &MethodCard::refilter);
  for (QCheckBox* box : {m_merges, m_to_lora, m_quantized}) {
    box->setAccessibleName(box->text());
    connect(box, &QCheckBox::toggled, this, &MethodCard::refilter);
  }
  connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &MethodCard::chooseRow);
  connect(m_list, &QListView::clicked, this, &MethodCard::chooseRow);
  for (ParamForm* form : {m_form, m_training}) {
    connect(form, &ParamForm::changed, this, [this] {
      refreshSummaries();
      emit changed();
    });
  }
  connect(m_prompts, &QPlainTextEdit::textChanged, this, [this] {
    refreshSummaries();
    emit changed();
  });
  connect(m_init, &PathEdit::pathChanged, this, &MethodCard::changed);
  setPeft({{"peft_type", m_methods->rowOf("LORA") >= 0 || m_methods->rowCount() == 0 ? "LORA" : m_methods->at(0)->peft_type}});
  refreshSummaries();
}

// Presets change a few training settings and leave the rest.
QLayout* MethodCard::makePresets() {
  struct Preset {
    const char* name;
    QString title, hint;
    Json change;
  };
  const Preset presets[] = {
      {"presetQuick", tr("Quick look"), tr("30 steps: does it learn at all?"), {{"max_steps", 30}, {"eval_steps", 10}}},
      {"presetOnePass", tr("One pass"), tr("Every row once"), {{"max_steps", nullptr}, {"num_train_epochs", 1.0}, {"eval_steps", 50}}},
      {"presetThreePasses", tr("Three passes"), tr("Every row three times"), {{"max_steps", nullptr}, {"num_train_epochs", 3.0}, {"eval_steps", 100}}},
      {"presetMemory", tr("Least memory"), tr("One row at a time, the same step size, activations recomputed, 8-bit optimiser state"),
       {{"gradient_checkpointing", true}, {"optim", "adamw_8bit"}, {"per_device_train_batch_size", 1}}},
  };
  auto* row = new FlowLayout(nullptr, 8);
  auto* label = new QLabel(tr("Presets"));
  makeMuted(label);
  row->addWidget(label);
  for (const Preset& preset : presets) {
    auto* button = new QPushButton(preset.title);
    button->setObjectName(preset.name);
    button->setAccessibleName(tr("Preset: %1").arg(preset.title));
    button->setToolTip(preset.hint);
    row->addWidget(button);
    connect(button, &QPushButton::clicked, this, [this, change = preset.change] { applyPreset(change); });
  }
  return row;
}

void MethodCard::applyPreset(const Json& change) {
  Json given = m_training->value();
  if (change.contains("per_device_train_batch_size")) {  // the step keeps its rows
    const Json whole = training_schema().complete(given, "training").ok() ? training_schema().complete(given, "training").value() : training_schema().defaults();
    given["gradient_accumulation_steps"] = whole["per_device_train_batch_size"].get<int64_t>() * whole["gradient_accumulation_steps"].get<int64_t>();
  }
  for (const auto& [key, value] : change.items()) {
    if (value.is_null())
      given.erase(key);
    else
      given[key] = value;
  }
  setTraining(given);
  emit changed();
}

const MethodInfo* MethodCard::method() const { return m_methods->at(m_methods->rowOf(m_type)); }

// A filter never changes the choice; it only hides it.
void MethodCard::refilter() {
  m_filtering = true;
  m_filter->setWords(m_words->text());
  m_filter->setFamily(m_family->currentData().toString());
  m_filter->setNeeds(m_merges->isChecked(), m_to_lora->isChecked(), m_quantized->isChecked());
  showChoice();
  m_filtering = false;
  m_empty->setVisible(m_filter->rowCount() == 0);
}

void MethodCard::showChoice() {
  const QModelIndex index = m_filter->mapFromSource(m_methods->index(m_methods->rowOf(m_type)));
  const bool before = m_filtering;
  m_filtering = true;
  m_list->selectionModel()->setCurrentIndex(index, index.isValid() ? QItemSelectionModel::ClearAndSelect : QItemSelectionModel::Clear);
  m_filtering = before;
  if (index.isValid()) m_list->scrollTo(index);
}

void MethodCard::chooseRow() {
  const QModelIndex index = m_list->currentIndex();
  const QString type = index.data(MethodModel::type_role).toString();
  if (m_filtering || !index.isValid() || type == m_type) return;
  if (!m_type.isEmpty()) m_given[m_type] = m_form->value();
  m_type = type;
  showMethod(*method());
  m_form->setValue(m_given.value(type, method()->start));
  refreshSummaries();
  emit changed();
}

void MethodCard::showMethod(const MethodInfo& method) {
  m_title->setText(QString::fromStdString(method.title));
  m_summary->setText(language::engineText(method.summary));
  const QString paper = QString::fromStdString(method.paper);
  const bool link = paper.startsWith(QLatin1String("https://"));
  m_paper->setText(link ? QStringLiteral("<a href=\"%1\">%2</a>").arg(paper.toHtmlEscaped(), tr("Paper: %1").arg(paper.mid(8).toHtmlEscaped())) : paper.toHtmlEscaped());
  m_paper->setVisible(!paper.isEmpty());
  while (QLayoutItem* item = m_badges->takeAt(1)) {
    delete item->widget();
    delete item;
  }
  for (const QString& badge : MethodModel::badges(method)) m_badges->addWidget(new Badge(badge));
  showResults();
  m_size->clear();
  m_size->hide();
  m_form->setSchema(method.schema, {"peft_type"});
  setState(State::ready, QString::fromStdString(method.title));
  setProblem({});
}

void MethodCard::showEvent(QShowEvent* event) {
  Card::showEvent(event);
  readOwnRuns();
}

Json MethodCard::peft() const {
  if (m_type.isEmpty()) return {};
  Json out = m_form->value();
  out["peft_type"] = m_type.toStdString();
  return out;
}

Json MethodCard::training() const { return m_training->value(); }

QStringList MethodCard::prompts() const {
  QStringList out;
  for (QString line : m_prompts->toPlainText().split('\n')) {
    if (!line.trimmed().isEmpty()) out << line.replace(kLineMark, '\n');
  }
  return out;
}

QString MethodCard::initAdapter() const { return m_init->path(); }

void MethodCard::setPeft(const Json& peft) {
  const QString type = QString::fromStdString(peft.is_object() ? peft.value("peft_type", std::string("LORA")) : std::string("LORA"));
  Json given = peft.is_object() ? peft : Json::object();
  given.erase("peft_type");
  const int row = m_methods->rowOf(type);
  if (row < 0) {
    m_type.clear();
    setState(State::problem, tr("not known"));
    setProblem(tr("The method “%1” is not in the catalogue. Choose another one.").arg(type));
    return;
  }
  // A run may carry PEFT's bookkeeping (task_type, revision ...), which the engine writes by itself.
  for (auto it = given.begin(); it != given.end();) {
    if (m_methods->at(row)->schema.find(it.key())) ++it;
    else it = given.erase(it);
  }
  if (!m_type.isEmpty() && m_type != type) m_given[m_type] = m_form->value();
  if (m_type != type) {
    m_type = type;
    showMethod(*method());
  }
  m_form->setValue(given);
  showChoice();
  refreshSummaries();
}

void MethodCard::setTraining(const Json& training) {
  m_training->setValue(training);
  refreshSummaries();
}

void MethodCard::setPrompts(const QStringList& prompts) {
  QStringList lines;
  for (QString prompt : prompts) lines << prompt.replace('\n', kLineMark);
  const QSignalBlocker quiet(m_prompts);
  m_prompts->setPlainText(lines.join('\n'));
  refreshSummaries();
}

void MethodCard::setInitAdapter(const QString& path) {
  m_init->setPath(path);
  if (!path.isEmpty()) m_prompt_fold->setOpen(true);
}

bool MethodCard::isValid() const { return !m_type.isEmpty() && m_form->isValid() && m_training->isValid(); }

bool MethodCard::showProblem(const QString& section, const QString& key, const QString& text) {
  ParamForm* form = section == QLatin1String("training") ? m_training : m_form;
  if (form->showProblem(key, text)) {
    if (form == m_training) m_training_fold->setOpen(true);
    return true;
  }
  setProblem(text);
  return true;
}

void MethodCard::clearProblems() {
  m_form->clearProblems();
  m_training->clearProblems();
  if (!m_type.isEmpty()) setProblem({});
}

bool MethodCard::applySetting(const QString& key, const Json& value) {
  for (ParamForm* form : {m_training, m_form}) {
    if (!form->schema().find(key.toStdString())) continue;
    Json given = form->value();
    given[key.toStdString()] = value;
    form->setValue(given);
    refreshSummaries();
    emit changed();
    return true;
  }
  return false;
}

void MethodCard::setSize(const QString& text) {
  m_size->setText(text);
  m_size->setVisible(!text.isEmpty());
}

void MethodCard::focusChoice() { m_list->setFocus(); }

void MethodCard::refreshSummaries() {
  m_training_fold->setSummary(m_training->summary());
  const auto count = prompts().size();
  m_prompt_fold->setSummary(count == 0 ? tr("no prompts") : count == 1 ? tr("1 prompt") : tr("%1 prompts").arg(count));
}

}  // namespace paretune
