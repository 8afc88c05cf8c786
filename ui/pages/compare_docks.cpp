// SPDX-License-Identifier: GPL-3.0-or-later
// Where the parts of the compare page stand, until a person moves them.
#include <QDockWidget>
#include <QGuiApplication>
#include <QTimer>

#include "ui/pages/compare_page.h"

namespace paretune {
namespace {

constexpr int kLowLines = 42;  // a page of fewer lines of text is low

}  // namespace

QDockWidget* ComparePage::addDock(Qt::DockWidgetArea area, const QString& title, const char* name, QWidget* content) {
  auto* box = new QDockWidget(title, this);
  box->setObjectName(name);
  box->setFeatures(QDockWidget::DockWidgetMovable | QDockWidget::DockWidgetFloatable);
  box->setWidget(content);
  addDockWidget(area, box);
  connect(box, &QDockWidget::dockLocationChanged, this, &ComparePage::nameDocksOnce);
  connect(box, &QDockWidget::topLevelChanged, this, &ComparePage::nameDocksOnce);
  connect(box, &QDockWidget::visibilityChanged, this, &ComparePage::nameDocksOnce);
  return box;
}

// On a low page the table keeps rows enough to compare, and the settings give way.
void ComparePage::arrangeDocks() {
  auto *runs = findChild<QDockWidget*>("runsDock"), *front = findChild<QDockWidget*>("paretoDock"), *settings = findChild<QDockWidget*>("settingsDock");
  const bool low = height() < kLowLines * fontMetrics().height();
  resizeDocks({runs, settings}, {height() * (low ? 44 : 32) / 100, height() * (low ? 12 : 21) / 100}, Qt::Vertical);
  resizeDocks({front}, {width() * 46 / 100}, Qt::Horizontal);
}

// A dock among tabs is named by its tab, any other by its title. Not while one is being dragged by it.
void ComparePage::nameDocksOnce() {
  if (m_naming) return;
  m_naming = true;
  QTimer::singleShot(QGuiApplication::mouseButtons() == Qt::NoButton ? 0 : 200, this, [this] {
    m_naming = false;
    if (QGuiApplication::mouseButtons() != Qt::NoButton) return nameDocksOnce();
    for (auto* box : findChildren<QDockWidget*>()) {
      const bool tabbed = !box->isFloating() && !tabifiedDockWidgets(box).isEmpty();
      if (tabbed == (box->titleBarWidget() != nullptr)) continue;
      auto* before = box->titleBarWidget();
      box->setTitleBarWidget(tabbed ? new QWidget(box) : nullptr);
      delete before;
    }
  });
}

}  // namespace paretune
