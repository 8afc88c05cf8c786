// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/tones.h"

#include <QFontDatabase>
#include <QLocale>
#include <QObject>
#include <QWidget>
#include <cmath>

#include "ui/theme.h"

namespace paretune {

bool isDarkPalette(const QPalette& palette) { return theme::isDark(palette); }

QColor mixed(const QColor& a, const QColor& b, double part_of_b) {
  const float t = static_cast<float>(part_of_b);
  return QColor::fromRgbF(a.redF() * (1 - t) + b.redF() * t, a.greenF() * (1 - t) + b.greenF() * t,
                          a.blueF() * (1 - t) + b.blueF() * t);
}

QColor mutedText(const QPalette& palette) { return theme::muted(palette); }
QColor hairline(const QPalette& palette) { return theme::border(palette); }
QColor cardGround(const QPalette& palette) { return palette.color(QPalette::Base); }
QColor categoryColor(const QPalette& palette, int index) { return theme::seriesColor(index, palette); }

QColor severityColor(const QPalette& palette, int severity) {
  switch (severity) {
    case 1: return theme::warning(palette);
    case 2: return theme::bad(palette);
    case 3: return theme::good(palette);
    default: return theme::accent(palette);
  }
}

QFont scaledFont(const QFont& font, double factor, QFont::Weight weight) {
  QFont out = font;
  if (font.pointSizeF() > 0)
    out.setPointSizeF(font.pointSizeF() * factor);
  else
    out.setPixelSize(std::max(6, static_cast<int>(std::lround(font.pixelSize() * factor))));
  out.setWeight(weight);
  return out;
}

QFont monoFont(const QFont& like, double factor) {
  QFont out = QFontDatabase::systemFont(QFontDatabase::FixedFont);
  if (like.pointSizeF() > 0) out.setPointSizeF(like.pointSizeF() * factor);
  return out;
}

void makeMuted(QWidget* widget) { theme::markMuted(widget); }

QString byteText(qint64 bytes) {
  const char* const units[] = {"B", "kB", "MB", "GB", "TB"};
  double value = static_cast<double>(bytes);
  int unit = 0;
  while (std::abs(value) >= 1000 && unit < 4) value /= 1000, ++unit;
  return QStringLiteral("%1 %2").arg(QLocale().toString(value, 'f', unit > 0 && std::abs(value) < 100 ? 1 : 0), QLatin1String(units[unit]));
}

QString countText(qint64 count) {
  const double value = static_cast<double>(count);
  if (std::abs(value) >= 1e9) return QStringLiteral("%1 B").arg(QLocale().toString(value / 1e9, 'f', 2));
  if (std::abs(value) >= 1e6) return QStringLiteral("%1 M").arg(QLocale().toString(value / 1e6, 'f', value < 1e8 ? 2 : 1));
  if (std::abs(value) >= 1e4) return QStringLiteral("%1 k").arg(QLocale().toString(value / 1e3, 'f', 1));
  return groupedText(count);
}

QString durationText(double seconds) {
  if (!(seconds >= 0) || !std::isfinite(seconds)) return QObject::tr("unknown");
  if (seconds < 10) return QObject::tr("%1 s").arg(QLocale().toString(seconds, 'f', 1));
  const qint64 whole = static_cast<qint64>(std::llround(std::min(seconds, 1e12)));
  if (whole < 60) return QObject::tr("%1 s").arg(whole);
  if (whole < 3600) return QObject::tr("%1 min %2 s").arg(whole / 60).arg(whole % 60);
  if (whole < 86400) return QObject::tr("%1 h %2 min").arg(whole / 3600).arg(whole % 3600 / 60);
  return QObject::tr("%1 d %2 h").arg(whole / 86400).arg(whole % 86400 / 3600);
}

QString groupedText(qint64 count) { return QLocale().toString(count); }

}  // namespace paretune
