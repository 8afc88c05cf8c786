// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Cores that other programs want too. GNU's OpenMP lets threads spin at every barrier for a good part of a millisecond, which is quickest on
// a quiet machine; but where a team's threads have to wait for a core, the spinning ones keep it from them: with one other busy process on
// two cores a training step took up to ten times as long, and twice as long when they gave it away soon.

namespace paretune::kernels {

// To be called often from long work (each pass, each token): looks a few times a second how long this process's threads waited for a core,
// and makes waiting threads spin briefly while that is much. Does nothing where GOMP_SPINCOUNT or OMP_WAIT_POLICY is set: that is the
// person's own choice.
void watch_contention();

}  // namespace paretune::kernels
