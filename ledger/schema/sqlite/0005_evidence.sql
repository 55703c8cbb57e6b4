-- What was not read, and which import of an export stands.

-- Every import of an export, a part a row. An export is the same one only at the same
-- path, with the same bytes and under the same settings (contract 3.2). first_id is the
-- first source of its import; settings is '?' where it is older than this table.
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

CREATE INDEX export_path ON export_part (path, account_id, first_id);

INSERT INTO export_part (source_id, first_id, account_id, path, sha256, settings, byte_count, member, run_id, fresh)
SELECT c.source_id, MIN(c.source_id) OVER (PARTITION BY c.sha256, c.account_id), c.account_id, c.path, c.sha256, '?', c.byte_count, c.member, c.run_id, c.fresh
FROM content c
WHERE c.kind = 'orders'
ORDER BY c.source_id;

DELETE FROM content WHERE kind = 'orders';

-- Sources of exports that were read again under other settings, and what they say since
-- by_source does not count.
CREATE TABLE replaced_source (
  source_id INTEGER NOT NULL PRIMARY KEY,
  by_source INTEGER NOT NULL
) STRICT;

CREATE INDEX replaced_by ON replaced_source (by_source);

-- The date that the name of a source's file carries, as yyyymmdd; 0 for none.
ALTER TABLE source ADD COLUMN file_day INTEGER NOT NULL DEFAULT 0;

-- The dues that exports have said of a trade, and whether they contradict one another:
-- in one file, or by going up again after they went down.
ALTER TABLE trade_total ADD COLUMN least_due_fen INTEGER;
ALTER TABLE trade_total ADD COLUMN greatest_due_fen INTEGER;
ALTER TABLE trade_total ADD COLUMN due_conflict INTEGER NOT NULL DEFAULT 0;

-- Whether the rows of a trade in one source may be a payment for several orders (contract
-- 3.2).
ALTER TABLE order_row ADD COLUMN several INTEGER NOT NULL DEFAULT 0;

-- A due that was ever known is known: totals of before are computed anew.
UPDATE trade_sum SET commit_no = 0;

-- Every trade number that can be read in a line that did not count. code is the finding
-- that the line is.
CREATE TABLE named_trade (
  trade_no   TEXT    NOT NULL,
  account_id INTEGER NOT NULL,
  source_id  INTEGER NOT NULL,
  line_no    INTEGER NOT NULL,
  code       TEXT    NOT NULL,
  batch_no   TEXT    NOT NULL,
  notify_id  TEXT    NOT NULL,
  PRIMARY KEY (trade_no, account_id, source_id, line_no, code)
) STRICT, WITHOUT ROWID;

CREATE INDEX named_source ON named_trade (source_id, line_no);
CREATE INDEX named_order ON named_trade (account_id) WHERE code = 'ORDER_REJECTED';

-- Every line of a notify or request source that has a trace of a notification or request
-- and does not read, or of which a part does not read (contract 3.1, 3.3). stated is the
-- batch_num of a request, and NULL where it does not read; may_name_more is 1 where the
-- line may name more trades than can be read in it.
CREATE TABLE unread (
  source_id     INTEGER NOT NULL,
  line_no       INTEGER NOT NULL,
  account_id    INTEGER NOT NULL,
  code          TEXT    NOT NULL CHECK (code IN ('UNREAD_CAPTURE', 'UNREAD_REQUEST')),
  batch_no      TEXT    NOT NULL,
  stated        INTEGER,
  may_name_more INTEGER NOT NULL,
  reason        TEXT    NOT NULL,
  PRIMARY KEY (source_id, line_no)
) STRICT, WITHOUT ROWID;

-- What of a file of a run was not read although it may matter, in words, empty for
-- nothing; and the bytes of an unfinished last line that was left.
ALTER TABLE run_file ADD COLUMN unread TEXT NOT NULL DEFAULT '';
ALTER TABLE run_file ADD COLUMN left_bytes INTEGER NOT NULL DEFAULT 0;

-- The days that the names of the files of each pattern carry, of all that the books ever
-- read under it, as yyyymmdd, and the run that saw each first.
CREATE TABLE series_day (
  account_id INTEGER NOT NULL,
  kind       TEXT    NOT NULL,
  pattern    TEXT    NOT NULL,
  day        INTEGER NOT NULL,
  run_id     INTEGER NOT NULL REFERENCES run (run_id),
  PRIMARY KEY (account_id, kind, pattern, day)
) STRICT, WITHOUT ROWID;

-- The days that a daily series has lacked, and the run that missed each first. A day that
-- has come since is in series_day.
CREATE TABLE series_hole (
  account_id INTEGER NOT NULL,
  kind       TEXT    NOT NULL,
  pattern    TEXT    NOT NULL,
  day        INTEGER NOT NULL,
  run_id     INTEGER NOT NULL REFERENCES run (run_id),
  PRIMARY KEY (account_id, kind, pattern, day)
) STRICT, WITHOUT ROWID;

-- Derived: the notifications of each day, and the request lines that are not void, by the
-- day of their request. day_no is as in claim_sum.
CREATE TABLE day_sum (
  account_id    INTEGER NOT NULL,
  day_no        INTEGER NOT NULL,
  notifications INTEGER NOT NULL,
  request_lines INTEGER NOT NULL,
  PRIMARY KEY (account_id, day_no)
) STRICT, WITHOUT ROWID;

INSERT INTO day_sum (account_id, day_no, notifications, request_lines)
SELECT k.account_id, k.at + 28800000 - (k.at + 28800000) % 86400000, SUM(k.notifications), SUM(k.request_lines)
FROM (SELECT account_id, notify_time AS at, 1 AS notifications, 0 AS request_lines FROM notification
      UNION ALL
      SELECT account_id, refund_time, 0, 1 FROM request_line WHERE voided_at IS NULL) k
GROUP BY 1, 2;

-- The fees of the claims of each day and code: what went back, and what did not.
ALTER TABLE claim_sum ADD COLUMN fee_back_fen INTEGER NOT NULL DEFAULT 0;
ALTER TABLE claim_sum ADD COLUMN fee_failed_fen INTEGER NOT NULL DEFAULT 0;

UPDATE claim_sum
SET fee_back_fen = k.back, fee_failed_fen = k.failed
FROM (SELECT c.account_id, c.notify_time + 28800000 - (c.notify_time + 28800000) % 86400000 AS day_no, c.code,
             SUM(CASE c.fee_code WHEN 'SUCCESS' THEN c.fee_fen ELSE 0 END) AS back,
             SUM(CASE c.fee_code WHEN 'SUCCESS' THEN 0 ELSE c.fee_fen END) AS failed
      FROM claim c
      WHERE c.fee_fen > 0
      GROUP BY 1, 2, 3) k
WHERE k.account_id = claim_sum.account_id AND k.day_no = claim_sum.day_no AND k.code = claim_sum.code;

DROP VIEW result_sum;

-- What the effective results add up to: the claims, less those that a later one about the
-- same item has replaced. The times are those of all claims.
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
  AND c.occurrence = s.occurrence AND c.notify_id = s.notify_id;

-- The fees that went back and those that did not, by the results that a run was decided
-- from; NULL where it is older than these columns.
ALTER TABLE run ADD COLUMN fee_back_fen INTEGER;
ALTER TABLE run ADD COLUMN fee_failed_fen INTEGER;
-- Which keys a log was read with: 'off' where signatures were not checked, empty where it
-- is older than this column. known_good are the deliveries of a log that was read again
-- whose captures an earlier source has.
ALTER TABLE source ADD COLUMN keys TEXT NOT NULL DEFAULT '';
ALTER TABLE source ADD COLUMN known_good INTEGER NOT NULL DEFAULT 0;

-- Lines of a notify log that tell of a POST to notify_url and do not have its body.
ALTER TABLE source ADD COLUMN bare_posts INTEGER NOT NULL DEFAULT 0;

-- The source that has read a bad line again with other keys, and found it good, or another
-- account's (contract 3.1).
ALTER TABLE bad_signature ADD COLUMN good_in INTEGER;
ALTER TABLE request ADD COLUMN good_in INTEGER;

-- A captured request that has no notify_url, so that nothing will ever answer it.
ALTER TABLE request ADD COLUMN unnotified INTEGER NOT NULL DEFAULT 0;

-- When a notification with a bad signature was logged, NULL where the log does not say;
-- and the days in which what it claims may have happened, the later time excluded, NULL
-- where it claims no time.
ALTER TABLE bad_signature ADD COLUMN logged_at INTEGER;
ALTER TABLE bad_signature ADD COLUMN doubt_from INTEGER;
ALTER TABLE bad_signature ADD COLUMN doubt_until INTEGER;

CREATE INDEX bill_refund_batch ON bill_refund (batch_no);
CREATE INDEX bad_signature_place ON bad_signature (source_id, line_no);
CREATE INDEX request_forged_place ON request (source_id) WHERE bad_signature <> '';
