// SPDX-License-Identifier: GPL-3.0-or-later
// What will happen, in words.
#include "ui/language.h"
#include "ui/pages/setup_plan_pane.h"
#include "ui/widgets/tones.h"

namespace paretune {

void PlanPane::tell(const MethodInfo* method, const std::optional<DataPreview>& rows, const RunConfig& config, const Plan& plan) {
  const Json& training = config.training;
  const auto whole = [&](const char* key) { return training.value(key, int64_t{0}); };
  QStringList lines;
  if (method && rows) {
    const double passes = rows->train_rows > 0 ? double(plan.steps) * double(whole("per_device_train_batch_size")) *
                                                     double(whole("gradient_accumulation_steps")) / double(rows->train_rows)
                                               : 0.0;
    lines << tr("%1 trains on %2 rows for %3 steps, about %4 passes over the data.")
                 .arg(QString::fromStdString(method->title), groupedText(rows->train_rows), groupedText(plan.steps))
                 .arg(passes, 0, 'g', 2);
  }
  if (plan.total_parameters > 0)
    lines << tr("%1 % of all parameters change.").arg(100.0 * double(plan.trainable_parameters) / double(plan.total_parameters), 0, 'g', 3);
  if (training.value("preflight", true)) lines << tr("The largest pass is made once before the first step, to measure memory and time.");
  for (const auto& note : plan.notes) lines << language::engineText(note);
  if (rows && rows->eval_rows == 0) {
    lines << tr("No rows are held out, so there is no evaluation.");
  } else if (rows) {
    const QString when = whole("eval_steps") > 0 ? tr("every %1 steps and at the end").arg(whole("eval_steps")) : tr("at the end");
    lines << (training.value("eval_on_start", true) ? tr("The untouched model is measured first, then held-out rows %1.").arg(when)
                                                    : tr("Held-out rows are measured %1.").arg(when));
  }
  lines << (whole("save_steps") > 0 ? tr("A checkpoint is written every %1 steps.").arg(whole("save_steps")) : tr("A checkpoint is written when you stop."));
  const auto prompts = config.sample_prompts.size();
  if (prompts > 0) lines << (prompts == 1 ? tr("1 sample prompt is answered along the way.") : tr("%1 sample prompts are answered along the way.").arg(prompts));
  setStory(lines.join(QStringLiteral("\n\n")));
}

}  // namespace paretune
