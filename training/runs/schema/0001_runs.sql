-- SPDX-License-Identifier: GPL-3.0-or-later
-- One row per run from the moment of Start. `seq` orders them and keeps the other tables small.
CREATE TABLE runs (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'finished', 'stopped', 'interrupted', 'failed')),
  error TEXT NOT NULL DEFAULT '',
  created TEXT NOT NULL,
  method TEXT NOT NULL,
  model TEXT NOT NULL,
  note TEXT NOT NULL DEFAULT '',
  config TEXT NOT NULL,
  folder TEXT NOT NULL,
  step INTEGER NOT NULL DEFAULT 0,
  total_steps INTEGER NOT NULL DEFAULT 0,
  trainable_parameters INTEGER NOT NULL DEFAULT 0,
  total_parameters INTEGER NOT NULL DEFAULT 0,
  train_rows INTEGER NOT NULL DEFAULT 0,
  eval_rows INTEGER NOT NULL DEFAULT 0,
  truncated_rows INTEGER NOT NULL DEFAULT 0,
  wall_ms INTEGER,
  owner_pid INTEGER NOT NULL,
  owner_boot TEXT NOT NULL,
  owner_start INTEGER NOT NULL
);
CREATE INDEX runs_by_name ON runs (name);
CREATE INDEX runs_by_state ON runs (state);

-- A curve is one stretch of the table. NULL is a value that was not a number.
CREATE TABLE metrics (
  run INTEGER NOT NULL REFERENCES runs (seq) ON DELETE CASCADE,
  step INTEGER NOT NULL,
  key TEXT NOT NULL,
  value REAL,
  wall_ms INTEGER NOT NULL,
  PRIMARY KEY (run, key, step)
) WITHOUT ROWID;

-- The last value of every key, so that lists need no scan of metrics. step is NULL for values said once at the end.
CREATE TABLE summary (
  run INTEGER NOT NULL REFERENCES runs (seq) ON DELETE CASCADE,
  key TEXT NOT NULL,
  value REAL,
  step INTEGER,
  PRIMARY KEY (run, key)
) WITHOUT ROWID;

CREATE TABLE samples (
  run INTEGER NOT NULL REFERENCES runs (seq) ON DELETE CASCADE,
  step INTEGER NOT NULL,
  idx INTEGER NOT NULL,
  prompt TEXT NOT NULL,
  text TEXT NOT NULL,
  reference TEXT NOT NULL,
  PRIMARY KEY (run, step, idx)
) WITHOUT ROWID;

-- kind: started, phase, checkpoint, note, finished, failed
CREATE TABLE events (
  seq INTEGER PRIMARY KEY,
  run INTEGER NOT NULL REFERENCES runs (seq) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  step INTEGER,
  wall_ms INTEGER NOT NULL,
  text TEXT NOT NULL
);
CREATE INDEX events_by_run ON events (run, kind);

CREATE TABLE evals (
  seq INTEGER PRIMARY KEY,
  run INTEGER NOT NULL REFERENCES runs (seq) ON DELETE CASCADE,
  created TEXT NOT NULL,
  data TEXT NOT NULL,
  key TEXT NOT NULL,
  value REAL
);
CREATE INDEX evals_by_run ON evals (run);

CREATE TABLE tags (
  run INTEGER NOT NULL REFERENCES runs (seq) ON DELETE CASCADE,
  tag TEXT NOT NULL,
  PRIMARY KEY (run, tag)
) WITHOUT ROWID;
