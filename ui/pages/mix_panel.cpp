// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/mix_panel.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QGridLayout>
#include <QLabel>
#include <QSlider>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "ui/theme.h"

namespace paretune {
namespace {

struct Way {
  const char *type, *what;
  bool thins;  // keeps a share of the values
};
constexpr Way kWays[] = {
    {"cat", QT_TRANSLATE_NOOP("paretune::MixPanel", "Ranks side by side: exactly the weighted sum of the changes"), false},
    {"linear", QT_TRANSLATE_NOOP("paretune::MixPanel", "Factors are averaged; all ranks must be the same"), false},
    {"svd", QT_TRANSLATE_NOOP("paretune::MixPanel", "The weighted sum, cut to one rank by SVD"), false},
    {"ties", QT_TRANSLATE_NOOP("paretune::MixPanel", "TIES: small values go, signs are voted on"), true},
    {"ties_svd", QT_TRANSLATE_NOOP("paretune::MixPanel", "TIES on the changes, cut to one rank by SVD"), true},
    {"dare_linear", QT_TRANSLATE_NOOP("paretune::MixPanel", "DARE: values are dropped at random and the rest scaled up"), true},
    {"dare_ties", QT_TRANSLATE_NOOP("paretune::MixPanel", "DARE, then signs are voted on"), true},
    {"dare_linear_svd", QT_TRANSLATE_NOOP("paretune::MixPanel", "DARE on the changes, cut to one rank by SVD"), true},
    {"dare_ties_svd", QT_TRANSLATE_NOOP("paretune::MixPanel", "DARE and TIES on the changes, cut to one rank by SVD"), true},
    {"magnitude_prune", QT_TRANSLATE_NOOP("paretune::MixPanel", "Small values go"), true},
    {"magnitude_prune_svd", QT_TRANSLATE_NOOP("paretune::MixPanel", "Small values of the changes go, cut to one rank by SVD"), true}};

bool thins(const QString& type) {
  return std::any_of(std::begin(kWays), std::end(kWays), [&](const Way& way) { return way.thins && type == QLatin1String(way.type); });
}

}  // namespace

MixPanel::MixPanel(QWidget* parent)
    : QWidget(parent),
      m_grid(new QGridLayout),
      m_type(new QComboBox),
      m_density(new QDoubleSpinBox),
      m_density_label(new QLabel(tr("Share kept"))),
      m_empty(new QLabel(tr("Train two LoRA adapters on this base model to mix them."))) {
  setObjectName("mixPanel");
  m_type->setObjectName("mixType");
  m_type->setAccessibleName(tr("How adapters are combined"));
  for (const auto& way : kWays) {
    m_type->addItem(QLatin1String(way.type), QLatin1String(way.type));
    m_type->setItemData(m_type->count() - 1, tr(way.what), Qt::ToolTipRole);
  }
  m_density->setObjectName("mixDensity");
  m_density->setAccessibleName(tr("Share of the values that is kept"));
  m_density->setRange(0.01, 1.0);
  m_density->setSingleStep(0.05);
  m_density->setValue(0.5);
  m_density_label->setBuddy(m_density);
  m_empty->setWordWrap(true);
  theme::markMuted(m_empty);
  m_grid->setContentsMargins(0, 0, 0, 0);
  m_grid->setHorizontalSpacing(8);
  m_grid->setVerticalSpacing(4);
  m_grid->setColumnStretch(0, 1);
  auto* how = new QGridLayout;
  how->setHorizontalSpacing(8);
  auto* label = new QLabel(tr("Combination"));
  label->setBuddy(m_type);
  how->addWidget(label, 0, 0);
  how->addWidget(m_type, 0, 1);
  how->addWidget(m_density_label, 1, 0);
  how->addWidget(m_density, 1, 1);
  how->setColumnStretch(1, 1);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(8);
  column->addWidget(m_empty);
  column->addLayout(m_grid);
  column->addLayout(how);
  connect(m_type, &QComboBox::currentIndexChanged, this, [this] {
    refresh();
    Q_EMIT changed();
  });
  connect(m_density, &QDoubleSpinBox::valueChanged, this, &MixPanel::changed);
  refresh();
}

void MixPanel::setChoices(const std::vector<Choice>& choices) {
  const bool same = choices.size() == m_rows.size() && std::equal(choices.begin(), choices.end(), m_rows.begin(), [](const Choice& a, const Row& b) {
                      return a.id == b.choice.id && a.name == b.choice.name;
                    });
  if (same) return;
  std::vector<Row> before = std::move(m_rows);
  m_rows.clear();
  for (const auto& choice : choices) {
    const int at = int(m_rows.size());
    Row row{choice, new QCheckBox(choice.name), new QSlider(Qt::Horizontal), new QDoubleSpinBox};
    row.on->setObjectName(QStringLiteral("mixOn%1").arg(at));
    row.on->setToolTip(choice.name + '\n' + choice.id);
    row.on->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    row.slider->setObjectName(QStringLiteral("mixSlider%1").arg(at));
    row.slider->setAccessibleName(tr("Weight of %1").arg(choice.name));
    row.slider->setRange(-100, 200);
    row.weight->setObjectName(QStringLiteral("mixWeight%1").arg(at));
    row.weight->setAccessibleName(tr("Weight of %1").arg(choice.name));
    row.weight->setRange(-10, 10);
    row.weight->setSingleStep(0.05);
    row.weight->setDecimals(2);
    row.weight->setValue(1);
    for (const auto& old : before) {
      if (old.choice.id != choice.id) continue;
      row.on->setChecked(old.on->isChecked());
      row.weight->setValue(old.weight->value());
    }
    row.slider->setValue(int(std::lround(100 * row.weight->value())));
    m_grid->addWidget(row.on, 2 * at, 0, 1, 2);
    m_grid->addWidget(row.slider, 2 * at + 1, 0);
    m_grid->addWidget(row.weight, 2 * at + 1, 1);
    connect(row.slider, &QSlider::valueChanged, row.weight, [weight = row.weight](int value) { weight->setValue(value / 100.0); });
    connect(row.weight, &QDoubleSpinBox::valueChanged, this, [this, slider = row.slider](double value) {
      const QSignalBlocker quiet(slider);
      slider->setValue(int(std::lround(100 * value)));
      Q_EMIT changed();
    });
    connect(row.on, &QCheckBox::toggled, this, [this] {
      refresh();
      Q_EMIT changed();
    });
    m_rows.push_back(row);
  }
  for (const auto& old : before)
    for (QWidget* widget : {static_cast<QWidget*>(old.on), static_cast<QWidget*>(old.slider), static_cast<QWidget*>(old.weight)})
      widget->deleteLater();
  refresh();
}

void MixPanel::refresh() {
  for (const auto& row : m_rows) {
    row.slider->setVisible(row.on->isChecked());
    row.weight->setVisible(row.on->isChecked());
  }
  m_empty->setVisible(m_rows.size() < 2);
  const bool thin = thins(m_type->currentData().toString());
  m_density->setVisible(thin);
  m_density_label->setVisible(thin);
  m_type->setToolTip(m_type->currentData(Qt::ToolTipRole).toString());
}

int MixPanel::chosenCount() const {
  return int(std::count_if(m_rows.begin(), m_rows.end(), [](const Row& row) { return row.on->isChecked(); }));
}

CombinationRequest MixPanel::request() const {
  CombinationRequest out;
  for (const auto& row : m_rows) {
    if (!row.on->isChecked()) continue;
    out.sources.push_back(row.choice.id.toStdString());
    out.weights.push_back(row.weight->value());
  }
  out.type = m_type->currentData().toString().toStdString();
  if (thins(m_type->currentData().toString())) out.density = m_density->value();
  return out;
}

QString MixPanel::summary() const {
  QStringList parts;
  for (const auto& row : m_rows)
    if (row.on->isChecked()) parts << QStringLiteral("%1 × %2").arg(row.choice.name, QString::number(row.weight->value(), 'f', 2));
  return parts.isEmpty() ? QString() : parts.join(QStringLiteral(" + ")) + QStringLiteral(" · ") + m_type->currentData().toString();
}

}  // namespace paretune
