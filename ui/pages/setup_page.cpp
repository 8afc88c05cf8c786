// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/setup_page.h"

#include <QApplication>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QTimer>
#include <QUndoStack>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/bridge/background.h"
#include "ui/bridge/measurement.h"
#include "ui/bridge/recent.h"
#include "ui/language.h"
#include "ui/pages/setup_data_card.h"
#include "ui/pages/setup_history.h"
#include "ui/pages/setup_method_card.h"
#include "ui/pages/setup_model_card.h"
#include "ui/pages/setup_plan_pane.h"
#include "ui/widgets/letters.h"
#include "ui/widgets/tones.h"

namespace paretune {
namespace {

// Training settings a new page starts with; each shows as changed and can be taken back to HF's default.
Json startingTraining() {
  return {{"num_train_epochs", 1.0}, {"learning_rate", 2e-4}, {"lr_scheduler_type", "cosine"}, {"warmup_ratio", 0.03}, {"eval_steps", 50}};
}

QString sentence(const Error& error) {
  QString text = language::errorText(error.message);
  if (!text.isEmpty()) text[0] = text[0].toUpper();
  if (!error.remedy.empty()) text += QStringLiteral("\n") + language::errorText(error.remedy);
  return text;
}

}  // namespace

SetupPage::SetupPage(std::shared_ptr<Engine> engine, QWidget* parent)
    : QWidget(parent), m_engine(std::move(engine)), m_wait(new QTimer(this)), m_scroll(new QScrollArea), m_model(new ModelCard(m_engine)),
      m_data(new DataCard(m_engine)), m_method(new MethodCard(m_engine)), m_plan(new PlanPane), m_history(new SetupHistory(this)),
      m_measurement(new Measurement(m_engine, this)) {
  setObjectName("setupPage");
  auto* cards = new QWidget;
  auto* column = new QVBoxLayout(cards);
  column->setContentsMargins(16, 16, 8, 16);
  column->setSpacing(16);
  column->addWidget(m_model);
  column->addWidget(m_data);
  column->addWidget(m_method);
  column->addStretch(1);
  m_scroll->setObjectName("setupScroll");
  m_scroll->setWidget(cards);
  m_scroll->setWidgetResizable(true);
  m_scroll->setFrameShape(QFrame::NoFrame);
  m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  m_plan->setMaximumWidth(letters(this, 55));
  auto* side = new QVBoxLayout;
  side->setContentsMargins(8, 16, 16, 16);
  side->addWidget(m_plan, 1);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(0);
  row->addWidget(m_scroll, 5);
  row->addLayout(side, 2);
  m_wait->setSingleShot(true);
  m_wait->setInterval(300);
  m_method->setTraining(startingTraining());

  connect(m_wait, &QTimer::timeout, this, &SetupPage::refreshPlan);
  connect(m_model, &ModelCard::refChanged, this, [this] {
    m_data->setModel(m_model->ref());
    edited();
  });
  connect(m_model, &ModelCard::inspected, this, [this] {
    if (m_recent && m_model->info()) m_recent->add(Recent::kModel, m_model->ref());
    edited();
  });
  connect(m_model, &ModelCard::quantizationChanged, this, &SetupPage::edited);
  connect(m_data, &DataCard::changed, this, &SetupPage::edited);
  connect(m_data, &DataCard::previewed, this, [this] {
    if (m_recent && m_data->preview()) m_recent->add(Recent::kData, m_data->path());
    edited();
  });
  connect(m_method, &MethodCard::changed, this, &SetupPage::edited);
  connect(m_plan->startButton(), &QPushButton::clicked, this, &SetupPage::start);
  connect(m_plan->demoButton(), &QPushButton::clicked, this, &SetupPage::useDemo);
  m_plan->setApplicable([this](const QString& text) { return !changeIn(text).empty(); });
  connect(m_plan, &PlanPane::measureClicked, this, &SetupPage::measure);
  connect(m_measurement, &Measurement::progressed, m_plan, &PlanPane::setMeasuring);
  connect(m_measurement, &Measurement::measured, this, &SetupPage::showPlan);
  connect(m_measurement, &Measurement::failed, this, [this](const QString& why) { emit message(2, why); });
  connect(m_plan, &PlanPane::suggestionChosen, this, &SetupPage::applySuggestion);
  connect(m_plan, &PlanPane::compareClicked, this, &SetupPage::tournamentRequested);
  connect(m_plan, &PlanPane::nameChanged, this, &SetupPage::note);
  connect(m_history, &SetupHistory::restored, this, &SetupPage::restore);
  connect(qApp, &QApplication::focusChanged, this, [this](QWidget*, QWidget* now) { watchField(now); });
  m_history->start(runFile());
  edited();
}

// The focus moves once more while its fields go.
SetupPage::~SetupPage() { disconnect(qApp, nullptr, this, nullptr); }

void SetupPage::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  m_wait->start();  // free memory may have changed meanwhile
}

void SetupPage::useDemo() {
  inBackground(this, [engine = m_engine] { return engine->demo_config(); }, [this](Result<RunConfig> config) {
    if (config)
      setConfig(*config);
    else
      emit message(2, language::errorText(config.error().text()));
  });
}

void SetupPage::setConfig(const RunConfig& config) {
  const bool untouched = m_history->stack()->count() == 0 && m_model->ref().isEmpty() && m_data->path().isEmpty();
  m_loading = true;
  m_plan->setRunName(QString::fromStdString(config.name));
  m_model->setRef(QString::fromStdString(config.model));
  m_model->setQuantization(config.quantization);
  m_data->setValue(config.data);
  m_data->setModel(m_model->ref());
  m_method->setPeft(config.peft);
  m_method->setTraining(config.training);
  QStringList prompts;
  for (const auto& prompt : config.sample_prompts) prompts << QString::fromStdString(prompt);
  m_method->setPrompts(prompts);
  m_method->setInitAdapter(QString::fromStdString(config.init_adapter));
  m_loading = false;
  if (untouched) m_history->start(runFile());  // filling an empty page is nothing to take back
  edited();
}

void SetupPage::restore(const Json& run_file) {
  const Json now = runFile();
  const auto wanted = [&](const char* key) { return run_file.is_object() ? run_file.value(key, Json()) : Json(); };
  const auto differs = [&](const char* key) { return now.value(key, Json()) != wanted(key); };
  const auto text = [&](const char* key) { return wanted(key).is_string() ? QString::fromStdString(wanted(key).get<std::string>()) : QString(); };
  m_loading = true;
  if (differs("name")) m_plan->setRunName(text("name"));
  if (differs("model")) m_model->setRef(text("model"));
  if (differs("quantization")) m_model->setQuantization(wanted("quantization"));
  if (differs("data")) m_data->setValue(wanted("data"));
  m_data->setModel(m_model->ref());
  if (differs("peft")) m_method->setPeft(wanted("peft"));
  if (differs("training")) m_method->setTraining(wanted("training"));
  if (differs("sample_prompts")) {
    QStringList prompts;
    for (const Json& prompt : wanted("sample_prompts"))
      if (prompt.is_string()) prompts << QString::fromStdString(prompt.get<std::string>());
    m_method->setPrompts(prompts);
  }
  if (differs("init_adapter")) m_method->setInitAdapter(text("init_adapter"));
  m_loading = false;
  edited();
}

QUndoStack* SetupPage::undoStack() const { return m_history->stack(); }

void SetupPage::setRecent(Recent* recent) {
  m_recent = recent;
  connect(recent, &Recent::changed, this, &SetupPage::offerRecent);
  offerRecent();
}

void SetupPage::offerRecent() {
  m_model->setRecent(m_recent->items(Recent::kModel));
  m_data->setRecent(m_recent->items(Recent::kData));
}

void SetupPage::offerModel(const QString& ref) { m_model->setRef(ref); }
void SetupPage::offerData(const QString& path) { m_data->offerFile(path); }
void SetupPage::offerAdapter(const QString& folder) {
  m_method->setInitAdapter(folder);
  edited();
}

Json SetupPage::runFile() const {
  Json prompts = Json::array();
  for (const QString& prompt : m_method->prompts()) prompts.push_back(prompt.toStdString());
  const QString name = m_plan->runName(), init = m_method->initAdapter();
  return {{"name", name.isEmpty() ? Json() : Json(name.toStdString())},
          {"model", m_model->ref().toStdString()},
          {"data", m_data->value()},
          {"peft", m_method->peft()},
          {"training", m_method->training()},
          {"init_adapter", init.isEmpty() ? Json() : Json(init.toStdString())},
          {"quantization", m_model->quantization()},
          {"sample_prompts", prompts}};
}

Result<RunConfig> SetupPage::config() const {
  auto config = parse_run_config(runFile());
  const MethodInfo* method = m_method->method();
  if (!config || !method) return config;
  // The run file of an experiment names every setting, the method's defaults too.
  Json given = config->peft;
  given.erase("peft_type");
  auto peft = method->schema.complete(given, "peft");
  if (!peft) return peft.error();
  config->peft = *peft;
  config->peft["peft_type"] = method->peft_type;
  if (config->data.value("format", Json()) == Json("classification")) {  // texts with labels make a classifier, which writes no samples
    config->peft["task_type"] = "SEQ_CLS";
    config->sample_prompts.clear();
  }
  return config;
}

QStringList SetupPage::missing() const {
  QStringList out;
  if (m_model->ref().isEmpty())
    out << tr("Choose a base model first");
  else if (m_model->hasError())
    out << tr("This base model cannot be used");
  if (m_data->path().isEmpty())
    out << tr("Choose a data file first");
  else if (m_data->hasError())
    out << tr("The data cannot be used yet");
  else if (!m_data->isValid())
    out << tr("A data setting is not valid");
  if (!m_method->method())
    out << tr("Choose a method first");
  else if (!m_method->isValid())
    out << tr("A method or training setting is not valid");
  return out;
}

QString SetupPage::subject() const {
  if (m_model->ref().isEmpty() && m_data->path().isEmpty()) return {};
  const QString ref = m_model->ref();
  QString model = m_model->info() ? QString::fromStdString(m_model->info()->name) : QString();
  if (model.isEmpty()) model = ref.isEmpty() ? tr("no model") : QFileInfo(ref).fileName();
  QString data = m_data->path().isEmpty() ? tr("no data") : QFileInfo(m_data->path()).fileName();
  if (const auto& rows = m_data->preview()) data = tr("%1, %2 rows").arg(data, groupedText(rows->rows));
  return tr("%1 on %2").arg(model, data);
}

void SetupPage::note() {
  if (m_loading) return;
  QWidget* field = QApplication::focusWidget();
  const bool typed = field && isAncestorOf(field) && (qobject_cast<QLineEdit*>(field) || qobject_cast<QPlainTextEdit*>(field));
  m_history->note(runFile(), typed ? field : nullptr);
}

// Ctrl+Z in a field takes back settings, not letters; fields that only search keep their own.
void SetupPage::watchField(QWidget* field) {
  const bool search = field && QStringList{"paramSearch", "methodFilter"}.contains(field->objectName());
  if (field && !search && isAncestorOf(field) && (qobject_cast<QLineEdit*>(field) || qobject_cast<QPlainTextEdit*>(field))) {
    field->removeEventFilter(this);
    field->installEventFilter(this);
  }
}

bool SetupPage::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::ShortcutOverride) {
    auto* key = static_cast<QKeyEvent*>(event);
    if (key->matches(QKeySequence::Undo) || key->matches(QKeySequence::Redo)) {
      event->ignore();  // left to the window's actions
      return true;
    }
  }
  return QWidget::eventFilter(watched, event);
}

void SetupPage::edited() {
  if (m_loading) return;
  note();
  m_measurement->stop();
  m_plan->setMissing(missing());
  m_wait->start();
  emit changed();
}

void SetupPage::refreshPlan() {
  const QStringList gaps = missing();
  m_plan->setMissing(gaps);
  if (!gaps.isEmpty()) {
    m_plan->setError({});
    m_plan->clearPlan(gaps.size() == 1 ? gaps.first() + '.' : tr("Steps, memory and time appear here once model, data and method are chosen."));
    m_model->setFit({}, true);
    m_method->setSize({});
    return;
  }
  if (m_planning) {
    m_again = true;  // one at a time; the newest state follows
    return;
  }
  const auto config = this->config();
  if (!config) return showPlanError(config.error());
  m_planning = true;
  m_plan->setWorking();
  inBackground(this, [engine = m_engine, config = *config] { return engine->plan(config); }, [this, config = *config](Result<Plan> plan) {
    m_planning = false;
    if (m_again) {
      m_again = false;
      return refreshPlan();
    }
    if (!plan) return showPlanError(plan.error());
    showPlan(config, *plan);
  });
}

void SetupPage::showPlan(const RunConfig& config, Plan plan) {
  m_measurement->amend(config, plan);
  m_data->clearProblems();
  m_method->clearProblems();
  m_plan->setPlan(plan);
  m_plan->tell(m_method->method(), m_data->preview(), config, plan);
  m_plan->setMissing(missing());
  m_model->setFit(plan.fits ? tr("Fits: about %1 of %2 free memory for this training").arg(byteText(plan.total_bytes), byteText(plan.available_bytes))
                            : tr("Does not fit as set: about %1, %2 are free").arg(byteText(plan.total_bytes), byteText(plan.available_bytes)),
                  plan.fits);
  m_method->setSize(tr("Trains %1 parameters, %2 of adapter in 32-bit floats")
                        .arg(groupedText(plan.trainable_parameters), byteText(plan.trainable_parameters * 4)));
}

void SetupPage::measure() {
  if (m_measurement->isRunning()) return m_measurement->stop();
  const auto config = this->config();
  if (!config) return showPlanError(config.error());
  m_measurement->start(*config);
}

void SetupPage::showPlanError(const Error& error) {
  const QString where = QString::fromStdString(error.where), section = where.section('.', 0, 0), key = where.section('.', 1, 1);
  const QString text = sentence(error);
  m_method->setSize({});
  if (section == QLatin1String("data"))
    m_data->showProblem(key, text);
  else if (section == QLatin1String("peft") || section == QLatin1String("training"))
    m_method->showProblem(section, key, text);
  m_plan->setError(language::errorText(error.text()));
  m_plan->setMissing(missing());
}

SuggestedChange SetupPage::changeIn(const QString& suggestion) const {
  const MethodInfo* method = m_method->method();
  const auto isKey = [method](const QString& word) {
    const std::string key = word.toStdString();
    return key == "quantization" || (key != "path" && (training_schema().find(key) || data_schema().find(key) || (method && method->schema.find(key))));
  };
  const auto isMethod = [this](const QString& word) {
    const auto& all = m_engine->methods();
    return std::any_of(all.begin(), all.end(), [&](const MethodInfo& info) { return info.peft_type == word.toStdString(); });
  };
  return readSuggestion(suggestion, isKey, isMethod);
}

void SetupPage::applySuggestion(const QString& text) {
  const SuggestedChange change = changeIn(text);
  QStringList done;
  if (!change.method.isEmpty()) {
    m_method->setPeft({{"peft_type", change.method.toStdString()}});
    done << change.method;
  }
  for (const auto& [key, value] : change.settings) {
    if (key == QLatin1String("quantization")) m_model->setQuantization(value);
    if (key == QLatin1String("quantization") || m_method->applySetting(key, value) || m_data->applySetting(key, value)) done << tr("%1 is now %2").arg(key, QString::fromStdString(value.dump()));
  }
  edited();
  if (!done.isEmpty()) emit message(0, done.join(QStringLiteral(", ")) + '.');
}

void SetupPage::start() {
  const QStringList gaps = missing();
  if (!gaps.isEmpty()) {
    if (m_model->ref().isEmpty())
      m_model->focusChoice();
    else if (m_data->path().isEmpty())
      m_data->focusPath();
    emit message(1, gaps.join('\n'));
    return;
  }
  const auto config = this->config();
  if (!config) {
    showPlanError(config.error());
    emit message(2, language::errorText(config.error().text()));
    return;
  }
  emit startRequested(*config);
}

}  // namespace paretune
