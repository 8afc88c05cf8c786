// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QFontMetricsF>
#include <QWidget>
#include <cmath>

namespace paretune {

// So many letters wide in the widget's font: for widths that must grow with the letters.
inline int letters(const QWidget* widget, double count) { return int(std::lround(QFontMetricsF(widget->font()).averageCharWidth() * count)); }

}  // namespace paretune
