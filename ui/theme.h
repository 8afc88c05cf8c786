// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QColor>
#include <QFont>
#include <QIcon>
#include <QPalette>
#include <QString>

class QApplication;
class QWidget;

namespace paretune::theme {

constexpr int grid = 8;  // every margin and gap is a multiple of it (or half of it)

enum class Scheme { platform, light, dark };

// Sets style, palette and style sheet. `platform` follows the palette the desktop gave at start.
void apply(QApplication& app, Scheme scheme);
Scheme schemeFromName(const QString& name);  // "light", "dark", else platform
QString schemeName(Scheme scheme);

bool isDark(const QPalette& palette);
QColor muted(const QPalette& palette);  // secondary text, 4.5:1 against window and base
QColor border(const QPalette& palette);
QColor accent(const QPalette& palette);
QColor good(const QPalette& palette);
QColor warning(const QPalette& palette);
QColor bad(const QPalette& palette);
QColor tint(const QPalette& palette, const QColor& color);  // a quiet background of that colour

// Colours told apart by hue and by lightness; the line style changes every round through them.
QColor seriesColor(int index, const QPalette& palette);
Qt::PenStyle seriesPen(int index);
QColor stateColor(const QString& state, const QPalette& palette);  // run states

QFont titleFont(const QWidget* widget);    // page titles
QFont sectionFont(const QWidget* widget);  // card titles
QFont smallFont(const QWidget* widget);
QFont monoFont(const QWidget* widget);

// Line icons in the text colour: setup tournament runs compare playground doctor stop play save sample export trash edit more
// tag copy close check plus search chart table folder file warning info menu.
QIcon icon(const QString& name, const QPalette& palette);
QIcon icon(const QString& name, const QColor& color);

// Marks for the style sheet: QFrame card look, QPushButton primary / flat look, QLabel muted look.
void markCard(QWidget* frame);
void markPrimary(QWidget* button);
void markFlat(QWidget* button);
void markDanger(QWidget* button);
void markChip(QWidget* button);  // names of curves and tags: small and flat
void markMuted(QWidget* label);

}  // namespace paretune::theme
