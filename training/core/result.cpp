// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/api/result.h"

#include <new>

namespace paretune {

Error error_from_current_exception(const std::string& where) {
  try {
    throw;
  } catch (const Failure& failure) {
    Error error = failure.error();
    if (error.where.empty()) error.where = where;
    return error;
  } catch (const std::bad_alloc&) {
    return {ErrorKind::memory, "not enough memory", where,
            "Close other programs, or use a shorter max_length, a smaller batch or a smaller model ('paretune plan' shows the parts)."};
  } catch (const std::exception& exception) {
    std::string text = exception.what();
    // LibTorch says out-of-memory as a plain runtime error and appends a backtrace to every message.
    if (text.find("CUDA out of memory") != std::string::npos) {
      return {ErrorKind::memory, "not enough memory on the GPU", where,
              "Set training.bf16 or quantization nf4, gradient_checkpointing, a smaller per_device_train_batch_size or max_length; or close what else uses the GPU."};
    }
    if (text.find("not enough memory") != std::string::npos || text.find("out of memory") != std::string::npos) {
      return {ErrorKind::memory, "not enough memory", where,
              "Close other programs, or use a shorter max_length, a smaller batch or a smaller model ('paretune plan' shows the parts)."};
    }
    if (auto cut = text.find("\nException raised from"); cut != std::string::npos) text.resize(cut);
    return {ErrorKind::internal, text, where, "This is a fault of the program; please report it with the run's log.txt."};
  } catch (...) {
    return {ErrorKind::internal, "an unknown exception", where, "This is a fault of the program; please report it with the run's log.txt."};
  }
}

}  // namespace paretune
