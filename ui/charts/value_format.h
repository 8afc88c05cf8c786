// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>

namespace paretune {

enum class Unit { number, bytes, seconds, milliseconds, percent, count, rate };

// "1.234", "412 MB", "1 min 40 s", "87.5 %", "12.3 k", "760 /s".
QString valueText(Unit unit, double value);

// What a metric key is called, measured in, and which way is better. An unknown key is titled by its own words.
QString metricTitle(const QString& key);
Unit metricUnit(const QString& key);
bool lowerIsBetter(const QString& key);

}  // namespace paretune
