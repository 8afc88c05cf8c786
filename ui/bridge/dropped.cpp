// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/dropped.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QMimeData>
#include <QUrl>

#include "training/api/schema.h"

namespace paretune {
namespace {

constexpr qint64 kLargestRunFile = 1'000'000;  // larger JSON files are data

bool isRunFile(const QString& path) {
  QFile file(path);
  if (file.size() > kLargestRunFile || !file.open(QIODevice::ReadOnly)) return false;
  const Json json = Json::parse(file.readAll().toStdString(), nullptr, false);
  return json.is_object() && json.contains("model") && (json.contains("peft") || json.contains("data"));
}

Dropped folder(const QDir& dir) {
  if (dir.exists(QStringLiteral("adapter_config.json"))) return {Dropped::adapter, dir.absolutePath()};
  if (dir.exists(QStringLiteral("config.json"))) return {Dropped::model, dir.absolutePath()};
  return {};
}

}  // namespace

Dropped classify(const QString& path) {
  const QFileInfo file(path);
  if (!file.exists()) return {};
  if (file.isDir()) return folder(QDir(file.absoluteFilePath()));
  const QString suffix = file.suffix().toLower(), name = file.fileName();
  if (suffix == QLatin1String("gguf")) return {Dropped::model, file.absoluteFilePath()};
  if (suffix == QLatin1String("safetensors") || name == QLatin1String("adapter_config.json") || name == QLatin1String("config.json"))
    return folder(file.absoluteDir());
  if (suffix == QLatin1String("json") && isRunFile(file.absoluteFilePath())) return {Dropped::run_file, file.absoluteFilePath()};
  if (QStringList{"jsonl", "json", "csv", "tsv"}.contains(suffix)) return {Dropped::data, file.absoluteFilePath()};
  return {};
}

QStringList localPaths(const QMimeData* data) {
  QStringList out;
  if (!data) return out;
  for (const QUrl& url : data->urls()) {
    if (url.isLocalFile()) out << url.toLocalFile();
  }
  return out;
}

}  // namespace paretune
