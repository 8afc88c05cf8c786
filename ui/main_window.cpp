// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_window.h"

#include <QAction>
#include <QApplication>
#include <QButtonGroup>
#include <QHBoxLayout>
#include <QLabel>
#include <QSettings>
#include <QStackedWidget>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/bridge/recent.h"
#include "ui/bridge/run_controller.h"
#include "ui/bridge/selection.h"
#include "ui/bridge/sweep_controller.h"
#include "ui/language.h"
#include "ui/models/run_table.h"
#include "ui/pages/compare_page.h"
#include "ui/pages/doctor_page.h"
#include "ui/pages/playground_page.h"
#include "ui/pages/runs_page.h"
#include "ui/pages/setup_page.h"
#include "ui/pages/tournament_page.h"
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
                               {"railTournament", "tournament", QT_TRANSLATE_NOOP("paretune::MainWindow", "Tournament")},
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
  m_sweeps = new SweepController(m_engine, m_controller, this);
  m_selection = new Selection(this);
  m_table = new RunTable(m_engine, m_controller, m_selection, this);

  m_bar = new MessageBar(this);
  m_setup = new SetupPage(m_engine, this);
  m_setup->setRecent(m_recent);
  m_tournament = new TournamentPage(m_engine, m_sweeps, m_setup, this);
  m_runs = new RunsPage(m_engine, m_controller, m_selection, m_table, this);
  m_compare = new ComparePage(m_engine, m_controller, m_selection, m_table, this);
  m_playground = new PlaygroundPage(m_engine, this);
  m_doctor = new DoctorPage(m_engine, this);
  m_stack = new QStackedWidget(this);
  for (QWidget* each : std::initializer_list<QWidget*>{m_setup, m_tournament, m_runs, m_compare, m_playground, m_doctor}) m_stack->addWidget(each);

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
  connectTournament();
  restyle();
  restoreLayout();
  m_table->refresh();
  goTo(kSetup);
  if (!options.setup.is_null()) m_setup->restore(options.setup);
  welcome(options);
}

MainWindow::~MainWindow() {
  m_runs->keepEdits();
  // Pages are asked nothing more once the members they use begin to go.
  m_table->disconnect();
  m_selection->disconnect();
  m_controller->disconnect();
  m_sweeps->disconnect();
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
    if (page() == kTournament) return m_tournament->start();
    if (page() != kSetup) return goTo(kSetup);  // what would start is shown before it starts
    m_setup->start();
  });
  add("stopRun", tr("Stop the chosen run"), QKeySequence(Qt::SHIFT | Qt::Key_F5), [this] { m_controller->stop(m_selection->current()); });
  add("stopAll", tr("Stop all runs"), {}, [this] { m_controller->stopAll(); });
  add("toggleSearches", tr("Show or hide learning-rate searches"), {}, [this] { m_table->setShowSearches(!m_table->showsSearches()); });
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

}  // namespace paretune
