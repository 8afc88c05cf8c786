// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme.h"

#include <QApplication>
#include <QFontDatabase>
#include <QHash>
#include <QPainter>
#include <QPixmap>
#include <QStyle>
#include <QStyleFactory>
#include <QSvgRenderer>
#include <QWidget>
#include <array>

static void initialiseIcons() { Q_INIT_RESOURCE(icons); }

namespace paretune::theme {
namespace {

struct Colors {
  const char *window, *base, *alternate, *text, *muted, *border, *accent, *onAccent, *good, *warning, *bad, *rail, *hover;
};
constexpr Colors kLight = {"#f4f5f8", "#ffffff", "#f8f9fb", "#1a1f29", "#596273", "#dce0e7", "#2f62e0",
                           "#ffffff", "#137a4e", "#9a5b00", "#c2293a", "#eceef3", "#e9edf5"};
constexpr Colors kDark = {"#14171c", "#1b1f26", "#20252d", "#e7eaf0", "#9aa5b6", "#303742", "#6f9bff",
                          "#0d1320", "#4cc38a", "#f0b254", "#ff7b86", "#101317", "#262c36"};

const Colors& colorsOf(const QPalette& palette) { return isDark(palette) ? kDark : kLight; }

QPalette makePalette(const Colors& c) {
  QPalette p;
  p.setColor(QPalette::Window, QColor(c.window));
  p.setColor(QPalette::WindowText, QColor(c.text));
  p.setColor(QPalette::Base, QColor(c.base));
  p.setColor(QPalette::AlternateBase, QColor(c.alternate));
  p.setColor(QPalette::Text, QColor(c.text));
  p.setColor(QPalette::Button, QColor(c.base));
  p.setColor(QPalette::ButtonText, QColor(c.text));
  p.setColor(QPalette::BrightText, QColor(c.bad));
  p.setColor(QPalette::ToolTipBase, QColor(c.text));
  p.setColor(QPalette::ToolTipText, QColor(c.base));
  p.setColor(QPalette::PlaceholderText, QColor(c.muted));
  p.setColor(QPalette::Highlight, QColor(c.accent));
  p.setColor(QPalette::HighlightedText, QColor(c.onAccent));
  p.setColor(QPalette::Link, QColor(c.accent));
  p.setColor(QPalette::Mid, QColor(c.border));
  p.setColor(QPalette::Midlight, QColor(c.hover));
  p.setColor(QPalette::Light, QColor(c.base));
  p.setColor(QPalette::Dark, QColor(c.border));
  p.setColor(QPalette::Shadow, QColor(c.border));
  for (auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
    QColor faint(c.muted);
    faint.setAlphaF(0.6f);
    p.setColor(QPalette::Disabled, role, faint);
  }
  return p;
}

// $name stands for a colour of the scheme.
const char* const kSheet = R"(
QToolTip { background: $text; color: $base; border: 0; padding: 5px 8px; }
QFrame[card="true"] { background: $base; border: 1px solid $border; border-radius: 8px; }
QLabel[muted="true"] { color: $muted; }
QFrame#rail { background: $rail; border: 0; border-right: 1px solid $border; }
QFrame#rail QToolButton { border: 0; border-radius: 8px; padding: 8px 4px; color: $muted; background: transparent; }
QFrame#rail QToolButton:hover { background: $hover; color: $text; }
QFrame#rail QToolButton:checked { background: $accentTint; color: $accent; font-weight: 600; }
QFrame#rail QToolButton::menu-indicator { image: none; }
QFrame#rail QToolButton:focus { border: 1px solid $accent; }
QPushButton { padding: 6px 14px; border: 1px solid $border; border-radius: 6px; background: $base; color: $text; }
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $border; }
QPushButton:focus { border: 1px solid $accent; }
QPushButton:disabled { color: $faint; background: $window; }
QPushButton:checked { background: $accentTint; color: $accent; border-color: $accent; }
QPushButton[primary="true"] { background: $accent; color: $onAccent; border: 1px solid $accent; font-weight: 600; }
QPushButton[primary="true"]:hover { background: $accentHover; }
QPushButton[primary="true"]:focus { border: 2px solid $text; padding: 5px 13px; }
QPushButton[primary="true"]:disabled { background: $border; border-color: $border; color: $muted; }
QPushButton[flat="true"] { background: transparent; border: 1px solid transparent; padding: 6px 8px; }
QPushButton[flat="true"]:hover { background: $hover; }
QPushButton[flat="true"]:focus { border: 1px solid $accent; }
QPushButton[danger="true"] { color: $bad; }
QToolButton[flat="true"] { border: 1px solid transparent; border-radius: 6px; padding: 4px; background: transparent; }
QToolButton[flat="true"]:hover { background: $hover; }
QToolButton[flat="true"]:checked { background: $accentTint; color: $accent; }
QToolButton[flat="true"]:focus { border: 1px solid $accent; }
QToolButton[flat="true"]::menu-indicator { image: none; }
QLineEdit, QComboBox, QSpinBox, QDoubleSpinBox, QPlainTextEdit, QTextEdit {
  border: 1px solid $border; border-radius: 6px; background: $base; color: $text; selection-background-color: $accent; }
QLineEdit, QSpinBox, QDoubleSpinBox { padding: 5px 8px; }
QComboBox { padding: 5px 8px; }
QPlainTextEdit, QTextEdit { padding: 4px; }
QLineEdit:focus, QComboBox:focus, QSpinBox:focus, QDoubleSpinBox:focus, QPlainTextEdit:focus, QTextEdit:focus { border: 1px solid $accent; }
QLineEdit:disabled, QComboBox:disabled, QSpinBox:disabled, QDoubleSpinBox:disabled { color: $faint; background: $window; }
QComboBox::drop-down { border: 0; width: 24px; }
QComboBox::down-arrow { image: url(:/icons/down-$scheme.svg); width: 12px; height: 12px; }
QComboBox QAbstractItemView { border: 1px solid $border; background: $base; outline: 0; padding: 4px; }
QSpinBox::up-button, QDoubleSpinBox::up-button { border: 0; width: 20px; subcontrol-position: top right; }
QSpinBox::down-button, QDoubleSpinBox::down-button { border: 0; width: 20px; subcontrol-position: bottom right; }
QSpinBox::up-arrow, QDoubleSpinBox::up-arrow { image: url(:/icons/up-$scheme.svg); width: 10px; height: 10px; }
QSpinBox::down-arrow, QDoubleSpinBox::down-arrow { image: url(:/icons/down-$scheme.svg); width: 10px; height: 10px; }
QTableView, QTreeView, QListView { background: $base; alternate-background-color: $alternate; border: 1px solid $border;
  border-radius: 8px; gridline-color: $border; selection-background-color: $accentTint; selection-color: $text; outline: 0; }
QTableView::item:selected { background: $accentTint; color: $text; }
QTableView:focus, QListView:focus, QTreeView:focus { border: 1px solid $accent; }
QHeaderView { background: transparent; border: 0; }
QHeaderView::section { background: transparent; color: $muted; border: 0; border-bottom: 1px solid $border; padding: 6px 8px; font-weight: 600; }
QTableCornerButton::section { background: transparent; border: 0; border-bottom: 1px solid $border; }
QTabWidget::pane { border: 0; }
QTabBar { background: transparent; }
QTabBar::tab { background: transparent; color: $muted; padding: 8px 4px; margin-right: 20px; border: 0; border-bottom: 2px solid transparent; }
QTabBar::tab:selected { color: $text; border-bottom: 2px solid $accent; font-weight: 600; }
QTabBar::tab:hover { color: $text; }
QTabBar::tab:focus { color: $accent; }
QProgressBar { border: 0; border-radius: 3px; background: $border; max-height: 6px; min-height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
QScrollArea { border: 0; background: transparent; }
QCheckBox { spacing: 6px; }
QCheckBox::indicator, QAbstractItemView::indicator, QMenu::indicator:non-exclusive { width: 14px; height: 14px; border: 1px solid $muted; border-radius: 4px; background: $base; }
QCheckBox::indicator:checked, QAbstractItemView::indicator:checked, QMenu::indicator:non-exclusive:checked { background: $accent; border-color: $accent; image: url(:/icons/check-$scheme.svg); }
QCheckBox::indicator:focus, QCheckBox::indicator:hover, QAbstractItemView::indicator:hover { border-color: $accent; }
QCheckBox::indicator:disabled { border-color: $border; }
QMenu::indicator { margin-left: 6px; }
QAbstractScrollArea::corner { background: transparent; border: 0; }
QPushButton::menu-indicator { image: url(:/icons/down-$scheme.svg); width: 10px; height: 10px; subcontrol-position: right center; right: 8px; }
QToolButton[chip="true"] { border: 1px solid transparent; border-radius: 6px; padding: 1px 4px; background: transparent; }
QToolButton[chip="true"]:hover { background: $hover; }
QToolButton[chip="true"]:focus { border: 1px solid $accent; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 2px; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 2px; }
QScrollBar::handle { background: $border; border-radius: 3px; min-height: 32px; min-width: 32px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSplitter::handle { background: transparent; }
QMainWindow::separator { background: transparent; width: 8px; height: 8px; }
QDockWidget { color: $muted; font-weight: 600; }
QDockWidget::title { background: transparent; padding: 4px 4px 6px 4px; text-align: left; }
QMenu { background: $base; border: 1px solid $border; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 28px; border-radius: 4px; }
QMenu::item:selected { background: $accentTint; color: $text; }
QMenu::item:disabled { color: $faint; }
QMenu::separator { height: 1px; background: $border; margin: 4px 8px; }
QStatusBar { color: $muted; }
)";

QColor mix(const QColor& a, const QColor& b, double t) {
  return QColor::fromRgbF(float(a.redF() + (b.redF() - a.redF()) * t), float(a.greenF() + (b.greenF() - a.greenF()) * t),
                          float(a.blueF() + (b.blueF() - a.blueF()) * t));
}

QString makeSheet(const Colors& c, bool dark) {
  const QColor accent(c.accent), base(c.base), muted(c.muted);
  // Longer names first, so that $accentTint is not taken for $accent.
  const std::pair<QString, QString> names[] = {{"$accentTint", mix(base, accent, dark ? 0.22 : 0.12).name()},
                                               {"$accentHover", mix(accent, QColor(c.text), 0.15).name()},
                                               {"$alternate", c.alternate},
                                               {"$accent", c.accent},
                                               {"$onAccent", c.onAccent},
                                               {"$window", c.window},
                                               {"$border", c.border},
                                               {"$scheme", dark ? "dark" : "light"},
                                               {"$hover", c.hover},
                                               {"$muted", c.muted},
                                               {"$faint", mix(muted, base, 0.4).name()},
                                               {"$base", c.base},
                                               {"$rail", c.rail},
                                               {"$text", c.text},
                                               {"$bad", c.bad}};
  QString sheet = QString::fromLatin1(kSheet);
  for (const auto& [name, value] : names) sheet.replace(name, value);
  return sheet;
}

const QHash<QString, QString>& iconPaths() {
  static const QHash<QString, QString> paths = {
      {"setup",
       "<path d='M4 6h9M17 6h3M4 12h3M11 12h9M4 18h11M19 18h1'/><circle cx='15' cy='6' r='2'/><circle cx='9' cy='12' r='2'/><circle cx='17' cy='18' "
       "r='2'/>"},
      {"runs", "<path d='M3 4v16h18'/><path d='M6 8c3 0 3 8 7 8 2.500 0 4-1 7-1'/>"},
      {"compare",
       "<path d='M3 4v16h18'/><circle cx='8' cy='14' r='1.500'/><circle cx='11' cy='9' r='1.500'/><circle cx='17' cy='7' r='1.500'/><circle cx='16' "
       "cy='14' r='1.500'/>"},
      {"tournament", "<path d='M4 6h6v12H4M10 12h5'/><circle cx='18' cy='12' r='2.500'/>"},
      {"playground", "<path d='M4 5h16v11H11l-4 4v-4H4z'/><path d='M8 9h8M8 12h5'/>"},
      {"menu", "<path d='M4 7h16M4 12h16M4 17h16'/>"},
      {"doctor", "<path d='M3 12h4l2-6 4 12 2-6h6'/>"},
      {"stop", "<rect x='6' y='6' width='12' height='12' rx='1.500'/>"},
      {"play", "<path d='M7 5l11 7-11 7z'/>"},
      {"save", "<path d='M5 4h11l3 3v13H5z'/><path d='M8 4v5h7V4M8 20v-6h8v6'/>"},
      {"sample", "<path d='M4 6h16M4 10h16M4 14h9'/><path d='M17 14v6M14 17h6'/>"},
      {"export", "<path d='M12 15V4M8 8l4-4 4 4'/><path d='M5 14v6h14v-6'/>"},
      {"trash", "<path d='M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13M10 11v5M14 11v5'/>"},
      {"edit", "<path d='M4 20l1-4L16 5l3 3L8 19z'/>"},
      {"more", "<circle cx='5' cy='12' r='1'/><circle cx='12' cy='12' r='1'/><circle cx='19' cy='12' r='1'/>"},
      {"tag", "<path d='M4 4h8l8 8-8 8-8-8z'/><circle cx='8.500' cy='8.500' r='1'/>"},
      {"copy", "<rect x='8' y='8' width='12' height='12' rx='1.500'/><path d='M16 8V4H4v12h4'/>"},
      {"close", "<path d='M6 6l12 12M18 6L6 18'/>"},
      {"check", "<path d='M5 13l4 4 10-11'/>"},
      {"plus", "<path d='M12 5v14M5 12h14'/>"},
      {"search", "<circle cx='11' cy='11' r='6'/><path d='M16 16l4 4'/>"},
      {"chart", "<path d='M3 4v16h18'/><path d='M7 15l4-5 3 3 5-7'/>"},
      {"table", "<rect x='4' y='5' width='16' height='14' rx='1.500'/><path d='M4 10h16M4 14.500h16M10 10v9'/>"},
      {"folder", "<path d='M3 6h6l2 2h10v11H3z'/>"},
      {"file", "<path d='M6 3h8l4 4v14H6z'/><path d='M14 3v4h4'/>"},
      {"warning", "<path d='M12 4l9 16H3z'/><path d='M12 10v4M12 17v.2'/>"},
      {"info", "<circle cx='12' cy='12' r='9'/><path d='M12 11v5M12 8v.2'/>"},
      {"reset", "<path d='M4 12a8 8 0 1 0 3-6.200'/><path d='M4 4v4.500h4.500'/>"},
  };
  return paths;
}

QPixmap renderIcon(const QString& paths, const QColor& color, int size) {
  const QString svg = QString(
                          "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24' fill='none' stroke='%1' stroke-width='1.7' "
                          "stroke-linecap='round' stroke-linejoin='round'>%2</svg>")
                          .arg(color.name(), paths);
  QSvgRenderer renderer(svg.toUtf8());
  QPixmap pixmap(size, size);
  pixmap.fill(Qt::transparent);
  QPainter painter(&pixmap);
  renderer.render(&painter);
  return pixmap;
}

void setMark(QWidget* widget, const char* name) {
  widget->setProperty(name, true);
  widget->style()->unpolish(widget);
  widget->style()->polish(widget);
}

QFont scaled(const QWidget* widget, double factor, QFont::Weight weight) {
  QFont font = widget->font();
  font.setPointSizeF(font.pointSizeF() * factor);
  font.setWeight(weight);
  return font;
}

}  // namespace

void apply(QApplication& app, Scheme scheme) {
  initialiseIcons();
  static const bool platformDark = isDark(app.palette());
  const bool dark = scheme == Scheme::dark || (scheme == Scheme::platform && platformDark);
  if (auto* fusion = QStyleFactory::create("Fusion")) app.setStyle(fusion);
  app.setPalette(makePalette(dark ? kDark : kLight));
  app.setStyleSheet(makeSheet(dark ? kDark : kLight, dark));
}

Scheme schemeFromName(const QString& name) {
  if (name == "dark") return Scheme::dark;
  return name == "light" ? Scheme::light : Scheme::platform;
}
QString schemeName(Scheme scheme) { return scheme == Scheme::dark ? "dark" : scheme == Scheme::light ? "light" : "platform"; }

bool isDark(const QPalette& palette) { return palette.color(QPalette::Window).lightness() < 128; }
QColor muted(const QPalette& palette) { return QColor(colorsOf(palette).muted); }
QColor border(const QPalette& palette) { return QColor(colorsOf(palette).border); }
QColor accent(const QPalette& palette) { return QColor(colorsOf(palette).accent); }
QColor good(const QPalette& palette) { return QColor(colorsOf(palette).good); }
QColor warning(const QPalette& palette) { return QColor(colorsOf(palette).warning); }
QColor bad(const QPalette& palette) { return QColor(colorsOf(palette).bad); }
QColor tint(const QPalette& palette, const QColor& color) { return mix(palette.color(QPalette::Base), color, isDark(palette) ? 0.18 : 0.10); }

QColor seriesColor(int index, const QPalette& palette) {
  static constexpr std::array light = {"#2f62e0", "#d1480b", "#0a8a63", "#a02fb0", "#a86d00", "#0b7ea8", "#c4255f", "#59701a", "#6a45d1", "#5b6472"};
  static constexpr std::array dark = {"#7aa5ff", "#ff9561", "#4fd0a0", "#dd8cf0", "#f0c14e", "#5cc8ee", "#ff86ae", "#b7cf66", "#ad97ff", "#aab4c2"};
  const auto at = size_t(index < 0 ? 0 : index) % light.size();
  return QColor(isDark(palette) ? dark[at] : light[at]);
}
Qt::PenStyle seriesPen(int index) {
  static constexpr std::array styles = {Qt::SolidLine, Qt::DashLine, Qt::DotLine, Qt::DashDotLine};
  return styles[size_t(index < 0 ? 0 : index) / 10 % styles.size()];
}
QColor stateColor(const QString& state, const QPalette& palette) {
  if (state == "running") return accent(palette);
  if (state == "finished") return good(palette);
  if (state == "failed") return bad(palette);
  if (state == "stopped" || state == "interrupted") return warning(palette);
  return muted(palette);
}

QFont titleFont(const QWidget* widget) { return scaled(widget, 1.6, QFont::DemiBold); }
QFont sectionFont(const QWidget* widget) { return scaled(widget, 1.1, QFont::DemiBold); }
QFont smallFont(const QWidget* widget) { return scaled(widget, 0.9, QFont::Normal); }
QFont monoFont(const QWidget* widget) {
  QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
  font.setPointSizeF(widget->font().pointSizeF());
  return font;
}

QIcon icon(const QString& name, const QColor& color) {
  const QString paths = iconPaths().value(name);
  QIcon out;
  for (int size : {16, 24, 32, 48}) out.addPixmap(renderIcon(paths, color, size));
  QColor faint = color;
  faint = mix(color, QColor("#808890"), 0.6);
  for (int size : {16, 24, 32, 48}) out.addPixmap(renderIcon(paths, faint, size), QIcon::Disabled);
  return out;
}
QIcon icon(const QString& name, const QPalette& palette) { return icon(name, palette.color(QPalette::WindowText)); }

void markCard(QWidget* frame) { setMark(frame, "card"); }
void markPrimary(QWidget* button) { setMark(button, "primary"); }
void markFlat(QWidget* button) { setMark(button, "flat"); }
void markDanger(QWidget* button) { setMark(button, "danger"); }
void markChip(QWidget* button) { setMark(button, "chip"); }
void markMuted(QWidget* label) { setMark(label, "muted"); }

}  // namespace paretune::theme
