// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/chat_pane.h"

#include <QEvent>
#include <QScrollBar>
#include <QTextBlockFormat>
#include <QTextCharFormat>
#include <QTextCursor>
#include <cmath>

#include "ui/widgets/token_view.h"
#include "ui/widgets/tones.h"

namespace paretune {

ChatPane::ChatPane(const QString& name, const QString& placeholder, QWidget* parent) : QTextBrowser(parent) {
  setObjectName(name);
  setOpenLinks(false);
  setUndoRedoEnabled(false);
  setPlaceholderText(placeholder);
  document()->setDocumentMargin(12);
}

bool ChatPane::atBottom() const { return verticalScrollBar()->value() >= verticalScrollBar()->maximum() - 8; }

void ChatPane::toBottom(bool was_at_bottom) {
  if (was_at_bottom) verticalScrollBar()->setValue(verticalScrollBar()->maximum());
}

void ChatPane::appendTurn(const QString& who, const QString& text, bool user) {
  QTextCursor cursor(document());
  cursor.movePosition(QTextCursor::End);
  QTextBlockFormat head;
  head.setTopMargin(document()->isEmpty() ? 0 : 12);
  QTextCharFormat name;
  name.setFontWeight(QFont::DemiBold);
  name.setForeground(user ? mutedText(palette()) : palette().color(QPalette::Highlight));
  if (document()->isEmpty())
    cursor.setBlockFormat(head);
  else
    cursor.insertBlock(head);
  cursor.insertText(who, name);
  QTextBlockFormat body;
  body.setTopMargin(2);
  QTextCharFormat plain;
  plain.setForeground(palette().color(QPalette::Text));
  cursor.insertBlock(body, plain);
  cursor.insertText(text, plain);
}

void ChatPane::ask(const QString& prompt) {
  m_messages.push_back({"user", prompt.toStdString()});
  m_footers.push_back({});
  m_tokens.emplace_back();
  appendTurn(tr("You"), prompt, true);
  m_messages.push_back({"assistant", ""});
  m_footers.push_back({});
  m_tokens.emplace_back();
  appendTurn(tr("Answer"), {}, false);
  m_busy = true;
  toBottom(true);
}

void ChatPane::addPiece(const QString& piece) {
  if (!m_busy || m_messages.empty()) return;
  const bool follow = atBottom();
  m_messages.back().content += piece.toStdString();
  QTextCursor cursor(document());
  cursor.movePosition(QTextCursor::End);
  QTextCharFormat plain;
  plain.setForeground(palette().color(QPalette::Text));
  cursor.insertText(piece, plain);
  toBottom(follow);
}

void ChatPane::finish(const QString& footer, bool failed, std::vector<GeneratedToken> tokens) {
  if (m_messages.empty()) return;
  m_busy = false;
  m_footers.back() = {footer, failed};
  m_tokens.back() = std::move(tokens);
  if (m_probabilities && !m_tokens.back().empty()) return redraw();
  const bool follow = atBottom();
  if (!footer.isEmpty()) {
    QTextCursor cursor(document());
    cursor.movePosition(QTextCursor::End);
    QTextCharFormat small;
    small.setForeground(failed ? severityColor(palette(), 2) : mutedText(palette()));
    small.setFont(scaledFont(font(), 0.9));
    QTextBlockFormat block;
    block.setTopMargin(2);
    cursor.insertBlock(block, small);
    cursor.insertText(footer, small);
  }
  toBottom(follow);
}

void ChatPane::takeBack() {
  if (m_messages.size() < 2) return;
  m_messages.resize(m_messages.size() - 2);
  m_footers.resize(m_messages.size());
  m_tokens.resize(m_messages.size());
  m_busy = false;
  redraw();
}

void ChatPane::setMessages(const std::vector<ChatMessage>& messages) {
  m_messages = messages;
  m_footers.assign(messages.size(), {});
  m_tokens.assign(messages.size(), {});
  m_busy = false;
  redraw();
}

void ChatPane::setProbabilities(bool on) {
  if (m_probabilities == on) return;
  m_probabilities = on;
  if (!m_busy) redraw();
}

QString ChatPane::describe(const GeneratedToken& token) {
  const auto percent = [](double logprob) {
    const double share = 100 * std::exp(logprob);
    return share < 0.1 ? tr("below 0.1 %") : QString::number(share, 'f', share < 10 ? 1 : 0) + QStringLiteral(" %");
  };
  const auto quoted = [](const std::string& text) { return QStringLiteral("“%1”").arg(TokenChips::visibleText(QString::fromStdString(text))); };
  QStringList lines{QStringLiteral("%1  %2").arg(quoted(token.text), percent(token.logprob))};
  for (const auto& other : token.top) {
    if (other.id != token.id) lines << tr("instead: %1  %2").arg(quoted(other.text), percent(other.logprob));
  }
  return lines.join('\n');
}

// Below one half a token gets dots under it, below one tenth a wavy line and a heavier hand; colour only adds to that.
void ChatPane::insertTokens(QTextCursor& cursor, const std::vector<GeneratedToken>& tokens) {
  for (const auto& token : tokens) {
    QTextCharFormat format;
    format.setForeground(palette().color(QPalette::Text));
    format.setToolTip(describe(token));
    const double share = std::exp(token.logprob);
    if (share < 0.5) {
      const QColor tone = severityColor(palette(), share < 0.1 ? 2 : 1);
      format.setUnderlineStyle(share < 0.1 ? QTextCharFormat::WaveUnderline : QTextCharFormat::DotLine);
      format.setUnderlineColor(tone);
      format.setBackground(mixed(palette().color(QPalette::Base), tone, isDarkPalette(palette()) ? 0.25 : 0.13));
      if (share < 0.1) format.setFontWeight(QFont::DemiBold);
    }
    cursor.insertText(QString::fromStdString(token.text), format);
  }
}

void ChatPane::clearChat() {
  m_messages.clear();
  m_footers.clear();
  m_tokens.clear();
  m_busy = false;
  redraw();
}

QString ChatPane::lastAnswer() const {
  for (auto message = m_messages.rbegin(); message != m_messages.rend(); ++message) {
    if (message->role == "assistant") return QString::fromStdString(message->content);
  }
  return {};
}

void ChatPane::redraw() {
  const std::vector<Footer> footers = m_footers;
  const bool busy = m_busy;
  clear();
  for (std::size_t i = 0; i < m_messages.size(); ++i) {
    const bool user = m_messages[i].role == "user";
    const bool with_tokens = m_probabilities && !m_tokens[i].empty();
    appendTurn(user ? tr("You") : tr("Answer"), with_tokens ? QString() : QString::fromStdString(m_messages[i].content), user);
    if (with_tokens) {
      QTextCursor cursor(document());
      cursor.movePosition(QTextCursor::End);
      insertTokens(cursor, m_tokens[i]);
    }
    if (!footers[i].text.isEmpty()) {
      QTextCursor cursor(document());
      cursor.movePosition(QTextCursor::End);
      QTextCharFormat small;
      small.setForeground(footers[i].failed ? severityColor(palette(), 2) : mutedText(palette()));
      small.setFont(scaledFont(font(), 0.9));
      cursor.insertBlock(QTextBlockFormat(), small);
      cursor.insertText(footers[i].text, small);
    }
  }
  m_busy = busy;
  toBottom(true);
}

void ChatPane::changeEvent(QEvent* event) {
  QTextBrowser::changeEvent(event);
  if (event->type() == QEvent::PaletteChange) redraw();
}

}  // namespace paretune
