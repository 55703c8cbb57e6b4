-- How many rows of a bill no earlier bill has shown: a cluster does not say how many of them
-- it has taken.
-- $1 source_id
SELECT COUNT(*)
FROM bill_row r
CROSS JOIN bill_refund b
WHERE r.source_id = $1
  AND b.trade_no = r.trade_no AND b.account_id = r.account_id AND b.batch_no = r.batch_no
  AND b.finished_at = r.finished_at AND b.amount_fen = r.amount_fen
  AND b.source_id = r.source_id AND b.line_no = r.line_no
