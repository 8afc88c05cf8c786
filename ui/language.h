// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>
#include <QStringList>
#include <string>

class QApplication;

namespace paretune::language {

// Codes of the languages the window speaks, English first; the others are the files compiled in from resources/translations.
QStringList available();
QString nativeName(const QString& code);  // "Deutsch"

// What a setting stands for: itself when it is available, else the first available one of the platform's languages, else English.
QString resolve(const QString& setting);

// Installs the texts of the studio and of Qt, and the number format. An empty setting follows the platform.
void apply(QApplication& app, const QString& setting);

// A text the engine gives for showing (what a method does, what a setting means) in the language chosen, by ui/engine_texts.h.
// What has no entry stays as it is, as do the names of HF and PEFT. Asked in the window's thread only, as the next.
QString engineText(const std::string& text);
// An error's text(), its message or its remedy alone: each part as engineText(), the place as it is.
QString errorText(const std::string& text);

}  // namespace paretune::language
