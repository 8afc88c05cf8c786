# SPDX-License-Identifier: GPL-3.0-or-later
# Widgets, the setup, playground, export and doctor pages, and the command palette.
target_sources(studio_ui PRIVATE
  widgets/tones.cpp
  widgets/tone_label.h widgets/tone_label.cpp
  widgets/row_delegate.h widgets/row_delegate.cpp
  widgets/message_bar.h widgets/message_bar.cpp
  widgets/card.h widgets/card.cpp
  widgets/param_editor.h widgets/param_editor.cpp
  widgets/param_row.h widgets/param_row.cpp
  widgets/param_form.h widgets/param_form.cpp
  widgets/token_view.h widgets/token_view.cpp
  widgets/memory_bar.h widgets/memory_bar.cpp
  widgets/length_histogram.h widgets/length_histogram.cpp
  widgets/path_edit.h widgets/path_edit.cpp
  pages/data_row_model.h pages/data_row_model.cpp
  pages/method_catalogue.h pages/method_catalogue.cpp
  pages/setup_model_card.h pages/setup_model_card.cpp
  pages/setup_data_card.h pages/setup_data_card.cpp
  pages/setup_method_card.h pages/setup_method_card.cpp
  pages/setup_plan_pane.h pages/setup_plan_pane.cpp
  pages/suggestion.cpp
  pages/setup_page.h pages/setup_page.cpp
  pages/chat_pane.h pages/chat_pane.cpp
  pages/playground_page.h pages/playground_page.cpp
  pages/export_dialog.h pages/export_dialog.cpp
  pages/doctor_page.h pages/doctor_page.cpp
  palette.h palette.cpp)
