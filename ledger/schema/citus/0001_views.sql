-- What people said that something newer contradicts, and what a batch has drawn, as joins of
-- the few acts with what is counted by trade: Citus computes each once and hands it to every
-- node, where a query of its own for each act would have to ask all of them.
CREATE OR REPLACE VIEW act_drawn AS
SELECT DISTINCT a.act_no, e.batch_no
FROM act a
JOIN request_line l ON l.trade_no = a.trade_no AND l.account_id = a.account_id
JOIN emitted e ON e.batch_no = l.batch_no AND e.account_id = l.account_id
JOIN run r ON r.run_id = e.run_id
LEFT JOIN release x ON x.batch_no = e.batch_no AND x.account_id = e.account_id
WHERE a.kind = 'allow' AND a.seconds_no IS NULL AND COALESCE(l.voided_at, 0) <> -1
  AND (r.commit_no > a.after_commit OR x.after_commit > a.after_commit
       OR (x.after_commit = a.after_commit AND x.released_at >= a.said_at));

CREATE OR REPLACE VIEW act_lapsed AS
SELECT a.act_no
FROM act a
JOIN claim c ON c.trade_no = a.trade_no AND c.account_id = a.account_id AND c.source_id > a.last_source
WHERE a.seconds_no IS NULL AND a.kind = 'allow' AND c.code <> 'SUCCESS'
UNION
SELECT a.act_no
FROM act a
JOIN order_row o ON o.trade_no = a.trade_no AND o.account_id = a.account_id AND o.source_id > a.last_source
WHERE a.seconds_no IS NULL AND a.kind = 'paid' AND o.paid_fen <> a.amount_fen
UNION
SELECT a.act_no
FROM act a
JOIN reject j ON j.kind = 'conflict' AND j.notify_id = a.notify_id AND j.account_id = a.account_id AND j.source_id > a.last_source
WHERE a.seconds_no IS NULL AND a.kind = 'dismiss' AND a.notify_id <> ''
UNION
SELECT a.act_no
FROM act a
WHERE a.seconds_no IS NULL AND a.kind = 'dismiss' AND a.batch_no <> '' AND a.code <> 'ISSUED_ELSEWHERE'
  AND (EXISTS (SELECT 1 FROM request q
               WHERE q.batch_no = a.batch_no AND q.account_id = a.account_id AND q.source_id > a.last_source)
       OR EXISTS (SELECT 1 FROM reject j
                  WHERE j.kind = 'reused' AND j.batch_no = a.batch_no AND j.account_id = a.account_id AND j.source_id > a.last_source)
       OR EXISTS (SELECT 1 FROM bad_signature g
                  WHERE g.batch_no = a.batch_no AND g.account_id = a.account_id AND g.source_id > a.last_source AND g.good_in IS NULL))
UNION
SELECT a.act_no
FROM act a
WHERE a.seconds_no IS NULL AND a.kind = 'dismiss' AND a.batch_no <> '' AND a.code <> 'ISSUED_ELSEWHERE' AND a.code NOT LIKE 'REQUEST%'
  AND (EXISTS (SELECT 1 FROM notification n
               WHERE n.batch_no = a.batch_no AND n.account_id = a.account_id AND n.source_id > a.last_source)
       OR EXISTS (SELECT 1 FROM answer_row w
                  WHERE w.batch_no = a.batch_no AND w.account_id = a.account_id AND w.source_id > a.last_source
                    AND SUBSTR(w.answer_id, 1, 4) <> 'act:'))
UNION
SELECT a.act_no
FROM act a
JOIN bill_refund b ON b.trade_no = a.trade_no AND b.account_id = a.account_id AND b.source_id > a.last_source
WHERE a.seconds_no IS NULL AND a.kind = 'dismiss' AND a.trade_no <> '' AND (a.batch_no = '' OR b.batch_no = a.batch_no)
UNION
SELECT a.act_no
FROM act a
JOIN named_trade n ON n.trade_no = a.trade_no AND n.account_id = a.account_id AND n.code = a.code AND n.source_id > a.last_source
WHERE a.seconds_no IS NULL AND a.kind = 'dismiss' AND a.trade_no <> ''
UNION
SELECT a.act_no
FROM act a
JOIN claim c ON c.trade_no = a.trade_no AND c.account_id = a.account_id AND c.source_id > a.last_source
WHERE a.seconds_no IS NULL AND a.kind = 'dismiss' AND a.trade_no <> '' AND a.batch_no = '' AND c.witness IS DISTINCT FROM 'act'
UNION
SELECT a.act_no
FROM act a
JOIN order_row o ON o.trade_no = a.trade_no AND o.account_id = a.account_id AND o.source_id > a.last_source
WHERE a.seconds_no IS NULL AND a.kind = 'dismiss' AND a.trade_no <> '' AND a.batch_no = ''
  AND (o.paid_fen <> (SELECT p.paid_fen FROM order_row p
                      WHERE p.trade_no = o.trade_no AND p.account_id = o.account_id AND p.source_id <= a.last_source
                      ORDER BY p.source_id DESC, p.line_no DESC LIMIT 1)
       OR o.due_fen <> COALESCE((SELECT p.due_fen FROM order_row p
                                 WHERE p.trade_no = o.trade_no AND p.account_id = o.account_id
                                   AND p.source_id <= a.last_source AND p.due_fen IS NOT NULL
                                 ORDER BY p.source_id DESC, p.line_no DESC LIMIT 1), -1));
