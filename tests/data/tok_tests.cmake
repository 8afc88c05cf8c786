# SPDX-License-Identifier: GPL-3.0-or-later
studio_test(tokenizer_tests LABELS fast SOURCES tokenizer_test.cpp LIBS training_data)
studio_test(chat_tests LABELS fast SOURCES chat_template_test.cpp chat_render_test.cpp LIBS training_data)
studio_test(tokenizer_interop_tests LABELS interop SOURCES tokenizer_interop_test.cpp LIBS training_data TIMEOUT 600 ENV RAYON_NUM_THREADS=1)
