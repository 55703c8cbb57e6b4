-- $1 trade_no  $2 account_id  $3 source_id  $4 line_no  $5 kind
INSERT INTO reject_trade (trade_no, account_id, source_id, line_no, kind) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (trade_no, account_id, source_id, line_no) DO NOTHING
