// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>
#include <QStringList>

class QMimeData;

namespace paretune {

// What a file or folder from the desktop stands for.
struct Dropped {
  enum Kind { nothing, model, data, adapter, run_file };
  Kind kind = nothing;
  QString path;  // of what it stands for: a shard stands for its folder
};

// By content where the name does not tell: folders by config.json or adapter_config.json, *.json by its keys.
Dropped classify(const QString& path);
// The local files of a drop.
QStringList localPaths(const QMimeData* data);

}  // namespace paretune
