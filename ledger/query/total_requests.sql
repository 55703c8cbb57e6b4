-- after: extent_part
-- $1 account_id
INSERT INTO trade_total (trade_no, account_id, pending_fen, unanswered, submitted)
SELECT l.trade_no, l.account_id,
       CAST(SUM(CASE WHEN l.answered = 0 THEN l.amount_fen ELSE 0 END) AS BIGINT),
       CAST(SUM(1 - l.answered) AS BIGINT),
       COUNT(*)
FROM (SELECT q.trade_no, q.account_id, q.amount_fen,
             CASE WHEN EXISTS (SELECT 1 FROM claim c
                               WHERE c.trade_no = q.trade_no AND c.account_id = q.account_id
                                 AND c.batch_no = q.batch_no AND c.occurrence = q.occurrence)
                  THEN 1 ELSE 0 END AS answered
      FROM line_in q
      WHERE q.account_id = $1 AND q.voided_at IS NULL) l
WHERE 1 = 1
GROUP BY l.trade_no, l.account_id
ON CONFLICT (trade_no, account_id)
DO UPDATE SET pending_fen = excluded.pending_fen, unanswered = excluded.unanswered, submitted = excluded.submitted
