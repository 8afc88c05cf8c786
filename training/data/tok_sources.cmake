# SPDX-License-Identifier: GPL-3.0-or-later
target_sources(training_data PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/tokenizers/text.cpp)
