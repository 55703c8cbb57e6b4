-- What was read for a run that nothing has decided yet, by the host that read it: record is
-- the file as a run would have it, in JSON. It goes when the run is decided.
CREATE TABLE ingest_file (
  run_id INTEGER NOT NULL REFERENCES run (run_id),
  kind   TEXT    NOT NULL,
  path   TEXT    NOT NULL,
  host   TEXT    NOT NULL,
  record TEXT    NOT NULL,
  PRIMARY KEY (run_id, kind, path, host)
) STRICT, WITHOUT ROWID;

-- 0 of a run that was begun because something was read for it, and that nobody has run yet.
ALTER TABLE run ADD COLUMN taken_up INTEGER NOT NULL DEFAULT 1;
