-- Several captures in one line of a log (contract 3.1, 3.3): capture_no numbers them in
-- their line, from 1.

CREATE TABLE capture_in_line (
  source_id   INTEGER NOT NULL,
  line_no     INTEGER NOT NULL,
  capture_no  INTEGER NOT NULL,
  account_id  INTEGER NOT NULL,
  notify_id   TEXT    NOT NULL,
  batch_no    TEXT    NOT NULL,
  digest      BLOB    NOT NULL,
  notify_time INTEGER NOT NULL,
  logged_at   INTEGER,
  success_num INTEGER NOT NULL,
  successes   INTEGER NOT NULL,
  extra       INTEGER NOT NULL,
  PRIMARY KEY (source_id, line_no, capture_no)
) STRICT, WITHOUT ROWID;

INSERT INTO capture_in_line (source_id, line_no, capture_no, account_id, notify_id, batch_no, digest, notify_time, logged_at, success_num, successes, extra)
SELECT source_id, line_no, 1, account_id, notify_id, batch_no, digest, notify_time, logged_at, success_num, successes, extra
FROM capture
ORDER BY source_id, line_no;

DROP TABLE capture;
ALTER TABLE capture_in_line RENAME TO capture;
CREATE INDEX capture_batch ON capture (batch_no, account_id);

-- Every rejected capture and line, whatever its kind. read_in is the source that has read
-- the line again and found something else in it.
CREATE TABLE reject_in_line (
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

INSERT INTO reject_in_line (source_id, line_no, capture_no, account_id, kind, notify_id, batch_no, reason)
SELECT source_id, line_no, 1, account_id, kind, notify_id, batch_no, reason
FROM reject
ORDER BY source_id, line_no;

DROP TABLE reject;
ALTER TABLE reject_in_line RENAME TO reject;
CREATE INDEX reject_notification ON reject (notify_id) WHERE kind = 'conflict';
CREATE INDEX reject_batch ON reject (batch_no) WHERE kind = 'reused';
CREATE INDEX reject_malformed ON reject (account_id) WHERE kind = 'malformed';

CREATE TABLE malformed_in_line (
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

INSERT INTO malformed_in_line (source_id, line_no, capture_no, item_no, account_id, notify_id, batch_no, reason)
SELECT source_id, line_no, 1, item_no, account_id, notify_id, batch_no, reason
FROM malformed_item
ORDER BY source_id, line_no, item_no;

DROP TABLE malformed_item;
ALTER TABLE malformed_in_line RENAME TO malformed_item;

CREATE TABLE unread_in_line (
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

INSERT INTO unread_in_line (source_id, line_no, capture_no, account_id, code, batch_no, stated, may_name_more, reason)
SELECT source_id, line_no, 1, account_id, code, batch_no, stated, may_name_more, reason
FROM unread
ORDER BY source_id, line_no;

DROP TABLE unread;
ALTER TABLE unread_in_line RENAME TO unread;

CREATE TABLE named_in_line (
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

INSERT INTO named_in_line (trade_no, account_id, source_id, line_no, capture_no, code, batch_no, notify_id)
SELECT trade_no, account_id, source_id, line_no, 1, code, batch_no, notify_id
FROM named_trade
ORDER BY trade_no, account_id, source_id, line_no, code;

DROP TABLE named_trade;
ALTER TABLE named_in_line RENAME TO named_trade;
CREATE INDEX named_source ON named_trade (source_id, line_no);
CREATE INDEX named_order ON named_trade (account_id) WHERE code = 'ORDER_REJECTED';

ALTER TABLE bad_signature ADD COLUMN capture_no INTEGER NOT NULL DEFAULT 1;
ALTER TABLE notification ADD COLUMN capture_no INTEGER NOT NULL DEFAULT 1;

-- How many captures the lines of a log have but the first of each; NULL where the log was
-- read before several were told apart.
ALTER TABLE source ADD COLUMN further INTEGER;

-- Answers of queries (contract 3.4b).

-- A source may hold answers: the check of its kind is part of the table.
CREATE TABLE source_with_answers (
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

INSERT INTO source_with_answers (source_id, prior_id, run_id, account_id, kind, path, head, first_line, charset, how, extra,
                                 lines, accepted, duplicate, rejected, ignored, first_time, last_time, file_day, keys, known_good, bare_posts, further)
SELECT source_id, prior_id, run_id, account_id, kind, path, head, first_line, charset, how, extra,
       lines, accepted, duplicate, rejected, ignored, first_time, last_time, file_day, keys, known_good, bare_posts, further
FROM source
ORDER BY source_id;

DROP TABLE source;
ALTER TABLE source_with_answers RENAME TO source;

CREATE INDEX source_head ON source (head) WHERE head IS NOT NULL;

-- Every refund that an answer of a query tells of, at its place. answer_id begins with
-- "answer:", so that the claim that it becomes is known as what it is: it stands in claim
-- under this notify_id. counted_at is when Alipay refunded, as the answer says, else the
-- day in the name of its file, else the day of the batch number.
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

CREATE INDEX answer_batch ON answer_row (batch_no, account_id);
CREATE INDEX answer_time ON answer_row (account_id, counted_at);
