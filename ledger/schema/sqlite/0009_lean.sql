-- Each delivery, claim and trade of a batch stands once. What lists of the evidence are
-- needed in another order stand packed, many to a row, as JSON arrays; views take them
-- apart.

DROP VIEW claim_ranked;
DROP VIEW act_lapsed;
DROP VIEW result_sent;
DROP VIEW result;
DROP VIEW result_sum;

-- The content that stands for each notify_id, the first that was accepted, with the
-- delivery that brought it: sent_at is its notify_time, logged_at when its log says it
-- came. notify_time is the earliest of all deliveries of the content. trades are those
-- that its items name, each once.
CREATE TABLE standing_notification (
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

INSERT INTO standing_notification (batch_no, account_id, notify_id, digest, notify_time, sent_at, logged_at, success_num, successes,
                                   extra, source_id, line_no, capture_no, trades)
SELECT n.batch_no, n.account_id, n.notify_id, n.digest, n.notify_time, k.notify_time, k.logged_at, n.success_num, n.successes,
       k.extra, n.source_id, n.line_no, n.capture_no,
       (SELECT json_group_array(c.trade_no ORDER BY c.trade_no)
        FROM batch_trade b
        CROSS JOIN claim c
        WHERE b.batch_no = n.batch_no AND b.account_id = n.account_id
          AND c.trade_no = b.trade_no AND c.account_id = b.account_id AND c.batch_no = b.batch_no
          AND c.occurrence = 1 AND c.notify_id = n.notify_id)
FROM notification n
JOIN capture k ON k.source_id = n.source_id AND k.line_no = n.line_no AND k.capture_no = n.capture_no
ORDER BY n.batch_no, n.account_id, n.notify_id;

-- Every further delivery, of the content that stands or of another one.
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

INSERT INTO redelivery (batch_no, account_id, notify_id, source_id, line_no, capture_no, digest, notify_time, logged_at, success_num,
                        successes, extra)
SELECT k.batch_no, k.account_id, k.notify_id, k.source_id, k.line_no, k.capture_no, k.digest, k.notify_time, k.logged_at, k.success_num,
       k.successes, k.extra
FROM capture k
WHERE NOT EXISTS (SELECT 1 FROM notification n
                  WHERE n.notify_id = k.notify_id AND n.account_id = k.account_id
                    AND n.source_id = k.source_id AND n.line_no = k.line_no AND n.capture_no = k.capture_no)
ORDER BY k.batch_no, k.account_id, k.notify_id, k.source_id, k.line_no, k.capture_no;

-- The deliveries of each source, those of 64 lines a row, block_no from 0 on: how many they
-- are, what they have to spare, when they were sent, and the batches that they name, each
-- once.
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

INSERT INTO capture_block (source_id, block_no, captures, extra, first_time, last_time, batches)
SELECT k.source_id, (k.line_no - 1) / 64, COUNT(*), SUM(k.extra), MIN(k.notify_time), MAX(k.notify_time),
       json_group_array(DISTINCT k.batch_no)
FROM capture k
GROUP BY k.source_id, (k.line_no - 1) / 64
ORDER BY k.source_id, (k.line_no - 1) / 64;

CREATE VIEW source_batch AS
SELECT b.source_id, b.block_no, b.first_time, b.last_time, j.value AS batch_no
FROM capture_block b
CROSS JOIN json_each(b.batches) j;

-- The trades that the rows of each export name, those of 64 lines a row.
CREATE TABLE order_block (
  source_id INTEGER NOT NULL,
  block_no  INTEGER NOT NULL,
  trades    TEXT    NOT NULL,
  UNIQUE (source_id, block_no)
) STRICT;

INSERT INTO order_block (source_id, block_no, trades)
SELECT o.source_id, (o.line_no - 1) / 64, json_group_array(DISTINCT o.trade_no)
FROM order_row o
GROUP BY o.source_id, (o.line_no - 1) / 64
ORDER BY o.source_id, (o.line_no - 1) / 64;

CREATE VIEW source_trade AS
SELECT b.source_id, b.block_no, j.value AS trade_no
FROM order_block b
CROSS JOIN json_each(b.trades) j;

-- One item of one notification, of an answer of a query, or of what a person attests, at
-- its place: of the last two, capture_no is the item. witness is what tells of it, where
-- that is no notification.
CREATE TABLE claim_at_place (
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

INSERT INTO claim_at_place (trade_no, account_id, batch_no, occurrence, source_id, line_no, capture_no, notify_time, amount_fen, code,
                            fee_fen, fee_code, dback, rest, witness)
SELECT c.trade_no, c.account_id, c.batch_no, c.occurrence, c.source_id, c.line_no,
       COALESCE((SELECT n.capture_no FROM notification n
                 WHERE n.notify_id = c.notify_id AND n.account_id = c.account_id AND n.source_id = c.source_id AND n.line_no = c.line_no),
                (SELECT MIN(a.item_no) FROM answer_row a
                 WHERE a.source_id = c.source_id AND a.line_no = c.line_no AND a.answer_id = c.notify_id
                   AND a.trade_no = c.trade_no AND a.batch_no = c.batch_no AND a.occurrence = c.occurrence)),
       c.notify_time, c.amount_fen, c.code, c.fee_fen, c.fee_code, c.dback, c.rest,
       CASE WHEN EXISTS (SELECT 1 FROM notification n
                         WHERE n.notify_id = c.notify_id AND n.account_id = c.account_id AND n.source_id = c.source_id AND n.line_no = c.line_no)
            THEN NULL
            WHEN SUBSTR(c.notify_id, 1, 7) = 'answer:' THEN 'answer' ELSE 'act' END
FROM claim c
ORDER BY 1, 2, 3, 4, 5, 6, 7;

-- Derived: the claims that are not the greatest of their item.
CREATE TABLE superseded_at_place (
  trade_no   TEXT    NOT NULL,
  account_id INTEGER NOT NULL,
  batch_no   TEXT    NOT NULL,
  occurrence INTEGER NOT NULL,
  source_id  INTEGER NOT NULL,
  line_no    INTEGER NOT NULL,
  capture_no INTEGER NOT NULL,
  PRIMARY KEY (trade_no, account_id, batch_no, occurrence, source_id, line_no, capture_no)
) STRICT, WITHOUT ROWID;

INSERT INTO superseded_at_place (trade_no, account_id, batch_no, occurrence, source_id, line_no, capture_no)
SELECT s.trade_no, s.account_id, s.batch_no, s.occurrence, p.source_id, p.line_no, p.capture_no
FROM superseded s
CROSS JOIN claim c
CROSS JOIN claim_at_place p
WHERE c.trade_no = s.trade_no AND c.account_id = s.account_id AND c.batch_no = s.batch_no
  AND c.occurrence = s.occurrence AND c.notify_id = s.notify_id
  AND p.trade_no = c.trade_no AND p.account_id = c.account_id AND p.batch_no = c.batch_no
  AND p.occurrence = c.occurrence AND p.source_id = c.source_id AND p.line_no = c.line_no
  AND (p.capture_no = COALESCE((SELECT n.capture_no FROM notification n WHERE n.notify_id = c.notify_id AND n.account_id = c.account_id),
                               p.capture_no))
ORDER BY 1, 2, 3, 4, 5, 6, 7;

DROP TABLE batch_trade;
DROP TABLE capture;
DROP TABLE notification;
DROP TABLE claim;
DROP TABLE superseded;
DROP INDEX order_row_source;

ALTER TABLE standing_notification RENAME TO notification;
ALTER TABLE claim_at_place RENAME TO claim;
ALTER TABLE superseded_at_place RENAME TO superseded;

-- The batch of each notification: a table and no index, because rows of an index go in in
-- the order of another key.
CREATE TABLE notification_batch (
  notify_id  TEXT    NOT NULL,
  account_id INTEGER NOT NULL,
  batch_no   TEXT    NOT NULL,
  PRIMARY KEY (notify_id, account_id)
) STRICT, WITHOUT ROWID;

INSERT INTO notification_batch (notify_id, account_id, batch_no)
SELECT notify_id, account_id, batch_no FROM notification ORDER BY notify_id, account_id;

CREATE INDEX notification_odd ON notification (account_id) WHERE success_num <> successes;
CREATE INDEX claim_dback_failed ON claim (account_id) WHERE dback = 'true^F';
CREATE INDEX claim_fee_exceeds ON claim (account_id) WHERE fee_fen > amount_fen;

-- Every delivery of a notification with a good signature.
CREATE VIEW capture AS
SELECT n.source_id, n.line_no, n.capture_no, n.account_id, n.notify_id, n.batch_no, n.digest, n.sent_at AS notify_time, n.logged_at,
       n.success_num, n.successes, n.extra
FROM notification n
UNION ALL
SELECT r.source_id, r.line_no, r.capture_no, r.account_id, r.notify_id, r.batch_no, r.digest, r.notify_time, r.logged_at,
       r.success_num, r.successes, r.extra
FROM redelivery r;

-- The trades that each notification names.
CREATE VIEW notification_trade AS
SELECT n.batch_no, n.account_id, n.notify_id, n.source_id, n.line_no, n.capture_no, j.value AS trade_no
FROM notification n
CROSS JOIN json_each(n.trades) j;

-- The trades that anything tells of in each batch, as often as it does.
CREATE VIEW batch_trade AS
SELECT n.batch_no, n.account_id, n.trade_no
FROM notification_trade n
UNION ALL
SELECT a.batch_no, a.account_id, a.trade_no
FROM answer_row a;

-- The claims with the notify_id of what tells of them, or the answer_id.
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

-- The effective results.
CREATE VIEW result AS
SELECT c.trade_no, c.account_id, c.batch_no, c.occurrence, c.source_id, c.line_no, c.capture_no, c.notify_time, c.amount_fen, c.code,
       c.fee_fen, c.fee_code, c.dback, c.witness, c.notify_id
FROM claim_named c
WHERE NOT EXISTS (SELECT 1 FROM superseded s
                  WHERE s.trade_no = c.trade_no AND s.account_id = c.account_id AND s.batch_no = c.batch_no
                    AND s.occurrence = c.occurrence AND s.source_id = c.source_id AND s.line_no = c.line_no
                    AND s.capture_no = c.capture_no);

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
  AND c.occurrence = s.occurrence AND c.source_id = s.source_id AND c.line_no = s.line_no AND c.capture_no = s.capture_no;

-- The effective results with the time that orders them: that of the request; where none
-- is known, of a failure the beginning of the day of the batch number, of a success its
-- notification.
CREATE VIEW result_sent AS
SELECT r.trade_no, r.account_id, r.batch_no, r.occurrence, r.source_id, r.line_no, r.capture_no, r.notify_time, r.amount_fen, r.code,
       r.witness, r.notify_id,
       COALESCE((SELECT q.refund_time FROM request q WHERE q.batch_no = r.batch_no AND q.account_id = r.account_id),
                CASE WHEN r.code <> 'SUCCESS' AND r.batch_no GLOB '[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]*'
                     THEN UNIXEPOCH(SUBSTR(r.batch_no, 1, 4) || '-' || SUBSTR(r.batch_no, 5, 2) || '-' || SUBSTR(r.batch_no, 7, 2)) * 1000 - 28800000
                END,
                r.notify_time) AS sent_at
FROM result r;

-- The dismissals and the words on what was paid that newer evidence about their subject
-- has overtaken: another content, not the same again, and not what people attest. An
-- allowance is overtaken by a failure that nobody knew who allowed it, attested or not.
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

-- Of the claims about one item the greatest is its result. A notification comes first, and
-- so does a success that a person attests; a failure that one attests comes before an answer
-- that is a failure. Of what comes first a success is the result, of successes one that a
-- notification tells, and else the latest.
CREATE VIEW claim_ranked AS
SELECT c.trade_no, c.account_id, c.batch_no, c.occurrence, c.source_id, c.line_no, c.capture_no, c.notify_time, c.notify_id,
       CASE WHEN c.witness = 'answer' THEN 0
            WHEN c.witness = 'act' AND c.code <> 'SUCCESS' THEN 0 ELSE 1 END AS told,
       CASE c.code WHEN 'SUCCESS' THEN 1 ELSE 0 END AS succeeded,
       CASE WHEN c.witness = 'answer' THEN 0
            WHEN c.witness = 'act' AND c.code = 'SUCCESS' THEN 0 ELSE 1 END AS stronger
FROM claim_named c;
