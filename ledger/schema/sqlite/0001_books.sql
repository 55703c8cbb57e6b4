-- The books. Evidence is append-only and knows its place (source, line). Amounts
-- are whole fen, times are Unix milliseconds, both INTEGER; nothing here reads a
-- clock. trade_no stands first in the keys of all that is counted per trade, so
-- that a trade's rows lie together and are grouped along the key.

CREATE TABLE account (
  account_id INTEGER NOT NULL PRIMARY KEY,
  partner    TEXT    NOT NULL UNIQUE
) STRICT;

-- commit_no numbers the runs in the order in which they were decided, last_source
-- is the last source that was there then: a run that was cut off is decided after
-- others that have begun later.
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
) STRICT;

-- A job has at most one run that is not committed: it is taken up again.
CREATE UNIQUE INDEX run_started ON run (job) WHERE state = 'started';

CREATE TABLE run_gap (
  run_id  INTEGER NOT NULL REFERENCES run (run_id),
  seq     INTEGER NOT NULL,
  pattern TEXT    NOT NULL,
  PRIMARY KEY (run_id, seq)
) STRICT, WITHOUT ROWID;

-- A stretch of lines that was read in one run. It reads on from line
-- first_line - 1 of prior_id, which is 0 for what begins with line 1. head is the
-- mark of its first line, where its lines have marks.
CREATE TABLE source (
  source_id  INTEGER NOT NULL PRIMARY KEY,
  prior_id   INTEGER NOT NULL,
  run_id     INTEGER NOT NULL REFERENCES run (run_id),
  account_id INTEGER NOT NULL REFERENCES account (account_id),
  kind       TEXT    NOT NULL CHECK (kind IN ('notify', 'orders', 'requests', 'bills')),
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
  CHECK (lines = accepted + duplicate + rejected + ignored)
) STRICT;

CREATE INDEX source_head ON source (head) WHERE head IS NOT NULL;

-- The marks of a log's lines, line_block of them in a row, from line
-- first_line + seq * line_block of the source on. A mark is 15 bytes of the
-- SHA-256 of the text from its first line to the end of this one: by them a log is
-- known again under any name, in any packing and at any length.
CREATE TABLE line_mark (
  source_id INTEGER NOT NULL,
  seq       INTEGER NOT NULL,
  marks     BLOB    NOT NULL,
  UNIQUE (source_id, seq)
) STRICT;

-- What became of the lines that have marks, a byte each.
CREATE TABLE line_verdict (
  source_id INTEGER NOT NULL,
  seq       INTEGER NOT NULL,
  verdicts  BLOB    NOT NULL,
  UNIQUE (source_id, seq)
) STRICT;

-- Which files were read whole, by the SHA-256 of the bytes that were read of them,
-- byte_count of them, and what the ledger holds of each part: the lines up to
-- last_line of source_id, and what that reads on from. fresh tells whether the run
-- that read the file first read something new in it.
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

CREATE INDEX content_path ON content (path, account_id, kind, run_id);

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
  last_time  INTEGER,
  PRIMARY KEY (run_id, seq)
) STRICT, WITHOUT ROWID;

-- What the ledger holds of each part of a file of a run, as in content.
CREATE TABLE run_part (
  run_id    INTEGER NOT NULL REFERENCES run (run_id),
  seq       INTEGER NOT NULL,
  part      INTEGER NOT NULL,
  path      TEXT    NOT NULL,
  source_id INTEGER NOT NULL,
  last_line INTEGER NOT NULL,
  PRIMARY KEY (run_id, seq, part)
) STRICT, WITHOUT ROWID;

-- Every delivery of a notification with a good signature, re-deliveries and
-- conflicting ones among them.
CREATE TABLE capture (
  source_id   INTEGER NOT NULL,
  line_no     INTEGER NOT NULL,
  account_id  INTEGER NOT NULL,
  notify_id   TEXT    NOT NULL,
  batch_no    TEXT    NOT NULL,
  digest      BLOB    NOT NULL,
  notify_time INTEGER NOT NULL,
  logged_at   INTEGER,
  success_num INTEGER NOT NULL,
  successes   INTEGER NOT NULL,
  extra       INTEGER NOT NULL,
  PRIMARY KEY (source_id, line_no)
) STRICT, WITHOUT ROWID;

-- The content that stands for each notify_id: the first that was accepted.
-- notify_time is the earliest of its deliveries.
CREATE TABLE notification (
  notify_id   TEXT    NOT NULL,
  account_id  INTEGER NOT NULL,
  batch_no    TEXT    NOT NULL,
  digest      BLOB    NOT NULL,
  notify_time INTEGER NOT NULL,
  success_num INTEGER NOT NULL,
  successes   INTEGER NOT NULL,
  source_id   INTEGER NOT NULL,
  line_no     INTEGER NOT NULL,
  PRIMARY KEY (notify_id, account_id)
) STRICT, WITHOUT ROWID;

-- The notifications by batch: a table and no index, because rows of an index go in
-- in the order of another key.
CREATE TABLE notification_batch (
  batch_no   TEXT    NOT NULL,
  account_id INTEGER NOT NULL,
  notify_id  TEXT    NOT NULL,
  PRIMARY KEY (batch_no, account_id, notify_id)
) STRICT, WITHOUT ROWID;

-- One item of one standing notification.
CREATE TABLE claim (
  trade_no    TEXT    NOT NULL,
  account_id  INTEGER NOT NULL,
  batch_no    TEXT    NOT NULL,
  occurrence  INTEGER NOT NULL,
  notify_id   TEXT    NOT NULL,
  notify_time INTEGER NOT NULL,
  amount_fen  INTEGER NOT NULL CHECK (amount_fen BETWEEN 0 AND 10000000000),
  code        TEXT    NOT NULL,
  fee_fen     INTEGER CHECK (fee_fen BETWEEN 0 AND 10000000000),
  fee_code    TEXT,
  dback       TEXT    NOT NULL,
  rest        TEXT    NOT NULL,
  source_id   INTEGER NOT NULL,
  line_no     INTEGER NOT NULL,
  PRIMARY KEY (trade_no, account_id, batch_no, occurrence, notify_id)
) STRICT, WITHOUT ROWID;

-- The effective results: of the claims about one item, the latest.
CREATE VIEW result AS
SELECT c.trade_no, c.account_id, c.batch_no, c.occurrence, c.notify_id, c.notify_time,
       c.amount_fen, c.code, c.fee_fen, c.fee_code, c.source_id, c.line_no
FROM claim c
WHERE NOT EXISTS (
  SELECT 1 FROM claim d
  WHERE d.trade_no = c.trade_no AND d.account_id = c.account_id
    AND d.batch_no = c.batch_no AND d.occurrence = c.occurrence
    AND (d.notify_time > c.notify_time
         OR (d.notify_time = c.notify_time AND d.notify_id > c.notify_id)));

CREATE TABLE malformed_item (
  source_id  INTEGER NOT NULL,
  line_no    INTEGER NOT NULL,
  item_no    INTEGER NOT NULL,
  account_id INTEGER NOT NULL,
  notify_id  TEXT    NOT NULL,
  batch_no   TEXT    NOT NULL,
  reason     TEXT    NOT NULL,
  PRIMARY KEY (source_id, line_no, item_no)
) STRICT, WITHOUT ROWID;

-- Each distinct content whose signature is bad, at its first place.
CREATE TABLE bad_signature (
  digest     BLOB    NOT NULL,
  account_id INTEGER NOT NULL,
  notify_id  TEXT    NOT NULL,
  batch_no   TEXT    NOT NULL,
  source_id  INTEGER NOT NULL,
  line_no    INTEGER NOT NULL,
  PRIMARY KEY (digest, account_id)
) STRICT, WITHOUT ROWID;

-- Every rejected line, whatever its kind.
CREATE TABLE reject (
  source_id  INTEGER NOT NULL,
  line_no    INTEGER NOT NULL,
  account_id INTEGER NOT NULL,
  kind       TEXT    NOT NULL CHECK (kind IN ('row', 'malformed', 'signature', 'conflict', 'reused')),
  notify_id  TEXT    NOT NULL,
  batch_no   TEXT    NOT NULL,
  reason     TEXT    NOT NULL,
  PRIMARY KEY (source_id, line_no)
) STRICT, WITHOUT ROWID;

CREATE INDEX reject_notification ON reject (notify_id) WHERE kind = 'conflict';
CREATE INDEX reject_batch ON reject (batch_no) WHERE kind = 'reused';

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
  seller        TEXT    NOT NULL,
  PRIMARY KEY (trade_no, account_id, source_id, line_no)
) STRICT, WITHOUT ROWID;

-- One submission of the interface, captured or our own. A number stands for
-- ever, so that none is drawn twice.
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
  line_no     INTEGER,
  PRIMARY KEY (batch_no, account_id)
) STRICT, WITHOUT ROWID;

-- The signed parameters of our own requests. They are long, and rows of a
-- WITHOUT ROWID table are read whole whenever their key is compared: so they
-- stand apart, in a table with a rowid.
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

-- What a person said of a batch after asking Alipay.
CREATE TABLE batch_void (
  batch_no   TEXT    NOT NULL,
  account_id INTEGER NOT NULL,
  voided_at  INTEGER NOT NULL,
  person     TEXT    NOT NULL,
  evidence   TEXT    NOT NULL,
  line_count INTEGER NOT NULL,
  after_commit INTEGER NOT NULL,
  PRIMARY KEY (batch_no, account_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE error_code (
  account_id INTEGER NOT NULL,
  code       TEXT    NOT NULL,
  class      TEXT    NOT NULL,
  PRIMARY KEY (account_id, code)
) STRICT, WITHOUT ROWID;

-- Derived: what the evidence says of each trade. owed_fen is min(due, paid).
CREATE TABLE trade_total (
  trade_no     TEXT    NOT NULL,
  account_id   INTEGER NOT NULL,
  out_trade_no TEXT    NOT NULL DEFAULT '',
  paid_fen     INTEGER,
  due_fen      INTEGER,
  owed_fen     INTEGER,
  least_fen    INTEGER,
  greatest_fen INTEGER,
  refunded_fen INTEGER NOT NULL DEFAULT 0,
  pending_fen  INTEGER NOT NULL DEFAULT 0,
  succeeded    INTEGER NOT NULL DEFAULT 0,
  answered     INTEGER NOT NULL DEFAULT 0,
  submitted    INTEGER NOT NULL DEFAULT 0,
  unanswered   INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (trade_no, account_id)
) STRICT, WITHOUT ROWID;

-- What the rules yield in one run, before it meets the open findings.
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

CREATE INDEX found_holds ON found (batch_no) WHERE holds = 1 AND trade_no = '';

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

CREATE UNIQUE INDEX finding_open ON finding (job, trade_no, code, batch_no, notify_id, subject) WHERE closed_run IS NULL;
CREATE INDEX finding_closed ON finding (job, closed_run) WHERE closed_run IS NOT NULL;

-- What an open finding said until a run saw it with other values. place_only is 1
-- where nothing but the place of its evidence was other.
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

-- What people said of a finding, as it stood then. The runs after after_run show
-- the last of it.
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
  imported_at INTEGER NOT NULL,
  CHECK ((decision = 'accepted') = (until_time IS NOT NULL))
) STRICT;

CREATE INDEX review_finding ON review (trade_no, code, batch_no, notify_id, subject, job, first_run);

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
  seq        INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (run_id, trade_no),
  CHECK ((status = 'held') = (hold <> ''))
) STRICT, WITHOUT ROWID;

-- Who has approved which lines of which run. It is the digest that is approved,
-- so that nobody approves what changed after they read it, and it is approved
-- for one run, so that what comes up again is read again.
CREATE TABLE approval (
  run_id      INTEGER NOT NULL REFERENCES run (run_id),
  digest      TEXT    NOT NULL,
  person      TEXT    NOT NULL,
  approved_at INTEGER NOT NULL,
  PRIMARY KEY (run_id, digest, person)
) STRICT, WITHOUT ROWID;

-- A proposal that a person released: from then on it is a batch.
CREATE TABLE release (
  run_id      INTEGER NOT NULL REFERENCES run (run_id),
  seq         INTEGER NOT NULL,
  batch_no    TEXT    NOT NULL,
  account_id  INTEGER NOT NULL,
  person      TEXT    NOT NULL,
  released_at INTEGER NOT NULL,
  published   INTEGER NOT NULL,
  after_commit INTEGER NOT NULL,
  PRIMARY KEY (run_id, seq)
) STRICT, WITHOUT ROWID;

-- Every refund that a trade bill of Alipay shows, at its place: the same one as
-- often as bills repeat it.
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

-- Each distinct refund of the bills, at its first place. Of rows that are alike,
-- the n-th of one source is the n-th of another.
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

-- The times that each bill covers: from_time is the first of them, until_time is
-- the first that is none.
CREATE TABLE bill_period (
  account_id INTEGER NOT NULL,
  from_time  INTEGER NOT NULL,
  until_time INTEGER NOT NULL,
  source_id  INTEGER NOT NULL,
  PRIMARY KEY (account_id, from_time, until_time, source_id),
  CHECK (from_time < until_time)
) STRICT, WITHOUT ROWID;

-- Derived: the times that all bills of an account cover together. Periods that
-- overlap or touch are one.
CREATE TABLE bill_cover (
  account_id INTEGER NOT NULL,
  from_time  INTEGER NOT NULL,
  until_time INTEGER NOT NULL,
  PRIMARY KEY (account_id, from_time)
) STRICT, WITHOUT ROWID;

-- Whom a run was announced to, and what became of it: failure is empty where the
-- message arrived. A night that failed before it began a run has none.
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
