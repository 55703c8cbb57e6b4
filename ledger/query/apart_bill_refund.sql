-- The refunds that bills show otherwise than their rows do: each as often as the bill that
-- shows it most often, at the first place that does.
WITH e AS (
  SELECT n.trade_no, n.account_id, n.batch_no, n.finished_at, n.amount_fen, n.occurrence, n.source_id, n.line_no
  FROM (SELECT r.trade_no, r.account_id, r.batch_no, r.finished_at, r.amount_fen, r.occurrence, r.source_id, r.line_no,
               ROW_NUMBER() OVER (PARTITION BY r.trade_no, r.account_id, r.batch_no, r.finished_at, r.amount_fen, r.occurrence
                                  ORDER BY r.source_id) AS place
        FROM (SELECT b.trade_no, b.account_id, b.batch_no, b.finished_at, b.amount_fen, b.source_id, b.line_no,
                     ROW_NUMBER() OVER (PARTITION BY b.trade_no, b.account_id, b.batch_no, b.finished_at, b.amount_fen, b.source_id
                                        ORDER BY b.line_no) AS occurrence
              FROM bill_row b) r) n
  WHERE n.place = 1)
SELECT (SELECT COUNT(*) FROM (SELECT e.trade_no, e.account_id, e.batch_no, e.finished_at, e.amount_fen, e.occurrence, e.source_id, e.line_no FROM e
                              EXCEPT
                              SELECT b.trade_no, b.account_id, b.batch_no, b.finished_at, b.amount_fen, b.occurrence, b.source_id, b.line_no
                              FROM bill_refund b) lacking)
     + (SELECT COUNT(*) FROM (SELECT b.trade_no, b.account_id, b.batch_no, b.finished_at, b.amount_fen, b.occurrence, b.source_id, b.line_no
                              FROM bill_refund b
                              EXCEPT
                              SELECT e.trade_no, e.account_id, e.batch_no, e.finished_at, e.amount_fen, e.occurrence, e.source_id, e.line_no
                              FROM e) beyond)
