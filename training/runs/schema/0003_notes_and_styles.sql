-- SPDX-License-Identifier: GPL-3.0-or-later
-- Settings a health note suggests for a new run, one assignment a line.
ALTER TABLE events ADD COLUMN suggestion TEXT NOT NULL DEFAULT '';

-- Colour and line of a run in charts, kept for good.
CREATE TABLE run_styles (
  run INTEGER PRIMARY KEY REFERENCES runs (seq) ON DELETE CASCADE,
  style INTEGER NOT NULL
);
