-- Rows of a bill that no earlier bill has shown. In the order of the key, rows go
-- in fast.
-- $1 source_id
INSERT INTO bill_refund (trade_no, account_id, batch_no, finished_at, amount_fen, occurrence, source_id, line_no)
SELECT b.trade_no, b.account_id, b.batch_no, b.finished_at, b.amount_fen, b.occurrence, b.source_id, b.line_no
FROM (SELECT r.trade_no, r.account_id, r.batch_no, r.finished_at, r.amount_fen, r.source_id, r.line_no,
             ROW_NUMBER() OVER (PARTITION BY r.trade_no, r.account_id, r.batch_no, r.finished_at, r.amount_fen
                                ORDER BY r.line_no) AS occurrence
      FROM bill_row r
      WHERE r.source_id = $1) b
WHERE 1 = 1
ORDER BY b.trade_no, b.account_id, b.batch_no, b.finished_at, b.amount_fen, b.occurrence
ON CONFLICT (trade_no, account_id, batch_no, finished_at, amount_fen, occurrence) DO NOTHING
