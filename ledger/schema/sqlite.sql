-- What the migrations make of an empty file: new books are made by it. Written by
-- go test ./ledger/internal/sqlite -update; not to be edited.

CREATE TABLE account (
  account_id INTEGER NOT NULL PRIMARY KEY,
  partner    TEXT    NOT NULL UNIQUE
) STRICT;

CREATE TABLE run (
  run_id         INTEGER NOT NULL PRIMARY KEY,
  job            TEXT    NOT NULL,
  account_id     INTEGER NOT NULL REFERENCES account (account_id),
  as_of          INTEGER NOT NULL,
  state          TEXT    NOT NULL CHECK (state IN ('started', 'committed', 'published')),
  started        INTEGER NOT NULL,
  finished       INTEGER,
  commit_no      INTEGER UNIQUE,
  last_source    INTEGER NOT NULL DEFAULT 0,
  policy         TEXT    NOT NULL DEFAULT '',
  exit_status    INTEGER NOT NULL DEFAULT 0,
  head           TEXT    NOT NULL DEFAULT '',
  inputs         TEXT    NOT NULL DEFAULT '',
  unsigned       TEXT    NOT NULL DEFAULT '',
  directory      TEXT    NOT NULL DEFAULT '',
  notifications  INTEGER NOT NULL DEFAULT 0,
  results        INTEGER NOT NULL DEFAULT 0,
  success_fen    INTEGER NOT NULL DEFAULT 0,
  failed_results INTEGER NOT NULL DEFAULT 0,
  orders         INTEGER NOT NULL DEFAULT 0,
  paid_fen       INTEGER NOT NULL DEFAULT 0,
  requests       INTEGER NOT NULL DEFAULT 0,
  request_lines  INTEGER NOT NULL DEFAULT 0,
  trades         INTEGER NOT NULL DEFAULT 0
, fee_back_fen INTEGER, fee_failed_fen INTEGER, too_much_trades INTEGER, too_much_fen INTEGER, twice_trades INTEGER, twice_fen INTEGER, ready_trades INTEGER, ready_fen INTEGER, held_trades INTEGER, held_fen INTEGER, unknown_trades INTEGER, unknown_fen INTEGER, attested INTEGER NOT NULL DEFAULT 0, attested_failed INTEGER NOT NULL DEFAULT 0, attested_fen INTEGER NOT NULL DEFAULT 0, elsewhere_fen INTEGER NOT NULL DEFAULT 0, taken_up INTEGER NOT NULL DEFAULT 1, proof INTEGER NOT NULL DEFAULT 0) STRICT;

CREATE TABLE run_gap (
  run_id  INTEGER NOT NULL REFERENCES run (run_id),
  seq     INTEGER NOT NULL,
  pattern TEXT    NOT NULL,
  PRIMARY KEY (run_id, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE line_mark (
  source_id INTEGER NOT NULL,
  seq       INTEGER NOT NULL,
  marks     BLOB    NOT NULL,
  UNIQUE (source_id, seq)
) STRICT;

CREATE TABLE line_verdict (
  source_id INTEGER NOT NULL,
  seq       INTEGER NOT NULL,
  verdicts  BLOB    NOT NULL,
  UNIQUE (source_id, seq)
) STRICT;

CREATE TABLE content (
  sha256     TEXT    NOT NULL,
  account_id INTEGER NOT NULL,
  kind       TEXT    NOT NULL,
  part       INTEGER NOT NULL,
  byte_count INTEGER NOT NULL,
  path       TEXT    NOT NULL,
  member     TEXT    NOT NULL,
  run_id     INTEGER NOT NULL REFERENCES run (run_id),
  fresh      INTEGER NOT NULL,
  source_id  INTEGER NOT NULL,
  last_line  INTEGER NOT NULL,
  PRIMARY KEY (sha256, account_id, kind, part)
) STRICT, WITHOUT ROWID;

CREATE TABLE run_file (
  run_id    INTEGER NOT NULL REFERENCES run (run_id),
  seq       INTEGER NOT NULL,
  path      TEXT    NOT NULL,
  kind      TEXT    NOT NULL,
  sha256    TEXT    NOT NULL,
  size      INTEGER NOT NULL,
  charset   TEXT    NOT NULL,
  how       TEXT    NOT NULL,
  extra     INTEGER NOT NULL,
  unchanged INTEGER NOT NULL,
  refused   TEXT    NOT NULL,
  lines     INTEGER NOT NULL,
  accepted  INTEGER NOT NULL,
  duplicate INTEGER NOT NULL,
  rejected  INTEGER NOT NULL,
  ignored    INTEGER NOT NULL,
  first_time INTEGER,
  last_time  INTEGER, unread TEXT NOT NULL DEFAULT '', left_bytes INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (run_id, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE run_part (
  run_id    INTEGER NOT NULL REFERENCES run (run_id),
  seq       INTEGER NOT NULL,
  part      INTEGER NOT NULL,
  path      TEXT    NOT NULL,
  source_id INTEGER NOT NULL,
  last_line INTEGER NOT NULL,
  PRIMARY KEY (run_id, seq, part)
) STRICT, WITHOUT ROWID;

CREATE TABLE bad_signature (
  digest     BLOB    NOT NULL,
  account_id INTEGER NOT NULL,
  notify_id  TEXT    NOT NULL,
  batch_no   TEXT    NOT NULL,
  source_id  INTEGER NOT NULL,
  line_no    INTEGER NOT NULL, good_in INTEGER, logged_at INTEGER, doubt_from INTEGER, doubt_until INTEGER, capture_no INTEGER NOT NULL DEFAULT 1,
  PRIMARY KEY (digest, account_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE order_row (
  trade_no      TEXT    NOT NULL,
  account_id    INTEGER NOT NULL,
  source_id     INTEGER NOT NULL,
  line_no       INTEGER NOT NULL,
  paid_fen      INTEGER NOT NULL CHECK (paid_fen BETWEEN 0 AND 10000000000),
  due_fen       INTEGER CHECK (due_fen BETWEEN 0 AND 10000000000),
  out_trade_no  TEXT    NOT NULL,
  paid_at       TEXT    NOT NULL,
  status        TEXT    NOT NULL,
  refund_reason TEXT    NOT NULL,
  seller        TEXT    NOT NULL, paid_day INTEGER, several INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (trade_no, account_id, source_id, line_no)
) STRICT, WITHOUT ROWID;

CREATE TABLE request (
  batch_no    TEXT    NOT NULL,
  account_id  INTEGER NOT NULL,
  origin      TEXT    NOT NULL CHECK (origin IN ('captured', 'emitted')),
  digest      BLOB    NOT NULL,
  refund_time INTEGER,
  line_count  INTEGER NOT NULL,
  total_fen   INTEGER NOT NULL,
  faults      TEXT    NOT NULL,
  voided_at   INTEGER,
  source_id   INTEGER,
  line_no     INTEGER, bad_signature TEXT NOT NULL DEFAULT '', good_in INTEGER, unnotified INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (batch_no, account_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE emitted (
  batch_no   TEXT    NOT NULL,
  account_id INTEGER NOT NULL,
  run_id     INTEGER NOT NULL REFERENCES run (run_id),
  seq        INTEGER NOT NULL,
  charset    TEXT    NOT NULL,
  gateway    TEXT    NOT NULL,
  params     BLOB    NOT NULL,
  UNIQUE (batch_no, account_id),
  UNIQUE (run_id, seq)
) STRICT;

CREATE TABLE request_line (
  trade_no    TEXT    NOT NULL,
  account_id  INTEGER NOT NULL,
  batch_no    TEXT    NOT NULL,
  occurrence  INTEGER NOT NULL,
  amount_fen  INTEGER NOT NULL CHECK (amount_fen BETWEEN 0 AND 10000000000),
  refund_time INTEGER NOT NULL,
  voided_at   INTEGER,
  reason      TEXT    NOT NULL,
  PRIMARY KEY (trade_no, account_id, batch_no, occurrence)
) STRICT, WITHOUT ROWID;

CREATE TABLE error_code (
  account_id INTEGER NOT NULL,
  code       TEXT    NOT NULL,
  class      TEXT    NOT NULL,
  PRIMARY KEY (account_id, code)
) STRICT, WITHOUT ROWID;

CREATE TABLE found (
  trade_no   TEXT    NOT NULL,
  code       TEXT    NOT NULL,
  batch_no   TEXT    NOT NULL,
  notify_id  TEXT    NOT NULL,
  subject    TEXT    NOT NULL,
  severity   TEXT    NOT NULL,
  holds      INTEGER NOT NULL,
  amount_fen INTEGER,
  expected   TEXT,
  actual     TEXT,
  source_id  INTEGER,
  line_no    INTEGER,
  PRIMARY KEY (trade_no, code, batch_no, notify_id, subject)
) STRICT, WITHOUT ROWID;

CREATE TABLE finding (
  trade_no   TEXT    NOT NULL,
  code       TEXT    NOT NULL,
  batch_no   TEXT    NOT NULL,
  notify_id  TEXT    NOT NULL,
  subject    TEXT    NOT NULL,
  job        TEXT    NOT NULL,
  first_run  INTEGER NOT NULL,
  severity   TEXT    NOT NULL,
  amount_fen INTEGER,
  expected   TEXT,
  actual     TEXT,
  source_id  INTEGER,
  line_no    INTEGER,
  closed_run INTEGER,
  PRIMARY KEY (trade_no, code, batch_no, notify_id, subject, job, first_run)
) STRICT, WITHOUT ROWID;

CREATE TABLE finding_was (
  trade_no   TEXT    NOT NULL,
  code       TEXT    NOT NULL,
  batch_no   TEXT    NOT NULL,
  notify_id  TEXT    NOT NULL,
  subject    TEXT    NOT NULL,
  job        TEXT    NOT NULL,
  first_run  INTEGER NOT NULL,
  until_run  INTEGER NOT NULL,
  place_only INTEGER NOT NULL,
  severity   TEXT    NOT NULL,
  amount_fen INTEGER,
  expected   TEXT,
  actual     TEXT,
  source_id  INTEGER,
  line_no    INTEGER,
  PRIMARY KEY (trade_no, code, batch_no, notify_id, subject, job, first_run, until_run)
) STRICT, WITHOUT ROWID;

CREATE TABLE review (
  review_id   INTEGER NOT NULL PRIMARY KEY,
  trade_no    TEXT    NOT NULL,
  code        TEXT    NOT NULL,
  batch_no    TEXT    NOT NULL,
  notify_id   TEXT    NOT NULL,
  subject     TEXT    NOT NULL,
  job         TEXT    NOT NULL,
  first_run   INTEGER NOT NULL,
  after_run   INTEGER NOT NULL REFERENCES run (run_id),
  decision    TEXT    NOT NULL CHECK (decision IN ('open', 'explained', 'corrected', 'false alarm', 'accepted')),
  owner       TEXT    NOT NULL,
  comment     TEXT    NOT NULL,
  tick        INTEGER NOT NULL,
  until_time  INTEGER,
  severity    TEXT    NOT NULL,
  amount_fen  INTEGER,
  expected    TEXT,
  actual      TEXT,
  person      TEXT    NOT NULL,
  imported_at INTEGER NOT NULL, carried INTEGER NOT NULL DEFAULT 0, after_commit INTEGER NOT NULL DEFAULT 0,
  CHECK ((decision = 'accepted') = (until_time IS NOT NULL))
) STRICT;

CREATE TABLE run_tally (
  run_id        INTEGER NOT NULL REFERENCES run (run_id),
  code          TEXT    NOT NULL,
  severity      TEXT    NOT NULL,
  opening_count INTEGER NOT NULL,
  opening_fen   INTEGER NOT NULL,
  opened        INTEGER NOT NULL,
  opened_fen    INTEGER NOT NULL,
  closed        INTEGER NOT NULL,
  closed_fen    INTEGER NOT NULL,
  changed       INTEGER NOT NULL,
  changed_fen   INTEGER NOT NULL,
  open_count    INTEGER NOT NULL,
  accepted      INTEGER NOT NULL,
  trades        INTEGER NOT NULL,
  amount_fen    INTEGER NOT NULL,
  PRIMARY KEY (run_id, code)
) STRICT, WITHOUT ROWID;

CREATE TABLE correction (
  run_id     INTEGER NOT NULL REFERENCES run (run_id),
  trade_no   TEXT    NOT NULL,
  amount_fen INTEGER NOT NULL CHECK (amount_fen > 0),
  status     TEXT    NOT NULL CHECK (status IN ('issued', 'held', 'proposed')),
  hold       TEXT    NOT NULL,
  batch_no   TEXT    NOT NULL,
  reason     TEXT    NOT NULL,
  code       TEXT    NOT NULL,
  seq        INTEGER NOT NULL DEFAULT 0, born_day INTEGER NOT NULL DEFAULT 0, act_no INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (run_id, trade_no),
  CHECK ((status = 'held') = (hold <> ''))
) STRICT, WITHOUT ROWID;

CREATE TABLE approval (
  run_id      INTEGER NOT NULL REFERENCES run (run_id),
  digest      TEXT    NOT NULL,
  person      TEXT    NOT NULL,
  approved_at INTEGER NOT NULL, after_commit INTEGER,
  PRIMARY KEY (run_id, digest, person)
) STRICT, WITHOUT ROWID;

CREATE TABLE release (
  run_id      INTEGER NOT NULL REFERENCES run (run_id),
  seq         INTEGER NOT NULL,
  batch_no    TEXT    NOT NULL,
  account_id  INTEGER NOT NULL,
  person      TEXT    NOT NULL,
  released_at INTEGER NOT NULL,
  published   INTEGER NOT NULL,
  after_commit INTEGER NOT NULL, carried INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (run_id, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE bill_row (
  source_id   INTEGER NOT NULL,
  line_no     INTEGER NOT NULL,
  account_id  INTEGER NOT NULL,
  trade_no    TEXT    NOT NULL,
  batch_no    TEXT    NOT NULL,
  finished_at INTEGER NOT NULL,
  amount_fen  INTEGER NOT NULL CHECK (amount_fen BETWEEN 0 AND 10000000000),
  PRIMARY KEY (source_id, line_no)
) STRICT, WITHOUT ROWID;

CREATE TABLE bill_refund (
  trade_no    TEXT    NOT NULL,
  account_id  INTEGER NOT NULL,
  batch_no    TEXT    NOT NULL,
  finished_at INTEGER NOT NULL,
  amount_fen  INTEGER NOT NULL,
  occurrence  INTEGER NOT NULL,
  source_id   INTEGER NOT NULL,
  line_no     INTEGER NOT NULL,
  PRIMARY KEY (trade_no, account_id, batch_no, finished_at, amount_fen, occurrence)
) STRICT, WITHOUT ROWID;

CREATE TABLE bill_period (
  account_id INTEGER NOT NULL,
  from_time  INTEGER NOT NULL,
  until_time INTEGER NOT NULL,
  source_id  INTEGER NOT NULL,
  PRIMARY KEY (account_id, from_time, until_time, source_id),
  CHECK (from_time < until_time)
) STRICT, WITHOUT ROWID;

CREATE TABLE bill_cover (
  account_id INTEGER NOT NULL,
  from_time  INTEGER NOT NULL,
  until_time INTEGER NOT NULL,
  PRIMARY KEY (account_id, from_time)
) STRICT, WITHOUT ROWID;

CREATE TABLE announcement (
  announcement_id INTEGER NOT NULL PRIMARY KEY,
  run_id          INTEGER REFERENCES run (run_id),
  job             TEXT    NOT NULL,
  stage           TEXT    NOT NULL CHECK (stage IN ('start', 'end')),
  at              INTEGER NOT NULL,
  target          TEXT    NOT NULL,
  attempts        INTEGER NOT NULL,
  failure         TEXT    NOT NULL
) STRICT;

CREATE TABLE stamp (
  account_id  INTEGER NOT NULL,
  kind        TEXT    NOT NULL,
  path        TEXT    NOT NULL,
  size        INTEGER NOT NULL,
  modified_ns INTEGER NOT NULL,
  changed_ns  INTEGER NOT NULL,
  device      INTEGER NOT NULL,
  inode       INTEGER NOT NULL,
  measured_ns INTEGER NOT NULL,
  final       INTEGER NOT NULL,
  whole       TEXT    NOT NULL,
  up_to       TEXT    NOT NULL,
  PRIMARY KEY (account_id, kind, path)
) STRICT, WITHOUT ROWID;

CREATE TABLE repeated_batch (
  batch_no   TEXT    NOT NULL,
  account_id INTEGER NOT NULL, source_id INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (batch_no, account_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE claim_sum (
  account_id INTEGER NOT NULL,
  day_no     INTEGER NOT NULL,
  code       TEXT    NOT NULL,
  claims     INTEGER NOT NULL,
  amount_fen INTEGER NOT NULL,
  first_time INTEGER,
  last_time  INTEGER, fee_back_fen INTEGER NOT NULL DEFAULT 0, fee_failed_fen INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (account_id, day_no, code)
) STRICT, WITHOUT ROWID;

CREATE TABLE notice_sum (
  account_id    INTEGER NOT NULL PRIMARY KEY,
  notifications INTEGER NOT NULL,
  stated        INTEGER NOT NULL,
  counted       INTEGER NOT NULL
) STRICT;

CREATE TABLE trade_sum (
  account_id   INTEGER NOT NULL PRIMARY KEY,
  commit_no    INTEGER NOT NULL,
  trades       INTEGER NOT NULL,
  answered     INTEGER NOT NULL,
  succeeded    INTEGER NOT NULL,
  submitted    INTEGER NOT NULL,
  refunded_fen INTEGER NOT NULL,
  orders       INTEGER NOT NULL,
  paid_fen     INTEGER NOT NULL
, attested INTEGER NOT NULL DEFAULT 0, attested_failed INTEGER NOT NULL DEFAULT 0, attested_fen INTEGER NOT NULL DEFAULT 0, elsewhere_fen INTEGER NOT NULL DEFAULT 0) STRICT;

CREATE TABLE request_sum (
  account_id INTEGER NOT NULL PRIMARY KEY,
  requests   INTEGER NOT NULL
) STRICT;

CREATE TABLE scope_trade (
  trade_no TEXT NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;

CREATE TABLE scope_batch (
  batch_no TEXT NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;

CREATE TABLE unasked_batch (
  account_id INTEGER NOT NULL,
  day        INTEGER NOT NULL,
  batch_no   TEXT    NOT NULL,
  PRIMARY KEY (account_id, day, batch_no)
) STRICT, WITHOUT ROWID;

CREATE TABLE open_line (
  trade_no   TEXT    NOT NULL,
  account_id INTEGER NOT NULL,
  batch_no   TEXT    NOT NULL,
  PRIMARY KEY (trade_no, account_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE run_cover (
  run_id      INTEGER NOT NULL REFERENCES run (run_id),
  from_day    INTEGER NOT NULL,
  until_day   INTEGER NOT NULL,
  bill        INTEGER NOT NULL,
  submissions INTEGER NOT NULL,
  covered     INTEGER NOT NULL,
  why         TEXT    NOT NULL,
  PRIMARY KEY (run_id, from_day)
) STRICT, WITHOUT ROWID;

CREATE TABLE export_part (
  source_id  INTEGER NOT NULL PRIMARY KEY,
  first_id   INTEGER NOT NULL,
  account_id INTEGER NOT NULL,
  path       TEXT    NOT NULL,
  sha256     TEXT    NOT NULL,
  settings   TEXT    NOT NULL,
  byte_count INTEGER NOT NULL,
  member     TEXT    NOT NULL,
  run_id     INTEGER NOT NULL REFERENCES run (run_id),
  fresh      INTEGER NOT NULL
) STRICT;

CREATE TABLE replaced_source (
  source_id INTEGER NOT NULL PRIMARY KEY,
  by_source INTEGER NOT NULL
) STRICT;

CREATE TABLE series_day (
  account_id INTEGER NOT NULL,
  kind       TEXT    NOT NULL,
  pattern    TEXT    NOT NULL,
  day        INTEGER NOT NULL,
  run_id     INTEGER NOT NULL REFERENCES run (run_id),
  PRIMARY KEY (account_id, kind, pattern, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE series_hole (
  account_id INTEGER NOT NULL,
  kind       TEXT    NOT NULL,
  pattern    TEXT    NOT NULL,
  day        INTEGER NOT NULL,
  run_id     INTEGER NOT NULL REFERENCES run (run_id),
  PRIMARY KEY (account_id, kind, pattern, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE day_sum (
  account_id    INTEGER NOT NULL,
  day_no        INTEGER NOT NULL,
  notifications INTEGER NOT NULL,
  request_lines INTEGER NOT NULL,
  PRIMARY KEY (account_id, day_no)
) STRICT, WITHOUT ROWID;

CREATE TABLE "reject" (
  source_id  INTEGER NOT NULL,
  line_no    INTEGER NOT NULL,
  capture_no INTEGER NOT NULL,
  account_id INTEGER NOT NULL,
  kind       TEXT    NOT NULL CHECK (kind IN ('row', 'malformed', 'signature', 'conflict', 'reused')),
  notify_id  TEXT    NOT NULL,
  batch_no   TEXT    NOT NULL,
  reason     TEXT    NOT NULL,
  read_in    INTEGER,
  PRIMARY KEY (source_id, line_no, capture_no)
) STRICT, WITHOUT ROWID;

CREATE TABLE "malformed_item" (
  source_id  INTEGER NOT NULL,
  line_no    INTEGER NOT NULL,
  capture_no INTEGER NOT NULL,
  item_no    INTEGER NOT NULL,
  account_id INTEGER NOT NULL,
  notify_id  TEXT    NOT NULL,
  batch_no   TEXT    NOT NULL,
  reason     TEXT    NOT NULL,
  PRIMARY KEY (source_id, line_no, capture_no, item_no)
) STRICT, WITHOUT ROWID;

CREATE TABLE "unread" (
  source_id     INTEGER NOT NULL,
  line_no       INTEGER NOT NULL,
  capture_no    INTEGER NOT NULL,
  account_id    INTEGER NOT NULL,
  code          TEXT    NOT NULL CHECK (code IN ('UNREAD_CAPTURE', 'UNREAD_REQUEST')),
  batch_no      TEXT    NOT NULL,
  stated        INTEGER,
  may_name_more INTEGER NOT NULL,
  reason        TEXT    NOT NULL,
  read_in       INTEGER,
  PRIMARY KEY (source_id, line_no, capture_no)
) STRICT, WITHOUT ROWID;

CREATE TABLE "named_trade" (
  trade_no   TEXT    NOT NULL,
  account_id INTEGER NOT NULL,
  source_id  INTEGER NOT NULL,
  line_no    INTEGER NOT NULL,
  capture_no INTEGER NOT NULL,
  code       TEXT    NOT NULL,
  batch_no   TEXT    NOT NULL,
  notify_id  TEXT    NOT NULL,
  PRIMARY KEY (trade_no, account_id, source_id, line_no, capture_no, code)
) STRICT, WITHOUT ROWID;

CREATE TABLE "source" (
  source_id  INTEGER NOT NULL PRIMARY KEY,
  prior_id   INTEGER NOT NULL,
  run_id     INTEGER NOT NULL REFERENCES run (run_id),
  account_id INTEGER NOT NULL REFERENCES account (account_id),
  kind       TEXT    NOT NULL CHECK (kind IN ('notify', 'orders', 'requests', 'bills', 'answers')),
  path       TEXT    NOT NULL,
  head       BLOB,
  first_line INTEGER NOT NULL,
  charset    TEXT    NOT NULL,
  how        TEXT    NOT NULL,
  extra      INTEGER NOT NULL,
  lines      INTEGER NOT NULL,
  accepted   INTEGER NOT NULL,
  duplicate  INTEGER NOT NULL,
  rejected   INTEGER NOT NULL,
  ignored    INTEGER NOT NULL,
  first_time INTEGER,
  last_time  INTEGER,
  file_day   INTEGER NOT NULL DEFAULT 0,
  keys       TEXT    NOT NULL DEFAULT '',
  known_good INTEGER NOT NULL DEFAULT 0,
  bare_posts INTEGER NOT NULL DEFAULT 0,
  further    INTEGER,
  CHECK (lines = accepted + duplicate + rejected + ignored)
) STRICT;

CREATE TABLE answer_row (
  source_id  INTEGER NOT NULL,
  line_no    INTEGER NOT NULL,
  item_no    INTEGER NOT NULL,
  account_id INTEGER NOT NULL,
  trade_no   TEXT    NOT NULL,
  batch_no   TEXT    NOT NULL,
  occurrence INTEGER NOT NULL,
  answer_id  TEXT    NOT NULL,
  counted_at INTEGER NOT NULL,
  amount_fen INTEGER NOT NULL CHECK (amount_fen BETWEEN 0 AND 10000000000),
  code       TEXT    NOT NULL,
  fee_fen    INTEGER CHECK (fee_fen BETWEEN 0 AND 10000000000),
  fee_code   TEXT,
  dback      TEXT    NOT NULL,
  rest       TEXT    NOT NULL,
  PRIMARY KEY (source_id, line_no, item_no)
) STRICT, WITHOUT ROWID;

CREATE TABLE act (
  act_no       INTEGER NOT NULL PRIMARY KEY,
  account_id   INTEGER NOT NULL REFERENCES account (account_id),
  kind         TEXT    NOT NULL CHECK (kind IN ('void', 'submitted', 'succeeded', 'failed', 'elsewhere', 'paid', 'unrefunded',
                                                'allow', 'dismiss', 'undo')),
  batch_no     TEXT    NOT NULL,
  trade_no     TEXT    NOT NULL,
  notify_id    TEXT    NOT NULL,
  subject      TEXT    NOT NULL,
  first_run    INTEGER NOT NULL,
  code         TEXT    NOT NULL,
  amount_fen   INTEGER CHECK (amount_fen BETWEEN 0 AND 10000000000),
  expected     TEXT    NOT NULL,
  actual       TEXT    NOT NULL,
  given_fen    INTEGER NOT NULL CHECK (given_fen BETWEEN 0 AND 10000000000),
  seconds_no   INTEGER,
  undoes_no    INTEGER,
  needed       INTEGER NOT NULL CHECK (needed > 0),
  person       TEXT    NOT NULL,
  evidence     TEXT    NOT NULL,
  file_name    TEXT    NOT NULL,
  file_sha256  TEXT    NOT NULL,
  said_at      INTEGER NOT NULL,
  said_day     INTEGER NOT NULL,
  after_commit INTEGER NOT NULL,
  last_source  INTEGER NOT NULL,
  carried      INTEGER NOT NULL DEFAULT 0,
  CHECK ((kind = 'undo') = (undoes_no IS NOT NULL))
) STRICT;

CREATE TABLE act_end (
  only_row     INTEGER NOT NULL PRIMARY KEY CHECK (only_row = 1),
  after_commit INTEGER NOT NULL,
  digest       TEXT    NOT NULL
) STRICT;

CREATE TABLE "notification" (
  batch_no    TEXT    NOT NULL,
  account_id  INTEGER NOT NULL,
  notify_id   TEXT    NOT NULL,
  digest      BLOB    NOT NULL,
  notify_time INTEGER NOT NULL,
  sent_at     INTEGER NOT NULL,
  logged_at   INTEGER,
  success_num INTEGER NOT NULL,
  successes   INTEGER NOT NULL,
  extra       INTEGER NOT NULL,
  source_id   INTEGER NOT NULL,
  line_no     INTEGER NOT NULL,
  capture_no  INTEGER NOT NULL,
  trades      TEXT    NOT NULL,
  PRIMARY KEY (batch_no, account_id, notify_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE redelivery (
  batch_no    TEXT    NOT NULL,
  account_id  INTEGER NOT NULL,
  notify_id   TEXT    NOT NULL,
  source_id   INTEGER NOT NULL,
  line_no     INTEGER NOT NULL,
  capture_no  INTEGER NOT NULL,
  digest      BLOB    NOT NULL,
  notify_time INTEGER NOT NULL,
  logged_at   INTEGER,
  success_num INTEGER NOT NULL,
  successes   INTEGER NOT NULL,
  extra       INTEGER NOT NULL,
  PRIMARY KEY (batch_no, account_id, notify_id, source_id, line_no, capture_no)
) STRICT, WITHOUT ROWID;

CREATE TABLE capture_block (
  source_id  INTEGER NOT NULL,
  block_no   INTEGER NOT NULL,
  captures   INTEGER NOT NULL,
  extra      INTEGER NOT NULL,
  first_time INTEGER NOT NULL,
  last_time  INTEGER NOT NULL,
  batches    TEXT    NOT NULL,
  UNIQUE (source_id, block_no)
) STRICT;

CREATE TABLE order_block (
  source_id INTEGER NOT NULL,
  block_no  INTEGER NOT NULL,
  trades    TEXT    NOT NULL,
  UNIQUE (source_id, block_no)
) STRICT;

CREATE TABLE "claim" (
  trade_no    TEXT    NOT NULL,
  account_id  INTEGER NOT NULL,
  batch_no    TEXT    NOT NULL,
  occurrence  INTEGER NOT NULL,
  source_id   INTEGER NOT NULL,
  line_no     INTEGER NOT NULL,
  capture_no  INTEGER NOT NULL,
  notify_time INTEGER NOT NULL,
  amount_fen  INTEGER NOT NULL CHECK (amount_fen BETWEEN 0 AND 10000000000),
  code        TEXT    NOT NULL,
  fee_fen     INTEGER CHECK (fee_fen BETWEEN 0 AND 10000000000),
  fee_code    TEXT,
  dback       TEXT    NOT NULL,
  rest        TEXT    NOT NULL,
  witness     TEXT    CHECK (witness IN ('answer', 'act')),
  PRIMARY KEY (trade_no, account_id, batch_no, occurrence, source_id, line_no, capture_no)
) STRICT, WITHOUT ROWID;

CREATE TABLE "superseded" (
  trade_no   TEXT    NOT NULL,
  account_id INTEGER NOT NULL,
  batch_no   TEXT    NOT NULL,
  occurrence INTEGER NOT NULL,
  source_id  INTEGER NOT NULL,
  line_no    INTEGER NOT NULL,
  capture_no INTEGER NOT NULL,
  PRIMARY KEY (trade_no, account_id, batch_no, occurrence, source_id, line_no, capture_no)
) STRICT, WITHOUT ROWID;

CREATE TABLE "trade_total" (
  trade_no         TEXT    NOT NULL,
  account_id       INTEGER NOT NULL,
  paid_fen         INTEGER,
  due_fen          INTEGER,
  owed_fen         INTEGER,
  least_fen        INTEGER,
  greatest_fen     INTEGER,
  least_due_fen    INTEGER,
  greatest_due_fen INTEGER,
  due_conflict     INTEGER NOT NULL DEFAULT 0,
  paid_day         INTEGER,
  refunded_fen     INTEGER NOT NULL DEFAULT 0,
  succeeded        INTEGER NOT NULL DEFAULT 0,
  answered         INTEGER NOT NULL DEFAULT 0,
  failing          INTEGER NOT NULL DEFAULT 0,
  pending_fen      INTEGER NOT NULL DEFAULT 0,
  submitted        INTEGER NOT NULL DEFAULT 0,
  unanswered       INTEGER NOT NULL DEFAULT 0,
  unclaimed        INTEGER NOT NULL DEFAULT 0,
  elsewhere_fen    INTEGER NOT NULL DEFAULT 0,
  attested         INTEGER NOT NULL DEFAULT 0,
  attested_failed  INTEGER NOT NULL DEFAULT 0,
  attested_fen     INTEGER NOT NULL DEFAULT 0,
  is_open          INTEGER NOT NULL GENERATED ALWAYS AS
    (CASE WHEN unanswered > 0 OR unclaimed > 0 OR owed_fen > refunded_fen + pending_fen OR (due_fen IS NULL AND failing = 1)
          THEN 1 ELSE 0 END) STORED,
  PRIMARY KEY (trade_no, account_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE notify_block (
  account_id INTEGER NOT NULL,
  first_id   TEXT    NOT NULL,
  batches    TEXT    NOT NULL,
  UNIQUE (account_id, first_id)
) STRICT;

CREATE TABLE ingest_file (
  run_id INTEGER NOT NULL REFERENCES run (run_id),
  kind   TEXT    NOT NULL,
  path   TEXT    NOT NULL,
  host   TEXT    NOT NULL,
  record TEXT    NOT NULL,
  PRIMARY KEY (run_id, kind, path, host)
) STRICT, WITHOUT ROWID;

CREATE TABLE digest (
  after_commit INTEGER NOT NULL,
  table_name   TEXT    NOT NULL,
  owner_no     INTEGER NOT NULL,
  row_count    INTEGER NOT NULL,
  sum          BLOB    NOT NULL, placed BLOB,
  PRIMARY KEY (after_commit, table_name, owner_no)
) STRICT, WITHOUT ROWID;

CREATE TABLE trade_before (
  trade_no     TEXT    NOT NULL,
  account_id   INTEGER NOT NULL,
  paid_fen     INTEGER,
  due_fen      INTEGER,
  refunded_fen INTEGER NOT NULL,
  succeeded    INTEGER NOT NULL,
  answered     INTEGER NOT NULL,
  PRIMARY KEY (trade_no, account_id)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX run_started ON run (job) WHERE state = 'started';

CREATE INDEX content_path ON content (path, account_id, kind, run_id);

CREATE INDEX found_holds ON found (batch_no) WHERE holds = 1 AND trade_no = '';

CREATE UNIQUE INDEX finding_open ON finding (job, trade_no, code, batch_no, notify_id, subject) WHERE closed_run IS NULL;

CREATE INDEX finding_closed ON finding (job, closed_run) WHERE closed_run IS NOT NULL;

CREATE INDEX review_finding ON review (trade_no, code, batch_no, notify_id, subject, job, first_run);

CREATE INDEX content_size ON content (byte_count, account_id, kind);

CREATE INDEX repeated_batch_source ON repeated_batch (source_id);

CREATE INDEX request_source ON request (source_id) WHERE source_id IS NOT NULL;

CREATE INDEX request_faulty ON request (account_id) WHERE faults <> '';

CREATE INDEX request_line_batch ON request_line (batch_no, account_id);

CREATE INDEX request_forged ON request (account_id) WHERE bad_signature <> '';

CREATE INDEX request_time ON request (account_id, refund_time) WHERE refund_time IS NOT NULL;

CREATE INDEX unasked_batch_number ON unasked_batch (batch_no, account_id);

CREATE INDEX export_path ON export_part (path, account_id, first_id);

CREATE INDEX replaced_by ON replaced_source (by_source);

CREATE INDEX bill_refund_batch ON bill_refund (batch_no);

CREATE INDEX bad_signature_place ON bad_signature (source_id, line_no);

CREATE INDEX request_forged_place ON request (source_id) WHERE bad_signature <> '';

CREATE INDEX reject_notification ON reject (notify_id) WHERE kind = 'conflict';

CREATE INDEX reject_batch ON reject (batch_no) WHERE kind = 'reused';

CREATE INDEX reject_malformed ON reject (account_id) WHERE kind = 'malformed';

CREATE INDEX named_source ON named_trade (source_id, line_no);

CREATE INDEX named_order ON named_trade (account_id) WHERE code = 'ORDER_REJECTED';

CREATE INDEX source_head ON source (head) WHERE head IS NOT NULL;

CREATE INDEX answer_batch ON answer_row (batch_no, account_id);

CREATE INDEX answer_time ON answer_row (account_id, counted_at);

CREATE INDEX act_trade ON act (trade_no, account_id);

CREATE INDEX act_batch ON act (batch_no, account_id);

CREATE INDEX act_commit ON act (after_commit);

CREATE INDEX act_seconds ON act (seconds_no) WHERE seconds_no IS NOT NULL;

CREATE INDEX act_undoes ON act (undoes_no) WHERE undoes_no IS NOT NULL;

CREATE INDEX notification_odd ON notification (account_id) WHERE success_num <> successes;

CREATE INDEX trade_open ON trade_total (account_id) WHERE is_open = 1;

CREATE INDEX trade_over ON trade_total (account_id) WHERE refunded_fen > COALESCE(owed_fen, paid_fen - elsewhere_fen);

CREATE INDEX trade_failed ON trade_total (account_id) WHERE answered > succeeded;

CREATE INDEX trade_odd ON trade_total (account_id)
WHERE due_fen > paid_fen
   OR paid_fen < refunded_fen + elsewhere_fen
   OR due_fen < refunded_fen + elsewhere_fen
   OR refunded_fen + pending_fen > COALESCE(owed_fen, paid_fen - elsewhere_fen)
   OR owed_fen > refunded_fen + pending_fen
   OR paid_fen IS NULL
   OR answered + unanswered > 99
   OR (least_fen IS NOT NULL OR due_conflict > 0);

CREATE INDEX claim_odd ON claim (account_id)
WHERE dback = 'true^F'
   OR fee_fen > amount_fen
   OR occurrence > 1
   OR fee_code <> 'SUCCESS'
   OR witness = 'act';

CREATE INDEX review_commit ON review (after_commit);

CREATE INDEX digest_owner ON digest (table_name, owner_no);

CREATE VIEW act_in_force AS
SELECT a.act_no, a.account_id, a.kind, a.batch_no, a.trade_no, a.notify_id, a.subject, a.code, a.amount_fen, a.expected, a.actual,
       a.given_fen, a.said_at, a.said_day, a.after_commit, a.last_source
FROM act a
WHERE a.seconds_no IS NULL AND a.undoes_no IS NULL
  AND (a.needed = 1 OR a.needed <= 1 + (SELECT COUNT(*) FROM act s WHERE s.seconds_no = a.act_no))
  AND NOT EXISTS (SELECT 1 FROM act u
                  WHERE u.undoes_no = a.act_no AND u.seconds_no IS NULL
                    AND u.needed <= 1 + (SELECT COUNT(*) FROM act s WHERE s.seconds_no = u.act_no));

CREATE VIEW act_drawn AS
SELECT a.act_no, e.batch_no
FROM act a
JOIN request_line l ON l.trade_no = a.trade_no AND l.account_id = a.account_id
JOIN emitted e ON e.batch_no = l.batch_no AND e.account_id = l.account_id
JOIN run r ON r.run_id = e.run_id
LEFT JOIN release x ON x.batch_no = e.batch_no AND x.account_id = e.account_id
WHERE a.kind = 'allow' AND a.seconds_no IS NULL AND COALESCE(l.voided_at, 0) <> -1
  AND (r.commit_no > a.after_commit OR x.after_commit > a.after_commit
       OR (x.after_commit = a.after_commit AND x.released_at >= a.said_at));

CREATE VIEW source_batch AS
SELECT b.source_id, b.block_no, b.first_time, b.last_time, j.value AS batch_no
FROM capture_block b
CROSS JOIN json_each(b.batches) j;

CREATE VIEW source_trade AS
SELECT b.source_id, b.block_no, j.value AS trade_no
FROM order_block b
CROSS JOIN json_each(b.trades) j;

CREATE VIEW capture AS
SELECT n.source_id, n.line_no, n.capture_no, n.account_id, n.notify_id, n.batch_no, n.digest, n.sent_at AS notify_time, n.logged_at,
       n.success_num, n.successes, n.extra
FROM notification n
UNION ALL
SELECT r.source_id, r.line_no, r.capture_no, r.account_id, r.notify_id, r.batch_no, r.digest, r.notify_time, r.logged_at,
       r.success_num, r.successes, r.extra
FROM redelivery r;

CREATE VIEW notification_trade AS
SELECT n.batch_no, n.account_id, n.notify_id, n.source_id, n.line_no, n.capture_no, j.value AS trade_no
FROM notification n
CROSS JOIN json_each(n.trades) j;

CREATE VIEW claim_named AS
SELECT c.trade_no, c.account_id, c.batch_no, c.occurrence, c.source_id, c.line_no, c.capture_no, c.notify_time, c.amount_fen, c.code,
       c.fee_fen, c.fee_code, c.dback, c.rest, c.witness,
       CASE WHEN c.witness IS NULL
            THEN (SELECT n.notify_id FROM notification n
                  WHERE n.batch_no = c.batch_no AND n.account_id = c.account_id
                    AND n.source_id = c.source_id AND n.line_no = c.line_no AND n.capture_no = c.capture_no)
            ELSE (SELECT a.answer_id FROM answer_row a
                  WHERE a.source_id = c.source_id AND a.line_no = c.line_no AND a.item_no = c.capture_no)
       END AS notify_id
FROM claim c;

CREATE VIEW result AS
SELECT c.trade_no, c.account_id, c.batch_no, c.occurrence, c.source_id, c.line_no, c.capture_no, c.notify_time, c.amount_fen, c.code,
       c.fee_fen, c.fee_code, c.dback, c.witness, c.notify_id
FROM claim_named c
WHERE NOT EXISTS (SELECT 1 FROM superseded s
                  WHERE s.trade_no = c.trade_no AND s.account_id = c.account_id AND s.batch_no = c.batch_no
                    AND s.occurrence = c.occurrence AND s.source_id = c.source_id AND s.line_no = c.line_no
                    AND s.capture_no = c.capture_no);

CREATE VIEW result_sum AS
SELECT u.account_id, u.day_no, u.code, u.claims, u.amount_fen, u.fee_back_fen, u.fee_failed_fen, u.first_time, u.last_time
FROM claim_sum u
UNION ALL
SELECT c.account_id, c.notify_time + 28800000 - (c.notify_time + 28800000) % 86400000, c.code, -1, -c.amount_fen,
       CASE c.fee_code WHEN 'SUCCESS' THEN -c.fee_fen ELSE 0 END, CASE c.fee_code WHEN 'SUCCESS' THEN 0 ELSE -COALESCE(c.fee_fen, 0) END,
       NULL, NULL
FROM superseded s
CROSS JOIN claim c
WHERE c.trade_no = s.trade_no AND c.account_id = s.account_id AND c.batch_no = s.batch_no
  AND c.occurrence = s.occurrence AND c.source_id = s.source_id AND c.line_no = s.line_no AND c.capture_no = s.capture_no;

CREATE VIEW result_sent AS
SELECT r.trade_no, r.account_id, r.batch_no, r.occurrence, r.source_id, r.line_no, r.capture_no, r.notify_time, r.amount_fen, r.code,
       r.witness, r.notify_id,
       COALESCE((SELECT q.refund_time FROM request q WHERE q.batch_no = r.batch_no AND q.account_id = r.account_id),
                CASE WHEN r.code <> 'SUCCESS' AND r.batch_no GLOB '[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]*'
                     THEN UNIXEPOCH(SUBSTR(r.batch_no, 1, 4) || '-' || SUBSTR(r.batch_no, 5, 2) || '-' || SUBSTR(r.batch_no, 7, 2)) * 1000 - 28800000
                END,
                r.notify_time) AS sent_at
FROM result r;

CREATE VIEW act_lapsed AS
SELECT a.act_no
FROM act a
WHERE a.seconds_no IS NULL
  AND ((a.kind = 'allow'
        AND EXISTS (SELECT 1 FROM claim c
                    WHERE c.trade_no = a.trade_no AND c.account_id = a.account_id AND c.source_id > a.last_source
                      AND c.code <> 'SUCCESS'))
       OR (a.kind = 'paid'
        AND EXISTS (SELECT 1 FROM order_row o
                    WHERE o.trade_no = a.trade_no AND o.account_id = a.account_id AND o.source_id > a.last_source AND o.paid_fen <> a.amount_fen))
       OR (a.kind = 'dismiss' AND a.notify_id <> ''
           AND EXISTS (SELECT 1 FROM reject j
                       WHERE j.kind = 'conflict' AND j.notify_id = a.notify_id AND j.account_id = a.account_id AND j.source_id > a.last_source))
       OR (a.kind = 'dismiss' AND a.batch_no <> '' AND a.code <> 'ISSUED_ELSEWHERE'
           AND (EXISTS (SELECT 1 FROM request q
                        WHERE q.batch_no = a.batch_no AND q.account_id = a.account_id AND q.source_id > a.last_source)
                OR EXISTS (SELECT 1 FROM reject j
                           WHERE j.kind = 'reused' AND j.batch_no = a.batch_no AND j.account_id = a.account_id AND j.source_id > a.last_source)
                OR EXISTS (SELECT 1 FROM bad_signature g
                           WHERE g.batch_no = a.batch_no AND g.account_id = a.account_id AND g.source_id > a.last_source AND g.good_in IS NULL)))
       OR (a.kind = 'dismiss' AND a.batch_no <> '' AND a.code <> 'ISSUED_ELSEWHERE' AND a.code NOT LIKE 'REQUEST%'
           AND (EXISTS (SELECT 1 FROM notification n
                        WHERE n.batch_no = a.batch_no AND n.account_id = a.account_id AND n.source_id > a.last_source)
                OR EXISTS (SELECT 1 FROM answer_row w
                           WHERE w.batch_no = a.batch_no AND w.account_id = a.account_id AND w.source_id > a.last_source
                             AND SUBSTR(w.answer_id, 1, 4) <> 'act:')))
       OR (a.kind = 'dismiss' AND a.trade_no <> ''
           AND (EXISTS (SELECT 1 FROM bill_refund b
                        WHERE b.trade_no = a.trade_no AND b.account_id = a.account_id AND b.source_id > a.last_source
                          AND (a.batch_no = '' OR b.batch_no = a.batch_no))
                OR EXISTS (SELECT 1 FROM named_trade n
                           WHERE n.trade_no = a.trade_no AND n.account_id = a.account_id AND n.code = a.code AND n.source_id > a.last_source)))
       OR (a.kind = 'dismiss' AND a.trade_no <> '' AND a.batch_no = ''
           AND (EXISTS (SELECT 1 FROM claim c
                        WHERE c.trade_no = a.trade_no AND c.account_id = a.account_id AND c.source_id > a.last_source
                          AND c.witness IS DISTINCT FROM 'act')
                OR EXISTS (SELECT 1 FROM order_row o
                           WHERE o.trade_no = a.trade_no AND o.account_id = a.account_id AND o.source_id > a.last_source
                             AND (o.paid_fen <> (SELECT p.paid_fen FROM order_row p
                                                 WHERE p.trade_no = a.trade_no AND p.account_id = a.account_id AND p.source_id <= a.last_source
                                                 ORDER BY p.source_id DESC, p.line_no DESC LIMIT 1)
                                  OR o.due_fen <> COALESCE((SELECT p.due_fen FROM order_row p
                                                            WHERE p.trade_no = a.trade_no AND p.account_id = a.account_id
                                                              AND p.source_id <= a.last_source AND p.due_fen IS NOT NULL
                                                            ORDER BY p.source_id DESC, p.line_no DESC LIMIT 1), -1))))));

CREATE VIEW claim_ranked AS
SELECT c.trade_no, c.account_id, c.batch_no, c.occurrence, c.source_id, c.line_no, c.capture_no, c.notify_time, c.notify_id,
       CASE WHEN c.witness = 'answer' THEN 0
            WHEN c.witness = 'act' AND c.code <> 'SUCCESS' THEN 0 ELSE 1 END AS told,
       CASE c.code WHEN 'SUCCESS' THEN 1 ELSE 0 END AS succeeded,
       CASE WHEN c.witness = 'answer' THEN 0
            WHEN c.witness = 'act' AND c.code = 'SUCCESS' THEN 0 ELSE 1 END AS stronger
FROM claim_named c;

CREATE VIEW notification_batch AS
SELECT b.account_id, b.first_id, j.key AS notify_id, j.value AS batch_no
FROM notify_block b
CROSS JOIN json_each(b.batches) j;

INSERT INTO act_end VALUES (1, 0, '');
