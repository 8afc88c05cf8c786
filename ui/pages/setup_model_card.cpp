// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/setup_model_card.h"

#include <QComboBox>
#include <QDir>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QMimeData>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include "ui/bridge/background.h"
#include "ui/bridge/dropped.h"
#include "ui/bridge/recent.h"
#include "ui/language.h"
#include "ui/pages/download_dialog.h"
#include "ui/widgets/calm_combo.h"
#include "ui/widgets/path_edit.h"
#include "ui/widgets/tone_label.h"
#include "ui/widgets/tones.h"

namespace paretune {

ModelCard::ModelCard(std::shared_ptr<Engine> engine, QWidget* parent)
    : Card(tr("1  Base model"), {}, parent), m_engine(std::move(engine)), m_combo(new CalmCombo), m_quantization(new CalmCombo), m_browse(new QPushButton(tr("Browse…"))),
      m_facts(new QWidget), m_grid(new QGridLayout(m_facts)) {
  setObjectName("modelCard");
  setAcceptDrops(true);
  m_combo->setObjectName("modelCombo");
  m_combo->setAccessibleName(tr("Base model"));
  m_combo->setPlaceholderText(tr("Choose a model on this computer"));
  m_combo->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  m_combo->setMinimumContentsLength(20);
  m_browse->setObjectName("modelBrowse");
  m_browse->setAccessibleName(tr("Browse for a model"));
  auto* menu = new QMenu(m_browse);
  menu->addAction(tr("Hugging Face folder…"), this, [this] { browse(true); });
  menu->addAction(tr("GGUF file…"), this, [this] { browse(false); });
  menu->addSeparator();
  menu->addAction(tr("Download…"), this, &ModelCard::download)->setObjectName("modelDownload");
  connect(m_browse, &QPushButton::clicked, this, [this, menu] { menu->popup(m_browse->mapToGlobal(QPoint(0, m_browse->height() + 2))); });
  auto* row = new QHBoxLayout;
  row->setSpacing(8);
  row->addWidget(m_combo, 1);
  row->addWidget(m_browse);
  m_quantization->setObjectName("quantization");
  m_quantization->setAccessibleName(tr("How frozen weights are kept"));
  m_quantization->setToolTip(tr("Fewer bits for the linear layers of the blocks save memory; adapters are trained in full precision all the same"));
  m_quantization->addItem(tr("32-bit numbers"), QString());
  m_quantization->addItem(tr("4 bits (NF4, as in QLoRA)"), QStringLiteral("nf4"));
  m_quantization->addItem(tr("8 bits (int8)"), QStringLiteral("int8"));
  m_quantization->addItem(tr("The file's own blocks (GGUF only)"), QStringLiteral("gguf"));
  auto* kept = new QLabel(tr("&Frozen weights"));
  kept->setBuddy(m_quantization);
  auto* kept_row = new QHBoxLayout;
  kept_row->setSpacing(8);
  kept_row->addWidget(kept);
  kept_row->addWidget(m_quantization);
  kept_row->addStretch(1);
  m_grid->setContentsMargins(0, 4, 0, 0);
  m_grid->setHorizontalSpacing(16);
  m_grid->setVerticalSpacing(2);
  for (int column = 0; column < 4; ++column) m_grid->setColumnStretch(column, 1);
  m_facts->hide();
  body()->addLayout(row);
  body()->addLayout(kept_row);
  body()->addWidget(m_facts);
  setState(State::missing, tr("not chosen"));
  connect(m_combo, &QComboBox::activated, this, &ModelCard::choose);
  connect(m_quantization, &QComboBox::currentIndexChanged, this, &ModelCard::quantizationChanged);
  listModels();
}

void ModelCard::listModels() {
  inBackground(this, [engine = m_engine] { return engine->local_models(); }, [this](std::vector<ModelChoice> models) {
    const QSignalBlocker quiet(m_combo);
    const QString wanted = m_ref;
    m_combo->clear();
    for (const auto& model : models) {
      const QString title = QString::fromStdString(model.title.empty() ? model.ref : model.title), detail = QString::fromStdString(model.detail);
      m_combo->addItem(detail.isEmpty() ? title : QStringLiteral("%1  –  %2").arg(title, detail), QString::fromStdString(model.ref));
      m_combo->setItemData(m_combo->count() - 1, QString::fromStdString(model.ref), Qt::ToolTipRole);
    }
    for (const QString& ref : std::as_const(m_recent)) offer(ref);
    m_combo->setCurrentIndex(-1);
    if (!wanted.isEmpty()) setRef(wanted);
  });
}

void ModelCard::offer(const QString& ref) {
  if (ref.isEmpty() || m_combo->findData(ref) >= 0) return;
  m_combo->addItem(Recent::title(ref), ref);
  m_combo->setItemData(m_combo->count() - 1, ref, Qt::ToolTipRole);
}

void ModelCard::setRecent(const QStringList& refs) {
  m_recent = refs;
  const QSignalBlocker quiet(m_combo);
  const int index = m_combo->currentIndex();
  for (const QString& ref : refs) offer(ref);
  m_combo->setCurrentIndex(index);
}

void ModelCard::setRef(const QString& ref) {
  const QSignalBlocker quiet(m_combo);
  offer(ref);
  m_combo->setCurrentIndex(m_combo->findData(ref));
  m_combo->setToolTip(ref);
  if (ref == m_ref) return;
  m_ref = ref;
  inspect();
  emit refChanged();
}

void ModelCard::choose(int index) { setRef(m_combo->itemData(index).toString()); }

void ModelCard::browse(bool folder) {
  const QString start = QFileInfo(m_ref).isAbsolute() ? QFileInfo(m_ref).absolutePath() : QDir::homePath();
  const QString path = folder ? QFileDialog::getExistingDirectory(this, tr("Folder with config.json and *.safetensors"), start)
                              : QFileDialog::getOpenFileName(this, tr("Choose a GGUF file"), start, tr("GGUF models (*.gguf)"));
  if (!path.isEmpty()) setRef(path);
}

void ModelCard::download() {
  auto* dialog = new DownloadDialog(open_hub(m_engine->home()), this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &DownloadDialog::downloaded, this, [this](const QString& ref) {
    setRef(ref);
    listModels();
  });
  dialog->open();
}

void ModelCard::inspect() {
  const int round = ++m_round;
  m_info.reset();
  m_failed = false;
  m_fit_text.clear();
  setProblem({});
  if (m_ref.isEmpty()) {
    m_facts->hide();
    return setState(State::missing, tr("not chosen"));
  }
  setState(State::working, tr("reading"));
  inBackground(this, [engine = m_engine, ref = m_ref.toStdString()] { return engine->inspect_model(ref); }, [this, round](Result<ModelInfo> info) {
    if (round != m_round) return;
    if (info) {
      m_info = *info;
      setState(State::ready, tr("ready"));
    } else {
      m_failed = true;
      setState(State::problem, tr("cannot be used"));
      setProblem(language::errorText(info.error().text()));
    }
    showFacts();
    emit inspected();
  });
}

void ModelCard::showFacts() {
  while (QLayoutItem* item = m_grid->takeAt(0)) {
    delete item->widget();
    delete item;
  }
  m_fit = nullptr;
  m_facts->setVisible(m_info.has_value());
  if (!m_info) return;
  const ModelInfo& info = *m_info;
  auto text = [](const std::string& value) { return value.empty() ? tr("not stated") : QString::fromStdString(value); };
  const std::pair<QString, QString> facts[] = {
      {tr("Name"), text(info.name)},
      {tr("Architecture"), text(info.architecture)},
      {tr("Parameters"), countText(info.parameters)},
      {tr("Stored as"), tr("%1, %2").arg(text(info.storage), byteText(info.file_bytes))},
      {tr("Context"), tr("%1 tokens").arg(groupedText(info.context_length))},
      {tr("Shape"), tr("%1 layers × %2").arg(info.layers).arg(info.hidden_size)},
      {tr("Chat template"), info.has_chat_template ? tr("yes") : tr("none")},
      {tr("Licence"), text(info.licence)},
  };
  int place = 0;
  for (const auto& [title, value] : facts) {
    auto* name = new QLabel(title);
    name->setFont(scaledFont(font(), 0.9));
    makeMuted(name);
    m_grid->addWidget(name, place / 4 * 3, place % 4);
    m_grid->addWidget(new ElidedLabel(value), place / 4 * 3 + 1, place % 4);
    m_grid->setRowMinimumHeight(place / 4 * 3 + 2, 6);
    ++place;
  }
  m_fit = new ToneLabel;
  m_fit->setWordWrap(true);
  m_fit->setObjectName("modelFit");
  m_grid->addWidget(m_fit, 6, 0, 1, 4);
  setFit(m_fit_text, m_fits);
}

void ModelCard::setFit(const QString& text, bool fits) {
  m_fit_text = text;
  m_fits = fits;
  if (!m_fit) return;
  m_fit->setText(text);
  m_fit->setVisible(!text.isEmpty());
  m_fit->setTone(fits ? ToneLabel::good : ToneLabel::error);
}

Json ModelCard::quantization() const {
  const QString kind = m_quantization->currentData().toString();
  return kind.isEmpty() ? Json() : Json(kind.toStdString());
}

void ModelCard::setQuantization(const Json& kind) {
  const int index = m_quantization->findData(kind.is_string() ? QString::fromStdString(kind.get<std::string>()) : QString());
  m_quantization->setCurrentIndex(std::max(0, index));
}

void ModelCard::focusChoice() { m_combo->setFocus(); }

void ModelCard::dragEnterEvent(QDragEnterEvent* event) {
  if (classify(PathEdit::localPath(event->mimeData())).kind == Dropped::model) event->acceptProposedAction();  // else the window takes it
}

void ModelCard::dropEvent(QDropEvent* event) {
  const Dropped found = classify(PathEdit::localPath(event->mimeData()));
  if (found.kind != Dropped::model) return;
  event->acceptProposedAction();
  setRef(found.path);
}

}  // namespace paretune
