// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/engine_texts.h"

#include <QXmlStreamReader>
#include <algorithm>

namespace paretune {
namespace {

constexpr int kDeepest = 3;                // texts within texts
constexpr int kMostParts = 8;              // of "where: what: why"
constexpr int kMostPieces = 16;            // of "one; another"
constexpr qsizetype kLongestPlace = 4096;  // what may stand before the first letters of a pattern
const QString kJoint = QStringLiteral(": "), kNext = QStringLiteral("; "), kWay = QStringLiteral("What to do: %1"), kRemedy = QStringLiteral("\n  What to do: ");

// The number of the place at `at` ("%12"), 0 where there is none; `end` is set behind it.
int placeAt(const QString& text, qsizetype at, qsizetype& end) {
  int number = 0;
  for (end = at + 1; text[at] == QLatin1Char('%') && end < text.size() && end <= at + 2 && text[end] >= QLatin1Char('0') && text[end] <= QLatin1Char('9'); ++end)
    number = 10 * number + text[end].digitValue();
  return number;
}

// Calls literal(piece) and place(number) in turn; a literal, perhaps empty, is on both sides of each place.
template <class Literal, class Place>
void takeApart(const QString& text, Literal&& literal, Place&& place) {
  qsizetype from = 0;
  for (qsizetype at = 0, end = 0; at < text.size(); ++at) {
    const int number = placeAt(text, at, end);
    if (number == 0) continue;
    literal(text.mid(from, at - from));
    place(number);
    from = end;
    at = end - 1;
  }
  literal(text.mid(from));
}

// What stands between the literals; false where they are not all there. Each is taken where it comes first, so nothing is tried twice.
bool fits(const QString& text, const QStringList& literals, QStringList& held) {
  held.clear();
  const QString& first = literals.front();
  const QString& last = literals.back();
  if (text.size() < first.size() + last.size() || !text.startsWith(first) || !text.endsWith(last)) return false;
  const qsizetype behind = text.size() - last.size();
  qsizetype from = first.size();
  for (qsizetype i = 1; i < literals.size(); ++i) {
    const bool reached = i + 1 == literals.size();
    // At the beginning of a text a place may stand, which is no part of the message.
    const bool leading = i == 1 && first.isEmpty();
    const QStringView view = leading ? QStringView(text).left(kLongestPlace + literals[i].size()) : QStringView(text);
    const qsizetype at = reached ? behind : view.indexOf(literals[i], from);
    if (at < from || at + (reached ? 0 : literals[i].size()) > behind) return false;
    if (leading && (at == 0 || at > kLongestPlace || QStringView(text).left(at).contains(kJoint))) return false;
    held << text.mid(from, at - from);
    from = at + literals[i].size();
  }
  return true;
}

bool isQuote(QChar c) { return c == QLatin1Char('\'') || c == QLatin1Char('"'); }

// What is said in words; the rest are names, which stay.
bool isPhrase(const QString& text) { return text.trimmed().contains(QLatin1Char(' ')); }

}  // namespace

EngineTexts::EngineTexts(QIODevice& ts) {
  QXmlStreamReader xml(&ts);
  QString source;
  while (!xml.atEnd()) {
    if (xml.readNext() != QXmlStreamReader::StartElement) continue;
    if (xml.name() == QLatin1String("source")) source = xml.readElementText();
    if (xml.name() == QLatin1String("translation")) add(source, xml.readElementText());
  }
  std::stable_sort(m_patterns.begin(), m_patterns.end(), [](const Pattern& a, const Pattern& b) { return a.letters > b.letters; });
}

void EngineTexts::add(const QString& source, const QString& translation) {
  if (source.isEmpty() || translation.isEmpty()) return;
  m_whole.insert(source, translation);
  m_longest = std::max(m_longest, source.size());
  Pattern pattern;
  takeApart(source, [&](const QString& literal) { pattern.literals << literal; }, [&](int place) { pattern.places.push_back(place); });
  if (pattern.places.empty()) return;
  for (const QString& literal : std::as_const(pattern.literals)) pattern.letters += literal.size();
  pattern.translation = translation;
  m_patterns.push_back(std::move(pattern));
}

QString EngineTexts::entry(const QString& text) const { return entry(text, 0); }
QString EngineTexts::told(const QString& text) const { return told(text, 0); }

QString EngineTexts::entry(const QString& text, int depth) const {
  if (const auto found = text.size() > m_longest ? m_whole.cend() : m_whole.constFind(text); found != m_whole.cend()) return *found;
  QStringList held;
  for (const Pattern& pattern : m_patterns)
    if (fits(text, pattern.literals, held)) return filled(pattern, held, depth);
  return {};
}

QString EngineTexts::filled(const Pattern& pattern, const QStringList& held, int depth) const {
  QHash<int, QString> values;
  for (qsizetype i = 0; i < held.size(); ++i) {
    const QString &before = pattern.literals[i], &after = pattern.literals[i + 1];
    const bool quoted = !before.isEmpty() && isQuote(before.back()) && !after.isEmpty() && isQuote(after.front());
    values[pattern.places[static_cast<std::size_t>(i)]] = quoted || depth >= kDeepest || !isPhrase(held[i]) ? held[i] : told(held[i], depth + 1);
  }
  QString out;
  takeApart(pattern.translation, [&](const QString& literal) { out += literal; }, [&](int place) { out += values.value(place); });
  return out;
}

QString EngineTexts::told(const QString& text, int depth) const {
  const qsizetype end = text.indexOf(kRemedy);
  if (end < 0) return parts(text, depth);
  const QString remedy = parts(text.mid(end + kRemedy.size()), depth), way = m_whole.value(kWay, kWay);
  return parts(text.left(end), depth) + QStringLiteral("\n  ") + QString(way).replace(QLatin1String("%1"), remedy);
}

// The longest rest that has an entry, and what comes before it likewise; else each piece of a list by itself.
QString EngineTexts::parts(const QString& text, int depth) const {
  if (const QString whole = entry(text, depth); !whole.isNull()) return whole;
  const auto piece = [&](const QString& part) { return depth < kDeepest && isPhrase(part) ? parts(part, depth + 1) : part; };
  qsizetype at = -1;
  for (int i = 0; i < kMostParts; ++i) {
    const qsizetype next = text.indexOf(kJoint, at + 1);
    if (next < 0) break;
    at = next;
    const QString rest = text.mid(at + kJoint.size()), known = isPhrase(rest) ? entry(rest, depth) : QString();
    if (!known.isNull()) return piece(text.left(at)) + kJoint + known;
  }
  if (const qsizetype more = text.count(kNext); more > 0 && more < kMostPieces) {
    QStringList list = text.split(kNext);
    for (QString& each : list) each = piece(each);
    return list.join(kNext);
  }
  return at < 0 ? text : piece(text.left(at)) + text.mid(at);
}

}  // namespace paretune
