// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Conversations of the playground, kept as one file in the studio's folder.
#include <QString>
#include <QStringList>
#include <vector>

#include "training/api/engine.h"

namespace paretune {

struct KeptChat {
  struct Side {
    QString adapter, name;  // adapter empty: the base model
    std::vector<ChatMessage> messages;
  };
  QString id, model, system;
  std::vector<Side> sides;
  QString title() const;  // the first question
};

class ChatStore {
 public:
  explicit ChatStore(QString file) : m_file(std::move(file)) {}
  // Newest first. A file that cannot be read as one of ours is set aside, not overwritten; `problem` says so.
  std::vector<KeptChat> read(QString& problem) const;
  // Puts the chat in front, in place of the one with its id; the oldest of more than 100 go. False and `problem` when the disk refuses.
  bool keep(const KeptChat& chat, QString& problem) const;
  bool remove(const QString& id, QString& problem) const;

 private:
  bool write(const std::vector<KeptChat>& chats, QString& problem) const;
  QString m_file;
};

}  // namespace paretune
