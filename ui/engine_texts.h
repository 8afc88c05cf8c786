// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QHash>
#include <QString>
#include <QStringList>
#include <vector>

class QIODevice;

namespace paretune {

// What the engine can say, in one language: the entries of resources/translations/engine_<code>.ts.
// An entry with %1, %2 ... is a pattern: it fits every text with something in these places. The time taken is linear in the text.
class EngineTexts {
 public:
  explicit EngineTexts(QIODevice& ts);

  // The entry of the text itself, else of the pattern with the most letters of its own that fits; null where there is none.
  // What stands in a place is told() in turn, names excepted: single words and what is between quotes.
  QString entry(const QString& text) const;
  // A text with what may surround it: "where: what: why", each part by itself, and a remedy. Parts without an entry stay as they are.
  QString told(const QString& text) const;

 private:
  struct Pattern {
    QStringList literals;       // before, between and behind the places
    std::vector<int> places;    // their numbers, in the order of the source
    QString translation;
    qsizetype letters = 0;      // of the literals together
  };
  void add(const QString& source, const QString& translation);
  QString entry(const QString& text, int depth) const;
  QString told(const QString& text, int depth) const;
  QString parts(const QString& text, int depth) const;
  QString filled(const Pattern& pattern, const QStringList& held, int depth) const;

  QHash<QString, QString> m_whole;
  qsizetype m_longest = 0;  // of their sources
  std::vector<Pattern> m_patterns;  // most letters first
};

}  // namespace paretune
