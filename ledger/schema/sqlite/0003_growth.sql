-- What a night needs in order to find what is new and what is open without reading
-- the books from end to end, and the sums that it carries on.

-- Derived: the trades that the notifications of a batch speak of.
CREATE TABLE batch_trade (
  batch_no   TEXT    NOT NULL,
  account_id INTEGER NOT NULL,
  trade_no   TEXT    NOT NULL,
  PRIMARY KEY (batch_no, account_id, trade_no)
) STRICT, WITHOUT ROWID;

INSERT INTO batch_trade (batch_no, account_id, trade_no)
SELECT DISTINCT batch_no, account_id, trade_no FROM claim ORDER BY batch_no, account_id, trade_no;

-- Derived: the batches that more than one notification names. Only in these can two
-- claims be about one item. Some ledgers have the table already.
CREATE TABLE IF NOT EXISTS repeated_batch (
  batch_no   TEXT    NOT NULL,
  account_id INTEGER NOT NULL,
  PRIMARY KEY (batch_no, account_id)
) STRICT, WITHOUT ROWID;

INSERT OR IGNORE INTO repeated_batch (batch_no, account_id)
SELECT batch_no, account_id FROM notification_batch GROUP BY batch_no, account_id HAVING COUNT(*) > 1;

-- The last source that named such a batch, or moved one of its notifications in time.
ALTER TABLE repeated_batch ADD COLUMN source_id INTEGER NOT NULL DEFAULT 0;

CREATE INDEX repeated_batch_source ON repeated_batch (source_id);

-- Derived: the claims that are not the latest about their item.
CREATE TABLE superseded (
  trade_no   TEXT    NOT NULL,
  account_id INTEGER NOT NULL,
  batch_no   TEXT    NOT NULL,
  occurrence INTEGER NOT NULL,
  notify_id  TEXT    NOT NULL,
  PRIMARY KEY (trade_no, account_id, batch_no, occurrence, notify_id)
) STRICT, WITHOUT ROWID;

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
                AND (d.notify_time > c.notify_time
                     OR (d.notify_time = c.notify_time AND d.notify_id > c.notify_id)));

DROP VIEW result;

-- The effective results: of the claims about one item, the latest.
CREATE VIEW result AS
SELECT c.trade_no, c.account_id, c.batch_no, c.occurrence, c.notify_id, c.notify_time,
       c.amount_fen, c.code, c.fee_fen, c.fee_code, c.source_id, c.line_no
FROM claim c
WHERE NOT EXISTS (SELECT 1 FROM superseded s
                  WHERE s.trade_no = c.trade_no AND s.account_id = c.account_id AND s.batch_no = c.batch_no
                    AND s.occurrence = c.occurrence AND s.notify_id = c.notify_id);

-- Derived: what the claims of each day and code add up to, and the first and the last
-- time of them. day_no is the first millisecond of a day in Shanghai, as if it were UTC.
CREATE TABLE claim_sum (
  account_id INTEGER NOT NULL,
  day_no     INTEGER NOT NULL,
  code       TEXT    NOT NULL,
  claims     INTEGER NOT NULL,
  amount_fen INTEGER NOT NULL,
  first_time INTEGER,
  last_time  INTEGER,
  PRIMARY KEY (account_id, day_no, code)
) STRICT, WITHOUT ROWID;

INSERT INTO claim_sum (account_id, day_no, code, claims, amount_fen, first_time, last_time)
SELECT account_id, notify_time + 28800000 - (notify_time + 28800000) % 86400000, code, COUNT(*), SUM(amount_fen), MIN(notify_time), MAX(notify_time)
FROM claim
GROUP BY 1, 2, 3;

-- What the effective results add up to: the claims, less those that a later one about the
-- same item has replaced. The times are those of all claims.
CREATE VIEW result_sum AS
SELECT u.account_id, u.day_no, u.code, u.claims, u.amount_fen, u.first_time, u.last_time
FROM claim_sum u
UNION ALL
SELECT c.account_id, c.notify_time + 28800000 - (c.notify_time + 28800000) % 86400000, c.code, -1, -c.amount_fen, NULL, NULL
FROM superseded s
CROSS JOIN claim c
WHERE c.trade_no = s.trade_no AND c.account_id = s.account_id AND c.batch_no = s.batch_no
  AND c.occurrence = s.occurrence AND c.notify_id = s.notify_id;

-- Derived: what the notifications add up to.
CREATE TABLE notice_sum (
  account_id    INTEGER NOT NULL PRIMARY KEY,
  notifications INTEGER NOT NULL,
  stated        INTEGER NOT NULL,
  counted       INTEGER NOT NULL
) STRICT;

INSERT INTO notice_sum (account_id, notifications, stated, counted)
SELECT account_id, COUNT(*), SUM(success_num), SUM(successes) FROM notification GROUP BY account_id;

-- What it held stands in this index, too.
DROP TABLE notification_batch;

CREATE INDEX capture_batch ON capture (batch_no, account_id);
CREATE INDEX notification_odd ON notification (account_id) WHERE success_num <> successes;
CREATE INDEX order_row_source ON order_row (source_id);
CREATE INDEX reject_malformed ON reject (account_id) WHERE kind = 'malformed';
CREATE INDEX request_source ON request (source_id) WHERE source_id IS NOT NULL;
CREATE INDEX request_faulty ON request (account_id) WHERE faults <> '';
CREATE INDEX request_line_batch ON request_line (batch_no, account_id);

-- Derived: what the evidence says of each trade. owed_fen is min(due, paid), failing
-- is 1 where the latest result is a failure, unclaimed counts refunds in bills that no
-- notification reports. is_open is 1 where time alone, or a correction, may change
-- what is said of the trade.
CREATE TABLE total (
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
  failing      INTEGER NOT NULL DEFAULT 0,
  unclaimed    INTEGER NOT NULL DEFAULT 0,
  is_open      INTEGER NOT NULL GENERATED ALWAYS AS
    (CASE WHEN unanswered > 0 OR unclaimed > 0 OR owed_fen > refunded_fen + pending_fen OR (due_fen IS NULL AND failing = 1)
          THEN 1 ELSE 0 END) STORED,
  PRIMARY KEY (trade_no, account_id)
) STRICT, WITHOUT ROWID;

INSERT INTO total (trade_no, account_id, out_trade_no, paid_fen, due_fen, owed_fen, least_fen, greatest_fen,
                   refunded_fen, pending_fen, succeeded, answered, submitted, unanswered)
SELECT trade_no, account_id, out_trade_no, paid_fen, due_fen, owed_fen, least_fen, greatest_fen,
       refunded_fen, pending_fen, succeeded, answered, submitted, unanswered
FROM trade_total
ORDER BY trade_no, account_id;

DROP TABLE trade_total;
ALTER TABLE total RENAME TO trade_total;

CREATE INDEX trade_open ON trade_total (account_id) WHERE is_open = 1;

-- Derived: what the trades of an account add up to. commit_no is the place in the order
-- of decisions of the run that has computed them, 0 where that was no run.
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
) STRICT;

-- Derived: how many requests of an account are not void.
CREATE TABLE request_sum (
  account_id INTEGER NOT NULL PRIMARY KEY,
  requests   INTEGER NOT NULL
) STRICT;

INSERT INTO request_sum (account_id, requests)
SELECT account_id, COUNT(*) FROM request WHERE voided_at IS NULL GROUP BY account_id;

-- What a run looks at while it is decided, where it does not look at everything.
CREATE TABLE scope_trade (
  trade_no TEXT NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;

CREATE TABLE scope_batch (
  batch_no TEXT NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;

INSERT INTO trade_sum (account_id, commit_no, trades, answered, succeeded, submitted, refunded_fen, orders, paid_fen)
SELECT t.account_id, 0, SUM(CASE WHEN t.answered + t.submitted > 0 THEN 1 ELSE 0 END), SUM(t.answered), SUM(t.succeeded),
       SUM(t.submitted), SUM(t.refunded_fen), COUNT(t.paid_fen), COALESCE(SUM(t.paid_fen), 0)
FROM trade_total t
GROUP BY t.account_id;
