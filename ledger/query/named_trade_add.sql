-- A capture may name a trade twice.
-- $1 trade_no  $2 account_id  $3 source_id  $4 line_no  $5 capture_no  $6 code  $7 batch_no  $8 notify_id
INSERT INTO named_trade (trade_no, account_id, source_id, line_no, capture_no, code, batch_no, notify_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (trade_no, account_id, source_id, line_no, capture_no, code) DO NOTHING
