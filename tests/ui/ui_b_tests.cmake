# SPDX-License-Identifier: GPL-3.0-or-later
# Widgets and the pages around the setup of a run.
foreach(name widgets setup playground palette)
  studio_test(ui_${name}_test LABELS ui SOURCES ${name}_test.cpp LIBS ui_test_main ENV ${offscreen} TIMEOUT 120)
endforeach()
