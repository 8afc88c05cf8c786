# SPDX-License-Identifier: GPL-3.0-or-later
studio_test(data_tests LABELS fast LIBS training_data
  SOURCES data_formats_test.cpp data_errors_test.cpp data_split_test.cpp)
