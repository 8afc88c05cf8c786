// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Colours, fonts and number texts of the widgets; colours come from the theme.
#include <QColor>
#include <QFont>
#include <QPalette>
#include <QString>

class QWidget;

namespace paretune {

bool isDarkPalette(const QPalette& palette);
QColor mixed(const QColor& a, const QColor& b, double part_of_b);
QColor mutedText(const QPalette& palette);     // secondary text, still readable
QColor hairline(const QPalette& palette);      // borders and grid lines
QColor cardGround(const QPalette& palette);    // a card's surface
QColor categoryColor(const QPalette& palette, int index);
QColor severityColor(const QPalette& palette, int severity);  // 0 info, 1 warning, 2 error, 3 good
QFont scaledFont(const QFont& font, double factor, QFont::Weight weight = QFont::Normal);
QFont monoFont(const QFont& like, double factor = 1.0);
// Gives a label the muted text colour.
void makeMuted(QWidget* widget);

QString byteText(qint64 bytes);        // "1.4 GB"
QString countText(qint64 count);       // "134.5 M"
QString durationText(double seconds);  // "1 min 40 s"
QString groupedText(qint64 count);     // "12,345" in the user's locale

}  // namespace paretune
