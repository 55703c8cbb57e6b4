-- What proof of a refund asks for: what was once told refunded stays refunded, results
-- stand in the order of their requests, and days are known that nothing covers.

-- The day of paid_at as YYYYMMDD, where it names one.
ALTER TABLE order_row ADD COLUMN paid_day INTEGER;

UPDATE order_row
SET paid_day = CAST(SUBSTR(paid_at, 1, 4) || SUBSTR(paid_at, 6, 2) || SUBSTR(paid_at, 9, 2) AS INTEGER)
WHERE paid_at GLOB '[12][0-9][0-9][0-9][-/][0-9][0-9][-/][0-9][0-9]*';

-- Why the signature of a captured request is bad.
ALTER TABLE request ADD COLUMN bad_signature TEXT NOT NULL DEFAULT '';

CREATE INDEX request_forged ON request (account_id) WHERE bad_signature <> '';
CREATE INDEX request_time ON request (account_id, refund_time) WHERE refund_time IS NOT NULL;

-- Derived: the batches that were notified and that no request has, by the day of their
-- number, else of their first notification, as YYYYMMDD.
CREATE TABLE unasked_batch (
  account_id INTEGER NOT NULL,
  day        INTEGER NOT NULL,
  batch_no   TEXT    NOT NULL,
  PRIMARY KEY (account_id, day, batch_no)
) STRICT, WITHOUT ROWID;

CREATE INDEX unasked_batch_number ON unasked_batch (batch_no, account_id);

-- The lines of our own batches that are in flight. The books refuse a second one of a
-- trade.
CREATE TABLE open_line (
  trade_no   TEXT    NOT NULL,
  account_id INTEGER NOT NULL,
  batch_no   TEXT    NOT NULL,
  PRIMARY KEY (trade_no, account_id)
) STRICT, WITHOUT ROWID;

INSERT OR IGNORE INTO open_line (trade_no, account_id, batch_no)
SELECT l.trade_no, l.account_id, l.batch_no
FROM emitted e
CROSS JOIN request_line l
WHERE l.batch_no = e.batch_no AND l.account_id = e.account_id AND l.voided_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM claim c
                  WHERE c.trade_no = l.trade_no AND c.account_id = l.account_id
                    AND c.batch_no = l.batch_no AND c.occurrence = l.occurrence)
ORDER BY l.trade_no;

-- What covered each day, as a run knew it: from one day until another, both YYYYMMDD.
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

-- The day that trades which a run proposed were born on, as YYYYMMDD; 0 where nothing
-- tells.
ALTER TABLE correction ADD COLUMN born_day INTEGER NOT NULL DEFAULT 0;

ALTER TABLE trade_total ADD COLUMN paid_day INTEGER;

CREATE INDEX claim_dback_failed ON claim (account_id) WHERE dback = 'true^F';
CREATE INDEX claim_fee_exceeds ON claim (account_id) WHERE fee_fen > amount_fen;

-- Of the claims about one item the latest success is its result, else the latest.
DELETE FROM superseded;

INSERT INTO superseded (trade_no, account_id, batch_no, occurrence, notify_id)
SELECT c.trade_no, c.account_id, c.batch_no, c.occurrence, c.notify_id
FROM repeated_batch r
CROSS JOIN batch_trade t
CROSS JOIN claim c
WHERE t.batch_no = r.batch_no AND t.account_id = r.account_id
  AND c.trade_no = t.trade_no AND c.account_id = t.account_id AND c.batch_no = t.batch_no
  AND EXISTS (SELECT 1 FROM claim d
              WHERE d.trade_no = c.trade_no AND d.account_id = c.account_id
                AND d.batch_no = c.batch_no AND d.occurrence = c.occurrence
                AND (CASE d.code WHEN 'SUCCESS' THEN 1 ELSE 0 END, d.notify_time, d.notify_id)
                  > (CASE c.code WHEN 'SUCCESS' THEN 1 ELSE 0 END, c.notify_time, c.notify_id));

DROP VIEW result;

-- The effective results.
CREATE VIEW result AS
SELECT c.trade_no, c.account_id, c.batch_no, c.occurrence, c.notify_id, c.notify_time,
       c.amount_fen, c.code, c.fee_fen, c.fee_code, c.dback, c.source_id, c.line_no
FROM claim c
WHERE NOT EXISTS (SELECT 1 FROM superseded s
                  WHERE s.trade_no = c.trade_no AND s.account_id = c.account_id AND s.batch_no = c.batch_no
                    AND s.occurrence = c.occurrence AND s.notify_id = c.notify_id);

-- The effective results with the time that orders them: that of the request; where none
-- is known, of a failure the beginning of the day of the batch number, of a success its
-- notification.
CREATE VIEW result_sent AS
SELECT r.trade_no, r.account_id, r.batch_no, r.occurrence, r.notify_id, r.notify_time, r.amount_fen, r.code,
       COALESCE((SELECT q.refund_time FROM request q WHERE q.batch_no = r.batch_no AND q.account_id = r.account_id),
                CASE WHEN r.code <> 'SUCCESS' AND r.batch_no GLOB '[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]*'
                     THEN UNIXEPOCH(SUBSTR(r.batch_no, 1, 4) || '-' || SUBSTR(r.batch_no, 5, 2) || '-' || SUBSTR(r.batch_no, 7, 2)) * 1000 - 28800000
                END,
                r.notify_time) AS sent_at
FROM result r;
