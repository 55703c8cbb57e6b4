-- What an act has attested.
-- $1 batch_no  $2 account_id  $3 answer_id
SELECT c.notify_time, c.amount_fen, c.code
FROM answer_row a
CROSS JOIN claim c
WHERE a.batch_no = $1 AND a.account_id = $2 AND a.answer_id = $3
  AND c.trade_no = a.trade_no AND c.account_id = a.account_id AND c.batch_no = a.batch_no
  AND c.occurrence = a.occurrence AND c.source_id = a.source_id AND c.line_no = a.line_no AND c.capture_no = a.item_no
