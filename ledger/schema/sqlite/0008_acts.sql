-- What people say of the books, by name and with evidence (contract 4.4). Nothing is ever
-- changed or deleted here: who says the same again as an act that waits for more people
-- seconds it, and an act that is taken back has another one that undoes it. A row that
-- seconds or undoes says again what its act is on. given_fen is by how much the act lowers
-- what is owed; after_commit is the last decision, last_source the last source before it.
-- carried is 1 of a void that is older than this table: heads of runs tell less of it.
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

INSERT INTO act (act_no, account_id, kind, batch_no, trade_no, notify_id, subject, first_run, code, amount_fen, expected, actual,
                 given_fen, needed, person, evidence, file_name, file_sha256, said_at, said_day, after_commit, last_source, carried)
SELECT ROW_NUMBER() OVER (ORDER BY v.voided_at, v.account_id, v.batch_no), v.account_id, 'void', v.batch_no, '', '', '', 0, '', NULL, '', '',
       0, 1, v.person, v.evidence, '', '', v.voided_at,
       CAST(STRFTIME('%Y%m%d', (v.voided_at + 28800000) / 1000, 'unixepoch') AS INTEGER), v.after_commit,
       COALESCE((SELECT r.last_source FROM run r WHERE r.commit_no = v.after_commit), 0), 1
FROM batch_void v
ORDER BY v.voided_at, v.account_id, v.batch_no;

DROP TABLE batch_void;

CREATE INDEX act_trade ON act (trade_no, account_id);
CREATE INDEX act_batch ON act (batch_no, account_id);
CREATE INDEX act_commit ON act (after_commit);
CREATE INDEX act_seconds ON act (seconds_no) WHERE seconds_no IS NOT NULL;
CREATE INDEX act_undoes ON act (undoes_no) WHERE undoes_no IS NOT NULL;

-- The acts that enough people have said, and that nothing undoes. A person counts once:
-- the books take nothing from the same one twice.
CREATE VIEW act_in_force AS
SELECT a.act_no, a.account_id, a.kind, a.batch_no, a.trade_no, a.notify_id, a.subject, a.code, a.amount_fen, a.expected, a.actual,
       a.given_fen, a.said_at, a.said_day, a.after_commit, a.last_source
FROM act a
WHERE a.seconds_no IS NULL AND a.undoes_no IS NULL
  AND (a.needed = 1 OR a.needed <= 1 + (SELECT COUNT(*) FROM act s WHERE s.seconds_no = a.act_no))
  AND NOT EXISTS (SELECT 1 FROM act u
                  WHERE u.undoes_no = a.act_no AND u.seconds_no IS NULL
                    AND u.needed <= 1 + (SELECT COUNT(*) FROM act s WHERE s.seconds_no = u.act_no));

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
           AND (EXISTS (SELECT 1 FROM capture k
                        JOIN notification n ON n.notify_id = k.notify_id AND n.account_id = k.account_id AND n.source_id = k.source_id
                         AND n.line_no = k.line_no AND n.capture_no = k.capture_no
                        WHERE k.batch_no = a.batch_no AND k.account_id = a.account_id AND k.source_id > a.last_source)
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
                          AND SUBSTR(c.notify_id, 1, 4) <> 'act:')
                OR EXISTS (SELECT 1 FROM order_row o
                           WHERE o.trade_no = a.trade_no AND o.account_id = a.account_id AND o.source_id > a.last_source
                             AND (o.paid_fen <> (SELECT p.paid_fen FROM order_row p
                                                 WHERE p.trade_no = a.trade_no AND p.account_id = a.account_id AND p.source_id <= a.last_source
                                                 ORDER BY p.source_id DESC, p.line_no DESC LIMIT 1)
                                  OR o.due_fen <> COALESCE((SELECT p.due_fen FROM order_row p
                                                            WHERE p.trade_no = a.trade_no AND p.account_id = a.account_id
                                                              AND p.source_id <= a.last_source AND p.due_fen IS NOT NULL
                                                            ORDER BY p.source_id DESC, p.line_no DESC LIMIT 1), -1))))));

-- The batches that have drawn an allowance: the first of ours with a line of its trade that
-- was issued after it. A line whose voided_at is -1 is of a run that is decided again.
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

-- The words of people after the last decision, approvals, releases and reviews among them:
-- the hex SHA-256 of what act_list says of them, '' where an earlier program has kept them.
-- The next run takes them into its head.
CREATE TABLE act_end (
  only_row     INTEGER NOT NULL PRIMARY KEY CHECK (only_row = 1),
  after_commit INTEGER NOT NULL,
  digest       TEXT    NOT NULL
) STRICT;

INSERT INTO act_end (only_row, after_commit, digest)
SELECT 1, COALESCE(MAX(r.commit_no), 0), '' FROM run r;

-- Heads have less of the releases and reviews that an earlier program has kept.
ALTER TABLE release ADD COLUMN carried INTEGER NOT NULL DEFAULT 0;
ALTER TABLE review ADD COLUMN carried INTEGER NOT NULL DEFAULT 0;
UPDATE release SET carried = 1;
UPDATE review SET carried = 1;

-- The last decision before an approval; NULL of one that is older than this column, which is
-- in no head.
ALTER TABLE approval ADD COLUMN after_commit INTEGER;

-- What people gave the buyer another way, or he has forgone; owed_fen is lowered by it.
ALTER TABLE trade_total ADD COLUMN elsewhere_fen INTEGER NOT NULL DEFAULT 0;

-- What of the results of a trade people attest: how many, the failures among them, and what
-- the successes add up to; of all trades, and of the totals of a run, the same and what was
-- given elsewhere. Before there were acts there was none.
ALTER TABLE trade_total ADD COLUMN attested INTEGER NOT NULL DEFAULT 0;
ALTER TABLE trade_total ADD COLUMN attested_failed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE trade_total ADD COLUMN attested_fen INTEGER NOT NULL DEFAULT 0;
ALTER TABLE trade_sum ADD COLUMN attested INTEGER NOT NULL DEFAULT 0;
ALTER TABLE trade_sum ADD COLUMN attested_failed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE trade_sum ADD COLUMN attested_fen INTEGER NOT NULL DEFAULT 0;
ALTER TABLE trade_sum ADD COLUMN elsewhere_fen INTEGER NOT NULL DEFAULT 0;
ALTER TABLE run ADD COLUMN attested INTEGER NOT NULL DEFAULT 0;
ALTER TABLE run ADD COLUMN attested_failed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE run ADD COLUMN attested_fen INTEGER NOT NULL DEFAULT 0;
ALTER TABLE run ADD COLUMN elsewhere_fen INTEGER NOT NULL DEFAULT 0;

-- The allowance that lifts the hold of a correction; 0 for none.
ALTER TABLE correction ADD COLUMN act_no INTEGER NOT NULL DEFAULT 0;

DROP INDEX trade_over;
CREATE INDEX trade_over ON trade_total (account_id) WHERE refunded_fen > COALESCE(owed_fen, paid_fen - elsewhere_fen);

-- Of the claims about one item the greatest is its result. A notification comes first, and
-- so does a success that a person attests; a failure that one attests comes before an answer
-- that is a failure. Of what comes first a success is the result, of successes one that a
-- notification tells, and else the latest.
CREATE VIEW claim_ranked AS
SELECT c.trade_no, c.account_id, c.batch_no, c.occurrence, c.notify_id, c.notify_time,
       CASE WHEN SUBSTR(c.notify_id, 1, 7) = 'answer:' THEN 0
            WHEN SUBSTR(c.notify_id, 1, 4) = 'act:' AND c.code <> 'SUCCESS' THEN 0 ELSE 1 END AS told,
       CASE c.code WHEN 'SUCCESS' THEN 1 ELSE 0 END AS succeeded,
       CASE WHEN SUBSTR(c.notify_id, 1, 7) = 'answer:' THEN 0
            WHEN SUBSTR(c.notify_id, 1, 4) = 'act:' AND c.code = 'SUCCESS' THEN 0 ELSE 1 END AS stronger
FROM claim c;
