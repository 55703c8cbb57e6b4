-- The claims that the answers of a source have become.
-- $1 source_id
SELECT c.trade_no, c.batch_no, c.occurrence, c.line_no, c.notify_time, c.amount_fen, c.code,
       COALESCE(c.fee_fen, 0), COALESCE(c.fee_code, '')
FROM answer_row a
CROSS JOIN claim c
WHERE a.source_id = $1
  AND c.trade_no = a.trade_no AND c.account_id = a.account_id AND c.batch_no = a.batch_no
  AND c.occurrence = a.occurrence AND c.source_id = a.source_id AND c.line_no = a.line_no AND c.capture_no = a.item_no
