-- $1 now  $2 exit_status  $3 head  $4 inputs  $5 unsigned  $6 notifications  $7 results  $8 success_fen  $9 failed_results
-- $10 orders  $11 paid_fen  $12 requests  $13 request_lines  $14 trades  $15 fee_back_fen  $16 fee_failed_fen
-- $17 attested  $18 attested_failed  $19 attested_fen  $20 elsewhere_fen  $21 run_id
UPDATE run
SET state = 'committed', finished = $1, exit_status = $2, head = $3, inputs = $4, unsigned = $5, notifications = $6,
    results = $7, success_fen = $8, failed_results = $9, orders = $10, paid_fen = $11, requests = $12,
    request_lines = $13, trades = $14, fee_back_fen = $15, fee_failed_fen = $16,
    attested = $17, attested_failed = $18, attested_fen = $19, elsewhere_fen = $20
WHERE run_id = $21
