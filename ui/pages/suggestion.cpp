// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/suggestion.h"

#include <QStringList>

namespace paretune {

SuggestedChange readSuggestion(const QString& text, const std::function<bool(const QString&)>& isKey,
                               const std::function<bool(const QString&)>& isMethod) {
  QString spaced = text;
  spaced.replace('=', QLatin1String(" = "));
  QStringList words = spaced.split(' ', Qt::SkipEmptyParts);
  for (QString& word : words) {
    while (!word.isEmpty() && QStringLiteral(",:;").contains(word.back())) word.chop(1);
    if (word.endsWith('.')) word.chop(1);
  }
  SuggestedChange out;
  for (qsizetype i = 0; i + 1 < words.size(); ++i) {
    if (words[i] == QLatin1String("Use") && isMethod(words[i + 1])) out.method = words[i + 1];
    const QString key = words[i].section('.', -1);
    if (!isKey(key)) continue;
    QString value = words[i + 1];
    if ((value == QLatin1String("to") || value == QLatin1String("=")) && i + 2 < words.size()) {
      value = words[i + 2];
    } else if (value != QLatin1String("on") && value != QLatin1String("off")) {
      continue;
    }
    Json json = value == QLatin1String("on") ? Json(true) : value == QLatin1String("off") ? Json(false) : Json::parse(value.toStdString(), nullptr, false);
    if (json.is_discarded()) json = value.toStdString();
    out.settings.emplace_back(key, json);
  }
  return out;
}

}  // namespace paretune
