-- $1 now  $2 exit_status  $3 inputs  $4 unsigned  $5 notifications  $6 results  $7 success_fen  $8 failed_results
-- $9 orders  $10 paid_fen  $11 requests  $12 request_lines  $13 trades  $14 fee_back_fen  $15 fee_failed_fen
-- $16 attested  $17 attested_failed  $18 attested_fen  $19 elsewhere_fen  $20 run_id
UPDATE run
SET state = 'committed', proof = 2, finished = $1, exit_status = $2, inputs = $3, unsigned = $4, notifications = $5,
    results = $6, success_fen = $7, failed_results = $8, orders = $9, paid_fen = $10, requests = $11,
    request_lines = $12, trades = $13, fee_back_fen = $14, fee_failed_fen = $15,
    attested = $16, attested_failed = $17, attested_fen = $18, elsewhere_fen = $19
WHERE run_id = $20
