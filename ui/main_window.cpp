// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_window.h"

#include <QAction>
#include <QApplication>
#include <QButtonGroup>
#include <QCloseEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QSettings>
#include <QStackedWidget>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/bridge/background.h"
#include "ui/bridge/recent.h"
#include "ui/bridge/run_controller.h"
#include "ui/bridge/selection.h"
#include "ui/language.h"
#include "ui/models/run_table.h"
#include "ui/pages/compare_page.h"
#include "ui/pages/doctor_page.h"
#include "ui/pages/export_dialog.h"
#include "ui/pages/playground_page.h"
#include "ui/pages/runs_page.h"
#include "ui/pages/setup_page.h"
#include "ui/palette.h"
#include "ui/tour.h"
#include "ui/widgets/letters.h"
#include "ui/widgets/message_bar.h"

namespace paretune {
namespace {

struct RailEntry {
  const char *name, *icon, *title;
};
constexpr RailEntry kRail[] = {{"railSetup", "setup", QT_TRANSLATE_NOOP("paretune::MainWindow", "Setup")},
                               {"railRuns", "runs", QT_TRANSLATE_NOOP("paretune::MainWindow", "Runs")},
                               {"railCompare", "compare", QT_TRANSLATE_NOOP("paretune::MainWindow", "Compare")},
                               {"railPlayground", "playground", QT_TRANSLATE_NOOP("paretune::MainWindow", "Playground")},
                               {"railDoctor", "doctor", QT_TRANSLATE_NOOP("paretune::MainWindow", "Doctor")}};
constexpr int kLayoutVersion = 1;  // a saved layout of another version is not used

}  // namespace

MainWindow::MainWindow(std::shared_ptr<Engine> engine, const StudioOptions& options) : m_engine(std::move(engine)) {
  m_settings = std::make_unique<QSettings>(QString::fromStdString(m_engine->home()) + "/studio.ini", QSettings::IniFormat);
  language::apply(*qApp, m_settings->value("language").toString());
  theme::apply(*qApp, theme::schemeFromName(m_settings->value("theme").toString()));
  setObjectName("mainWindow");
  setWindowTitle("Paretune");
  QApplication::setWindowIcon(QIcon(":/icons/paretune.svg"));
  setAcceptDrops(true);
  m_recent = new Recent(m_settings.get(), this);
  m_controller = new RunController(m_engine, this);
  m_selection = new Selection(this);
  m_table = new RunTable(m_engine, m_controller, m_selection, this);

  m_bar = new MessageBar(this);
  m_setup = new SetupPage(m_engine, this);
  m_setup->setRecent(m_recent);
  m_runs = new RunsPage(m_engine, m_controller, m_selection, m_table, this);
  m_compare = new ComparePage(m_engine, m_controller, m_selection, m_table, this);
  m_playground = new PlaygroundPage(m_engine, this);
  m_doctor = new DoctorPage(m_engine, this);
  m_stack = new QStackedWidget(this);
  for (QWidget* each : std::initializer_list<QWidget*>{m_setup, m_runs, m_compare, m_playground, m_doctor}) m_stack->addWidget(each);

  buildRail();
  auto* center = new QWidget(this);
  auto* row = new QHBoxLayout(center);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(0);
  auto* column = new QVBoxLayout;
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(m_bar);
  column->addWidget(m_stack, 1);
  row->addWidget(m_rail);
  row->addLayout(column, 1);
  setCentralWidget(center);

  buildActions();
  connectPages();
  restyle();
  restoreLayout();
  m_table->refresh();
  goTo(kSetup);
  if (!options.setup.is_null()) m_setup->restore(options.setup);
  welcome(options);
}

MainWindow::~MainWindow() {
  // Pages are asked nothing more once the members they use begin to go.
  m_table->disconnect();
  m_selection->disconnect();
  m_controller->disconnect();
}

void MainWindow::welcome(const StudioOptions& options) {
  inBackground(
      this, [engine = m_engine] { return engine->runs(); },
      [this, demo = options.demo, tour = options.tour, given = !options.setup.is_null()](const std::vector<RunRow>& runs) {
        if (demo || (runs.empty() && !given)) m_setup->useDemo();
        if (tour && runs.empty() && !m_settings->value("tour/seen").toBool()) showTour();
        int interrupted = 0;
        for (const auto& run : runs) interrupted += run.state == "interrupted";
        if (interrupted > 0) {
          m_bar->showMessage(1, (interrupted == 1 ? tr("A run was interrupted.") : tr("%1 runs were interrupted.").arg(interrupted)) + ' ' +
                                    tr("Resume under Runs goes on from the last checkpoint."));
        }
      });
}

void MainWindow::buildRail() {
  auto* rail = new QFrame(this);
  rail->setObjectName("rail");
  rail->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Preferred);
  m_rail = rail;
  m_buttons = new QButtonGroup(this);
  m_buttons->setExclusive(true);
  auto* column = new QVBoxLayout(rail);
  column->setContentsMargins(8, 16, 8, 16);
  column->setSpacing(4);
  auto* brand = new QLabel("Paretune", rail);
  QFont font = theme::sectionFont(this);
  font.setBold(true);
  brand->setFont(font);
  brand->setAlignment(Qt::AlignCenter);
  brand->setMinimumWidth(letters(rail, 14.5));  // so that the chosen page's bold title does not widen the rail
  column->addWidget(brand);
  column->addSpacing(12);
  for (int i = 0; i < kPageCount; ++i) {
    if (i == kDoctor) column->addStretch(1);
    auto* button = new QToolButton(rail);
    const QString title = tr(kRail[i].title);
    button->setObjectName(kRail[i].name);
    button->setText(title);
    button->setAccessibleName(title);
    button->setToolTip(i < kDoctor ? tr("%1 (Ctrl+%2)").arg(title).arg(i + 1) : title);
    button->setCheckable(true);
    button->setToolButtonStyle(Qt::ToolButtonTextUnderIcon);
    button->setIconSize(QSize(24, 24));
    button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_buttons->addButton(button, i);
    column->addWidget(button);
  }
  auto* menu = new QToolButton(rail);
  menu->setObjectName("railMenu");
  menu->setText(tr("Menu"));
  menu->setAccessibleName(tr("Menu"));
  menu->setToolTip(tr("Recent files, undo, colours, language, the tour"));
  menu->setPopupMode(QToolButton::InstantPopup);
  menu->setToolButtonStyle(Qt::ToolButtonTextUnderIcon);
  menu->setIconSize(QSize(24, 24));
  menu->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  column->addWidget(menu);
  m_menu = menu;
  connect(m_buttons, &QButtonGroup::idClicked, this, &MainWindow::goTo);
}

QAction* MainWindow::addAction(const char* name, const QString& text, const QKeySequence& keys, std::function<void()> slot) {
  auto* action = new QAction(text, this);
  action->setObjectName(name);
  action->setShortcut(keys);
  connect(action, &QAction::triggered, this, std::move(slot));
  QMainWindow::addAction(action);
  return action;
}

void MainWindow::buildActions() {
  const auto add = [this](const char* name, const QString& text, const QKeySequence& keys, std::function<void()> slot) {
    return addAction(name, text, keys, std::move(slot));
  };
  for (int i = 0; i < kPageCount; ++i)
    add(kRail[i].name, tr("Go to %1").arg(tr(kRail[i].title)), QKeySequence(QString("Ctrl+%1").arg(i + 1)), [this, i] {
      goTo(i);
    })->setObjectName(QString("go%1").arg(i));
  add("start", tr("Start training"), QKeySequence(Qt::Key_F5), [this] {
    if (page() != kSetup) return goTo(kSetup);  // what would start is shown before it starts
    m_setup->start();
  });
  add("stopRun", tr("Stop the chosen run"), QKeySequence(Qt::SHIFT | Qt::Key_F5), [this] { m_controller->stop(m_selection->current()); });
  add("stopAll", tr("Stop all runs"), {}, [this] { m_controller->stopAll(); });
  add("useDemo", tr("Set up the bundled example"), {}, [this] {
    m_setup->useDemo();
    goTo(kSetup);
  });
  add("back", tr("Back"), QKeySequence(Qt::Key_Escape), [this] { back(); });
  add("palette", tr("Find an action"), QKeySequence(Qt::CTRL | Qt::Key_K), [this] {
    if (!m_palette) m_palette = new CommandPalette(this);
    m_palette->open();
  });
  add("themePlatform", tr("Colours of the desktop"), {}, [this] { setScheme(theme::Scheme::platform); });
  add("themeLight", tr("Light colours"), {}, [this] { setScheme(theme::Scheme::light); });
  add("themeDark", tr("Dark colours"), {}, [this] { setScheme(theme::Scheme::dark); });
  add("quit", tr("Quit"), QKeySequence::Quit, [this] { close(); });
  buildMenu(m_menu);
}

void MainWindow::connectPages() {
  auto show = [this](int severity, const QString& text) { m_bar->showMessage(severity, text); };
  connect(m_setup, &SetupPage::message, this, show);
  connect(m_runs, &RunsPage::message, this, show);
  connect(m_compare, &ComparePage::message, this, show);
  connect(m_playground, &PlaygroundPage::message, this, show);
  connect(m_doctor, &DoctorPage::message, this, show);
  connect(m_controller, &RunController::message, this, show);

  connect(m_setup, &SetupPage::startRequested, m_controller, &RunController::start);
  connect(m_controller, &RunController::runStarted, this, [this](const QString& id) {
    m_selection->setChecked(id, true);
    m_runs->showRun(id);
    goTo(kRuns);
  });
  connect(m_controller, &RunController::runEnded, this, [this](const QString& id, const QString& state) {
    const auto row = m_engine->run(id.toStdString());
    const QString name = row && !row->name.empty() ? QString::fromStdString(row->name) : id;
    if (state == "finished") m_bar->showMessage(0, tr("%1 is finished.").arg(name));
    if (state == "stopped") m_bar->showMessage(0, tr("%1 is stopped with a checkpoint; Resume goes on from there.").arg(name));
    if (state == "failed") m_bar->showMessage(2, tr("%1 failed: %2").arg(name, row ? language::errorText(row->error) : QString()));
    if (m_closing && m_controller->liveRuns().isEmpty()) close();
  });
  connect(m_controller, &RunController::runsChanged, this, &MainWindow::updateBadge);
  connect(m_runs, &RunsPage::setupRequested, this, [this] { goTo(kSetup); });
  connect(m_runs, &RunsPage::sameBut, this, [this](const RunConfig& config) {
    m_setup->setConfig(config);
    goTo(kSetup);
  });
  connect(m_runs, &RunsPage::tryInPlayground, this, [this](const QString& id) {
    const auto row = m_engine->run(id.toStdString());
    m_playground->setModelAndAdapter(row ? QString::fromStdString(row->model) : QString(), id);
    goTo(kPlayground);
  });
  connect(m_runs, &RunsPage::exportRequested, this, [this](const QString& id) {
    auto* dialog = new ExportDialog(m_engine, id, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
  });
  connect(m_compare, &ComparePage::runActivated, this, [this](const QString& id) {
    m_runs->showRun(id);
    goTo(kRuns);
  });
}

int MainWindow::page() const { return m_stack->currentIndex(); }

void MainWindow::goTo(int page) {
  if (page < 0 || page >= kPageCount) return;
  if (page != m_stack->currentIndex() && !m_going_back) m_history << m_stack->currentIndex();
  if (m_history.size() > 32) m_history.removeFirst();
  m_stack->setCurrentIndex(page);
  m_buttons->button(page)->setChecked(true);
  if (page == kRuns || page == kCompare) m_stack->currentWidget()->setFocus();
  if (page == kRuns) m_table->refresh();
  setWindowTitle(tr("%1 – Paretune").arg(tr(kRail[page].title)));
  refreshUndo();
}

void MainWindow::back() {
  if (m_tour && m_tour->isVisible()) return m_tour->end();
  if (page() == kRuns && m_runs->cancel()) return;
  if (m_bar->isVisible()) return m_bar->clear();
  if (m_history.isEmpty()) return;
  m_going_back = true;
  goTo(m_history.takeLast());
  m_going_back = false;
}

void MainWindow::updateBadge() {
  const auto live = m_controller->liveRuns().size();
  m_buttons->button(kRuns)->setText(live > 0 ? tr("Runs (%1)").arg(live) : tr("Runs"));
  if (live == 0) m_asked_to_close = false;
}

void MainWindow::setScheme(theme::Scheme scheme) {
  m_settings->setValue("theme", theme::schemeName(scheme));
  theme::apply(*qApp, scheme);
  restyle();
}

void MainWindow::restyle() {
  for (int i = 0; i < kPageCount; ++i) {
    QIcon icon = theme::icon(kRail[i].icon, theme::muted(palette()));
    const QIcon chosen = theme::icon(kRail[i].icon, theme::accent(palette()));
    for (int size : {24, 48}) icon.addPixmap(chosen.pixmap(size, size), QIcon::Normal, QIcon::On);
    m_buttons->button(i)->setIcon(icon);
  }
  m_menu->setIcon(theme::icon("menu", theme::muted(palette())));
}

void MainWindow::changeEvent(QEvent* event) {
  QMainWindow::changeEvent(event);
  if (event->type() == QEvent::PaletteChange && m_menu) restyle();
}

void MainWindow::restoreLayout() {
  resize(1280, 800);
  if (m_settings->value("layout/version").toInt() != kLayoutVersion) return;
  restoreGeometry(m_settings->value("layout/window").toByteArray());
  m_compare->restoreLayout(m_settings->value("layout/compare").toByteArray());
  m_runs->setLayoutState(m_settings->value("layout/runs").toByteArray());
}

void MainWindow::saveLayout() {
  m_settings->setValue("layout/version", kLayoutVersion);
  m_settings->setValue("layout/window", saveGeometry());
  m_settings->setValue("layout/compare", m_compare->saveState());
  m_settings->setValue("layout/runs", m_runs->layoutState());
  m_settings->sync();
}

void MainWindow::closeEvent(QCloseEvent* event) {
  saveLayout();
  const auto live = m_controller->liveRuns();
  if (live.isEmpty()) return QMainWindow::closeEvent(event);
  event->ignore();
  if (!m_asked_to_close) {
    m_asked_to_close = true;
    m_bar->showMessage(1, (live.size() == 1 ? tr("A run is still going.") : tr("%1 runs are still going.").arg(live.size())) + ' ' +
                              tr("Close once more to stop with a checkpoint; Resume goes on from there."));
    return;
  }
  m_closing = true;
  m_bar->showMessage(0, tr("Writing the last checkpoint, then closing…"));
  m_controller->stopAll();
}

}  // namespace paretune
