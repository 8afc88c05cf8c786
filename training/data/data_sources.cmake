# SPDX-License-Identifier: GPL-3.0-or-later
target_sources(training_data PRIVATE
  ${CMAKE_CURRENT_SOURCE_DIR}/containers/row_file.cpp
  ${CMAKE_CURRENT_SOURCE_DIR}/containers/json_lines.cpp
  ${CMAKE_CURRENT_SOURCE_DIR}/containers/json_document.cpp
  ${CMAKE_CURRENT_SOURCE_DIR}/containers/csv.cpp
  ${CMAKE_CURRENT_SOURCE_DIR}/formats/data_format.cpp
  ${CMAKE_CURRENT_SOURCE_DIR}/row_encoder.cpp
  ${CMAKE_CURRENT_SOURCE_DIR}/row_order.cpp
  ${CMAKE_CURRENT_SOURCE_DIR}/dataset.cpp
  ${CMAKE_CURRENT_SOURCE_DIR}/preview.cpp)
# The order is the one in which a row is tried.
studio_table(training_data NAME data_formats TYPE DataFormat HEADER training/data/formats/data_format.h FOLDER formats
  ITEMS chat sharegpt pretokenized prompt_completion instruction text)
