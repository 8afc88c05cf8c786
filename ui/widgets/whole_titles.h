// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QTableView;

namespace paretune {

// Keeps every column at least as wide as its title, which a style sheet would cut without a sign.
void keepTitlesWhole(QTableView* view);

}  // namespace paretune
