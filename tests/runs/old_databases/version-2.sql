PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
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
, purpose TEXT NOT NULL DEFAULT '', sweep TEXT NOT NULL DEFAULT '', sweep_item TEXT NOT NULL DEFAULT '', queue_place INTEGER);
INSERT INTO runs VALUES(1,'20261101-aaaa','first','finished','','2026-11-01T08:00:00Z','LORA','SmolLM2-135M','a note with ''quotes'' and Umlaut: ü','{"model":"SmolLM2-135M","data":{"path":"rows.jsonl"},"peft":{"peft_type":"LORA","r":8},"training":{"max_steps":3}}','runs/20261101-aaaa',3,3,460800,134515008,20,5,1,4200,101,'boot-a',11,'sweep','sweep-1','LORA r=8',NULL);
INSERT INTO runs VALUES(2,'20261101-bbbb','second','failed','the disk is full','2026-11-01T09:00:00Z','IA3','SmolLM2-135M','','{"model":"SmolLM2-135M","peft":{"peft_type":"IA3"},"training":{"max_steps":3}}','runs/20261101-bbbb',1,3,0,0,0,0,0,NULL,101,'boot-a',11,'','','',NULL);
INSERT INTO runs VALUES(3,'20261102-cccc','cut off','running','','2026-11-02T09:00:00Z','VERA','SmolLM2-135M','','{"model":"SmolLM2-135M","peft":{"peft_type":"VERA"},"training":{"max_steps":9}}','runs/20261102-cccc',2,9,7,8,9,0,0,2100,102,'boot-a',12,'','','',NULL);
INSERT INTO runs VALUES(4,'20261102-dddd','waiting','queued','','2026-11-02T10:00:00Z','LORA','SmolLM2-135M','','{"model":"SmolLM2-135M","peft":{"peft_type":"LORA"},"training":{"max_steps":9}}','runs/20261102-dddd',0,0,0,0,0,0,0,NULL,102,'boot-a',12,'','','',1);
CREATE TABLE metrics (
  run INTEGER NOT NULL REFERENCES runs (seq) ON DELETE CASCADE,
  step INTEGER NOT NULL,
  key TEXT NOT NULL,
  value REAL,
  wall_ms INTEGER NOT NULL,
  PRIMARY KEY (run, key, step)
) WITHOUT ROWID;
INSERT INTO metrics VALUES(1,3,'eval_loss',1.5,3100);
INSERT INTO metrics VALUES(1,2,'grad_norm',1e999,2000);
INSERT INTO metrics VALUES(1,1,'loss',2.5,1000);
INSERT INTO metrics VALUES(1,2,'loss',NULL,2000);
INSERT INTO metrics VALUES(1,3,'loss',1.25,3000);
INSERT INTO metrics VALUES(3,1,'loss',3.0,1000);
INSERT INTO metrics VALUES(3,2,'loss',2.75,2000);
CREATE TABLE summary (
  run INTEGER NOT NULL REFERENCES runs (seq) ON DELETE CASCADE,
  key TEXT NOT NULL,
  value REAL,
  step INTEGER,
  PRIMARY KEY (run, key)
) WITHOUT ROWID;
INSERT INTO summary VALUES(1,'adapter_bytes',1846400.0,NULL);
INSERT INTO summary VALUES(1,'eval_loss',1.5,3);
INSERT INTO summary VALUES(1,'loss',1.25,3);
INSERT INTO summary VALUES(3,'loss',2.75,2);
CREATE TABLE samples (
  run INTEGER NOT NULL REFERENCES runs (seq) ON DELETE CASCADE,
  step INTEGER NOT NULL,
  idx INTEGER NOT NULL,
  prompt TEXT NOT NULL,
  text TEXT NOT NULL,
  reference TEXT NOT NULL,
  PRIMARY KEY (run, step, idx)
) WITHOUT ROWID;
INSERT INTO samples VALUES(1,0,0,'Hello','Hello there','');
INSERT INTO samples VALUES(1,3,0,'Hello','Grüß dich','Hi');
CREATE TABLE events (
  seq INTEGER PRIMARY KEY,
  run INTEGER NOT NULL REFERENCES runs (seq) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  step INTEGER,
  wall_ms INTEGER NOT NULL,
  text TEXT NOT NULL
);
INSERT INTO events VALUES(1,1,'started',0,0,'');
INSERT INTO events VALUES(2,1,'phase',NULL,5,'train');
INSERT INTO events VALUES(3,1,'checkpoint',2,2050,'checkpoints/step-2');
INSERT INTO events VALUES(4,1,'note',2,2060,'The loss is not finite; the step was skipped.');
INSERT INTO events VALUES(5,1,'finished',3,4200,'completed');
INSERT INTO events VALUES(6,2,'failed',1,900,'the disk is full');
CREATE TABLE evals (
  seq INTEGER PRIMARY KEY,
  run INTEGER NOT NULL REFERENCES runs (seq) ON DELETE CASCADE,
  created TEXT NOT NULL,
  data TEXT NOT NULL,
  key TEXT NOT NULL,
  value REAL
);
INSERT INTO evals VALUES(1,1,'2026-11-03T08:00:00Z','held-out.jsonl','exact_match',0.5);
CREATE TABLE tags (
  run INTEGER NOT NULL REFERENCES runs (seq) ON DELETE CASCADE,
  tag TEXT NOT NULL,
  PRIMARY KEY (run, tag)
) WITHOUT ROWID;
INSERT INTO tags VALUES(1,'keep');
INSERT INTO tags VALUES(1,'paper');
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
INSERT INTO sweeps VALUES(1,'sweep-1','ranks','abc','finished','','2026-11-01T07:00:00Z','{}',101,'boot-a',11);
INSERT INTO sweeps VALUES(2,'sweep-2','rates','def','running','','2026-11-02T07:00:00Z','{}',102,'boot-a',12);
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('runs',4);
INSERT INTO sqlite_sequence VALUES('sweeps',2);
CREATE INDEX runs_by_name ON runs (name);
CREATE INDEX runs_by_state ON runs (state);
CREATE INDEX events_by_run ON events (run, kind);
CREATE INDEX evals_by_run ON evals (run);
CREATE INDEX runs_by_sweep ON runs (sweep);
CREATE INDEX sweeps_by_hash ON sweeps (hash);
PRAGMA user_version=2;
COMMIT;
