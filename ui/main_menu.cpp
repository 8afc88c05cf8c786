// SPDX-License-Identifier: GPL-3.0-or-later
// The window's menu, what may be dropped on it, and the tour.
#include <QAction>
#include <QActionGroup>
#include <QApplication>
#include <QDragEnterEvent>
#include <QFileInfo>
#include <QMenu>
#include <QMimeData>
#include <QSettings>
#include <QToolButton>
#include <QUndoStack>

#include "ui/bridge/dropped.h"
#include "ui/bridge/recent.h"
#include "ui/bridge/run_controller.h"
#include "ui/language.h"
#include "ui/main_window.h"
#include "ui/pages/setup_page.h"
#include "ui/tour.h"
#include "ui/widgets/message_bar.h"

namespace paretune {

void MainWindow::buildMenu(QToolButton* button) {
  m_undo = addAction("undo", tr("Undo"), QKeySequence::Undo, [this] { m_setup->undoStack()->undo(); });
  m_redo = addAction("redo", tr("Redo"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z), [this] { m_setup->undoStack()->redo(); });
  m_redo->setShortcuts({QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z), QKeySequence(Qt::CTRL | Qt::Key_Y)});
  connect(m_setup->undoStack(), &QUndoStack::indexChanged, this, &MainWindow::refreshUndo);
  auto* tour = addAction("tour", tr("Show the tour"), {}, [this] { showTour(); });

  auto* menu = new QMenu(button);
  menu->setToolTipsVisible(true);
  menu->addAction(findChild<QAction*>("palette"));
  menu->addSeparator();
  menu->addAction(m_undo);
  menu->addAction(m_redo);
  menu->addSeparator();
  m_recent_models = menu->addMenu(tr("Recent models"));
  m_recent_data = menu->addMenu(tr("Recent data"));
  menu->addAction(findChild<QAction*>("useDemo"));
  menu->addSeparator();

  const auto choices = [&](QMenu* into, const QList<QPair<QAction*, bool>>& entries) {
    auto* group = new QActionGroup(into);
    for (const auto& [action, chosen] : entries) {
      action->setCheckable(true);
      group->addAction(action);
      action->setChecked(chosen);
      into->addAction(action);
    }
  };
  const auto scheme = theme::schemeFromName(m_settings->value("theme").toString());
  choices(menu->addMenu(tr("Colours")), {{findChild<QAction*>("themePlatform"), scheme == theme::Scheme::platform},
                                         {findChild<QAction*>("themeLight"), scheme == theme::Scheme::light},
                                         {findChild<QAction*>("themeDark"), scheme == theme::Scheme::dark}});
  const QString chosen = m_settings->value("language").toString();
  QList<QPair<QAction*, bool>> languages = {{addAction("languagePlatform", tr("Language of the desktop"), {}, [this] { setLanguage({}); }), chosen.isEmpty()}};
  for (const QString& code : language::available()) {
    const QByteArray name = "language:" + code.toLatin1();
    languages << qMakePair(addAction(name, language::nativeName(code), {}, [this, code] { setLanguage(code); }), chosen == code);
  }
  choices(menu->addMenu(tr("Language")), languages);
  menu->addAction(tour);
  menu->addSeparator();
  menu->addAction(findChild<QAction*>("quit"));
  button->setMenu(menu);
  connect(m_recent, &Recent::changed, this, &MainWindow::fillRecent);
  connect(menu, &QMenu::aboutToShow, this, &MainWindow::fillRecent);  // files may be gone meanwhile
  fillRecent();
  refreshUndo();
}

void MainWindow::fillRecent() {
  const auto fill = [this](QMenu* menu, Recent::Kind kind, auto open) {
    menu->clear();
    for (const QString& item : m_recent->items(kind)) {
      auto* action = menu->addAction(Recent::title(item).replace('&', "&&"), this, [this, item, open] {
        goTo(kSetup);
        open(item);
      });
      action->setToolTip(item);
    }
    menu->setToolTipsVisible(true);
    menu->setEnabled(!menu->isEmpty());
  };
  fill(m_recent_models, Recent::kModel, [this](const QString& item) { m_setup->offerModel(item); });
  fill(m_recent_data, Recent::kData, [this](const QString& item) { m_setup->offerData(item); });
}

void MainWindow::refreshUndo() {
  if (!m_undo) return;
  const auto* stack = m_setup->undoStack();
  const bool here = page() == kSetup;  // elsewhere the keys belong to the field that has the focus
  m_undo->setEnabled(here && stack->canUndo());
  m_redo->setEnabled(here && stack->canRedo());
  m_undo->setText(m_undo->isEnabled() ? tr("Undo: %1").arg(stack->undoText()) : tr("Undo"));
  m_redo->setText(m_redo->isEnabled() ? tr("Redo: %1").arg(stack->redoText()) : tr("Redo"));
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
  if (!localPaths(event->mimeData()).isEmpty()) event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
  const QStringList paths = localPaths(event->mimeData());
  if (paths.isEmpty()) return;
  event->acceptProposedAction();
  for (const QString& path : paths) take(path);
}

void MainWindow::take(const QString& path) {
  const Dropped found = classify(path);
  const QString name = QFileInfo(found.kind == Dropped::nothing ? path : found.path).fileName();
  switch (found.kind) {
    case Dropped::nothing:
      m_bar->showMessage(1, tr("%1 is nothing to train with. Drop a model (Hugging Face folder or .gguf), data (.jsonl, .json, .csv), an adapter folder or a run file.").arg(name));
      return;
    case Dropped::model:
      m_setup->offerModel(found.path);
      m_bar->showMessage(0, tr("%1 is the base model.").arg(name));
      break;
    case Dropped::data:
      m_setup->offerData(found.path);
      m_bar->showMessage(0, tr("%1 is the data.").arg(name));
      break;
    case Dropped::adapter:
      m_setup->offerAdapter(found.path);
      m_bar->showMessage(0, tr("Training will start from the adapter %1.").arg(name));
      break;
    case Dropped::run_file: {
      const auto config = read_run_file(found.path.toStdString());
      if (!config) return m_bar->showMessage(2, language::errorText(config.error().text()));
      m_setup->setConfig(*config);
      m_bar->showMessage(0, tr("Everything is set as %1 says.").arg(name));
      break;
    }
  }
  goTo(kSetup);
}

void MainWindow::setLanguage(const QString& code) {
  const QString before = language::resolve(m_settings->value("language").toString());
  m_settings->setValue("language", code);
  if (language::resolve(code) == before) return;
  if (isWorking()) {
    m_bar->showMessage(0, tr("The language changes at the next start, because a run is going on."));
    return;
  }
  m_restart = true;
  close();
}

Json MainWindow::setupFile() const { return m_setup->runFile(); }

void MainWindow::showTour() {
  if (m_tour) m_tour->deleteLater();
  goTo(kSetup);
  const auto named = [this](const char* name) { return [this, name] { return findChild<QWidget*>(name); }; };
  m_tour = new Tour(
      this, {{named("modelCard"), tr("Start from a base model"),
              tr("One that is on this computer, a Hugging Face folder or a GGUF file. You can drop it anywhere on the window. The example brings its own.")},
             {named("dataPath"), tr("Show it your data"),
              tr("A file with one conversation or example per row. Below it you will see every token the model sees, and which of them it learns from.")},
             {named("methodList"), tr("Choose how to train"),
              tr("LoRA is a good first choice. Each method says what it changes, how big it gets, and what others measured.")},
             {named("startButton"), tr("Start when it fits"),
              tr("This side always says what will happen: steps, memory and time. Start (F5) trains in the background; you can go on working.")},
             {named("rail"), tr("Look, compare, try"),
              tr("Tournament tries several methods and says which one to keep. Runs shows every training live. Compare shows which runs are worth keeping. Playground lets you talk to the result. Ctrl+K finds every action.")}});
  connect(m_tour, &Tour::ended, this, [this] { m_settings->setValue("tour/seen", true); });
  m_tour->begin();
}

}  // namespace paretune
