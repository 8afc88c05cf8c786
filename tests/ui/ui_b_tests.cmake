# SPDX-License-Identifier: GPL-3.0-or-later
# Widgets and the pages around the setup of a run, driven by events.
foreach(name widgets setup playground palette)
  studio_test(ui_${name}_tests LABELS ui SOURCES ui_test_main.cpp ${name}_test.cpp LIBS studio_ui fake_engine Qt6::Widgets Qt6::Test
    ENV "QT_QPA_PLATFORM=offscreen" TIMEOUT 120)
endforeach()
