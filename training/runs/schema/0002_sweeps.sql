-- SPDX-License-Identifier: GPL-3.0-or-later
-- Runs that wait keep their place over restarts (queue_place, NULL once a run has ended); runs of a sweep know it and their part in it.
ALTER TABLE runs ADD COLUMN purpose TEXT NOT NULL DEFAULT '';
ALTER TABLE runs ADD COLUMN sweep TEXT NOT NULL DEFAULT '';
ALTER TABLE runs ADD COLUMN sweep_item TEXT NOT NULL DEFAULT '';
ALTER TABLE runs ADD COLUMN queue_place INTEGER;
CREATE INDEX runs_by_sweep ON runs (sweep);

-- One row per sweep from the moment of start, with its whole plan.
CREATE TABLE sweeps (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  hash TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('running', 'stopped', 'interrupted', 'finished')),
  error TEXT NOT NULL DEFAULT '',
  created TEXT NOT NULL,
  plan TEXT NOT NULL,
  owner_pid INTEGER NOT NULL,
  owner_boot TEXT NOT NULL,
  owner_start INTEGER NOT NULL
);
CREATE INDEX sweeps_by_hash ON sweeps (hash);
