// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QObject>

namespace paretune {

// SIGINT, SIGTERM and SIGHUP (a closed terminal, logging out, the machine going down) as an event of the GUI thread; the second one ends the
// program at once. One at a time. Handlers, not blocked signals, since programs that the window opens would inherit those.
class EndSignal : public QObject {
  Q_OBJECT
 public:
  explicit EndSignal(QObject* parent = nullptr);
  ~EndSignal() override;

 Q_SIGNALS:
  void asked();
};

}  // namespace paretune
