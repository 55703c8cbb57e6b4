-- Trades whose totals have come out otherwise, a hundred of them.
-- $1 account_id
SELECT k.trade_no
FROM kept_total k
LEFT JOIN trade_total t ON t.trade_no = k.trade_no AND t.account_id = k.account_id
WHERE k.account_id = $1
  AND (t.trade_no IS NULL
       OR (t.paid_fen, t.due_fen, t.owed_fen, t.least_fen, t.greatest_fen, t.least_due_fen, t.greatest_due_fen,
           t.due_conflict, t.paid_day, t.refunded_fen, t.succeeded, t.answered, t.failing, t.pending_fen, t.submitted,
           t.unanswered, t.unclaimed, t.elsewhere_fen, t.attested, t.attested_failed, t.attested_fen, t.is_open)
          IS DISTINCT FROM
          (k.paid_fen, k.due_fen, k.owed_fen, k.least_fen, k.greatest_fen, k.least_due_fen, k.greatest_due_fen,
           k.due_conflict, k.paid_day, k.refunded_fen, k.succeeded, k.answered, k.failing, k.pending_fen, k.submitted,
           k.unanswered, k.unclaimed, k.elsewhere_fen, k.attested, k.attested_failed, k.attested_fen, k.is_open))
UNION
SELECT t.trade_no
FROM trade_total t
WHERE t.account_id = $1
  AND NOT EXISTS (SELECT 1 FROM kept_total k WHERE k.trade_no = t.trade_no AND k.account_id = t.account_id)
UNION
SELECT 'sum' FROM (SELECT * FROM kept_sum WHERE account_id = $1 EXCEPT SELECT * FROM trade_sum WHERE account_id = $1)
ORDER BY 1
LIMIT 100
