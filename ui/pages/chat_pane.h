// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// One side of the playground: a conversation whose last answer grows token by token.
#include <QTextBrowser>
#include <vector>

#include "training/api/engine.h"

namespace paretune {

class ChatPane : public QTextBrowser {
  Q_OBJECT
 public:
  explicit ChatPane(const QString& name, const QString& placeholder, QWidget* parent = nullptr);
  const std::vector<ChatMessage>& messages() const { return m_messages; }
  void ask(const QString& prompt);       // adds the user's turn and opens an empty answer
  void addPiece(const QString& piece);   // grows the open answer
  void finish(const QString& footer, bool failed = false, std::vector<GeneratedToken> tokens = {});
  void setMessages(const std::vector<ChatMessage>& messages);  // an earlier conversation
  // Answers token by token: unlikely ones marked, with the likeliest others under the pointer.
  void setProbabilities(bool on);
  static QString describe(const GeneratedToken& token);  // "“ Paris” 86 %, instead of: …"
  void takeBack();                       // removes the open turn (asked, never answered)
  void clearChat();
  QString lastAnswer() const;
  bool isBusy() const { return m_busy; }

 protected:
  void changeEvent(QEvent* event) override;

 private:
  struct Footer {
    QString text;
    bool failed = false;
  };
  void redraw();
  void insertTokens(class QTextCursor& cursor, const std::vector<GeneratedToken>& tokens);
  void appendTurn(const QString& who, const QString& text, bool user);
  void toBottom(bool was_at_bottom);
  bool atBottom() const;
  std::vector<ChatMessage> m_messages;
  std::vector<Footer> m_footers;                      // one per message
  std::vector<std::vector<GeneratedToken>> m_tokens;  // one list per message, empty for questions and where none came
  bool m_probabilities = false;
  bool m_busy = false;
};

}  // namespace paretune
