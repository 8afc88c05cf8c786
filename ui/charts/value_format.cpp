// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/value_format.h"

#include <QCoreApplication>
#include <QLocale>
#include <cmath>

#include "training/api/pareto.h"
#include "ui/widgets/tones.h"

namespace paretune {
namespace {

struct KnownMetric {
  const char *key, *title;
  Unit unit;
};
constexpr KnownMetric kKnown[] = {
    {"loss", QT_TRANSLATE_NOOP("metrics", "Training loss"), Unit::number},
    {"eval_loss", QT_TRANSLATE_NOOP("metrics", "Evaluation loss"), Unit::number},
    {"perplexity", QT_TRANSLATE_NOOP("metrics", "Perplexity"), Unit::number},
    {"exact_match", QT_TRANSLATE_NOOP("metrics", "Exact match"), Unit::percent},
    {"forgetting", QT_TRANSLATE_NOOP("metrics", "Forgetting"), Unit::number},
    {"drift", QT_TRANSLATE_NOOP("metrics", "Drift"), Unit::number},
    {"learning_rate", QT_TRANSLATE_NOOP("metrics", "Learning rate"), Unit::number},
    {"grad_norm", QT_TRANSLATE_NOOP("metrics", "Gradient norm"), Unit::number},
    {"tokens_per_second", QT_TRANSLATE_NOOP("metrics", "Tokens per second"), Unit::rate},
    {"tokens", QT_TRANSLATE_NOOP("metrics", "Tokens"), Unit::count},
    {"memory_bytes", QT_TRANSLATE_NOOP("metrics", "Memory"), Unit::bytes},
    {"memory_peak_bytes", QT_TRANSLATE_NOOP("metrics", "Peak memory"), Unit::bytes},
    {"adapter_bytes", QT_TRANSLATE_NOOP("metrics", "Adapter size"), Unit::bytes},
    {"step_ms", QT_TRANSLATE_NOOP("metrics", "Step time"), Unit::milliseconds},
    {"wall_seconds", QT_TRANSLATE_NOOP("metrics", "Time"), Unit::seconds},
    {"preflight_peak_bytes", QT_TRANSLATE_NOOP("metrics", "Peak before the run"), Unit::bytes},
    {"preflight_step_seconds", QT_TRANSLATE_NOOP("metrics", "Step before the run"), Unit::seconds},
    {"preflight_total_seconds", QT_TRANSLATE_NOOP("metrics", "Time before the run"), Unit::seconds},
    {"memory_planned_bytes", QT_TRANSLATE_NOOP("metrics", "Planned memory"), Unit::bytes},
    {"planned_tokens_per_second", QT_TRANSLATE_NOOP("metrics", "Planned tokens per second"), Unit::rate},
    {"evaluation_seconds", QT_TRANSLATE_NOOP("metrics", "Evaluation time"), Unit::seconds},
    {"evaluated_tokens", QT_TRANSLATE_NOOP("metrics", "Evaluated tokens"), Unit::count},
    {"planned_evaluated_tokens_per_second", QT_TRANSLATE_NOOP("metrics", "Planned evaluated tokens per second"), Unit::rate},
    {"logit_change", QT_TRANSLATE_NOOP("metrics", "Change of logits"), Unit::number},
    {"relative_change", QT_TRANSLATE_NOOP("metrics", "Change of weights"), Unit::percent},
    {"dead_modules", QT_TRANSLATE_NOOP("metrics", "Dead modules"), Unit::count},
    {"trainable_parameters", QT_TRANSLATE_NOOP("metrics", "Trainable parameters"), Unit::count},
};
const KnownMetric* known(const QString& key) {
  for (const auto& each : kKnown)
    if (key == QLatin1String(each.key)) return &each;
  return nullptr;
}

QString numberText(double value) {
  const double size = std::fabs(value);
  if (size != 0 && (size < 1e-3 || size >= 1e6)) return QString::number(value, 'g', 3);
  return QString::number(value, 'g', 4);
}

}  // namespace

QString valueText(Unit unit, double value) {
  if (std::isnan(value)) return QStringLiteral("–");
  if (!std::isfinite(value)) return value > 0 ? QStringLiteral("∞") : QStringLiteral("-∞");
  const bool whole_fits = std::fabs(value) < 9e18;
  switch (unit) {
    case Unit::bytes:
      return whole_fits ? byteText(qint64(value)) : numberText(value);
    case Unit::seconds:
      return durationText(value);
    case Unit::milliseconds:
      return value >= 10'000 ? durationText(value / 1000) : numberText(std::round(value * 10) / 10) + QStringLiteral(" ms");
    case Unit::percent:
      return QString::number(value * 100, 'f', 1) + QStringLiteral(" %");
    case Unit::count:
      return whole_fits ? countText(qint64(value)) : numberText(value);
    case Unit::rate:
      return QLocale().toString(value, 'f', std::fabs(value) < 10 ? 2 : 0) + QStringLiteral(" /s");
    case Unit::number:
      break;
  }
  return numberText(value);
}

QString metricTitle(const QString& key) {
  if (const auto* metric = known(key)) return QCoreApplication::translate("metrics", metric->title);
  QString words = key;
  words.replace('_', ' ').replace('/', QStringLiteral(" / "));
  if (!words.isEmpty()) words[0] = words[0].toUpper();
  return words;
}

Unit metricUnit(const QString& key) {
  if (const auto* metric = known(key)) return metric->unit;
  if (key.endsWith("_bytes")) return Unit::bytes;
  if (key.endsWith("_seconds")) return Unit::seconds;
  if (key.endsWith("_ms")) return Unit::milliseconds;
  if (key.endsWith("_per_second")) return Unit::rate;
  if (key.endsWith("accuracy") || key.endsWith("exact_match")) return Unit::percent;
  return Unit::number;
}

bool lowerIsBetter(const QString& key) { return lower_is_better(key.toStdString()); }

}  // namespace paretune
