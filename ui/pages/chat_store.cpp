// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/chat_store.h"

#include <QCoreApplication>
#include <QFile>
#include <QSaveFile>

namespace paretune {
namespace {

constexpr std::size_t kMost = 100;

QString text(const Json& json, const char* key) { return QString::fromStdString(json.value(key, std::string())); }

Json to_json(const KeptChat& chat) {
  Json sides = Json::array();
  for (const auto& side : chat.sides) {
    Json messages = Json::array();
    for (const auto& message : side.messages) messages.push_back({{"role", message.role}, {"content", message.content}});
    sides.push_back({{"adapter", side.adapter.toStdString()}, {"name", side.name.toStdString()}, {"messages", messages}});
  }
  return {{"id", chat.id.toStdString()}, {"model", chat.model.toStdString()}, {"system", chat.system.toStdString()}, {"sides", sides}};
}

KeptChat from_json(const Json& json) {
  KeptChat chat{text(json, "id"), text(json, "model"), text(json, "system"), {}};
  for (const Json& each : json.at("sides")) {
    KeptChat::Side side{text(each, "adapter"), text(each, "name"), {}};
    for (const Json& message : each.at("messages")) side.messages.push_back({message.at("role"), message.at("content")});
    chat.sides.push_back(std::move(side));
  }
  return chat;
}

}  // namespace

QString KeptChat::title() const {
  for (const auto& side : sides) {
    for (const auto& message : side.messages) {
      if (message.role != "user") continue;
      const QString first = QString::fromStdString(message.content).simplified();
      return first.size() > 60 ? first.left(59) + QStringLiteral("…") : first;
    }
  }
  return {};
}

std::vector<KeptChat> ChatStore::read(QString& problem) const {
  QFile file(m_file);
  if (!file.exists()) return {};
  if (!file.open(QIODevice::ReadOnly)) {
    problem = QCoreApplication::translate("chats", "%1: %2").arg(m_file, file.errorString());
    return {};
  }
  const QByteArray bytes = file.readAll();
  file.close();
  std::vector<KeptChat> out;
  const auto parsed = attempt("chats", [&] {
    const Json json = Json::parse(bytes.toStdString());
    for (const Json& chat : json.at("chats")) out.push_back(from_json(chat));
  });
  if (parsed) return out;
  const QString aside = m_file + QStringLiteral(".damaged");
  QFile::remove(aside);
  QFile::rename(m_file, aside);
  problem = QCoreApplication::translate("chats", "The kept chats could not be read; the file is now %1.").arg(aside);
  return {};
}

bool ChatStore::write(const std::vector<KeptChat>& chats, QString& problem) const {
  Json list = Json::array();
  for (std::size_t i = 0; i < std::min(kMost, chats.size()); ++i) list.push_back(to_json(chats[i]));
  const std::string out = Json{{"chats", list}}.dump(1, ' ', false, Json::error_handler_t::replace);
  QSaveFile file(m_file);
  const bool done = file.open(QIODevice::WriteOnly) && file.write(out.data(), qint64(out.size())) == qint64(out.size()) && file.commit();
  if (!done) problem = QCoreApplication::translate("chats", "The chat could not be kept: %1: %2").arg(m_file, file.errorString());
  return done;
}

bool ChatStore::keep(const KeptChat& chat, QString& problem) const {
  auto chats = read(problem);
  std::erase_if(chats, [&](const KeptChat& each) { return each.id == chat.id; });
  chats.insert(chats.begin(), chat);
  return write(chats, problem);
}

bool ChatStore::remove(const QString& id, QString& problem) const {
  auto chats = read(problem);
  std::erase_if(chats, [&](const KeptChat& each) { return each.id == id; });
  return write(chats, problem);
}

}  // namespace paretune
