-- $1 too_much_trades  $2 too_much_fen  $3 twice_trades  $4 twice_fen  $5 ready_trades  $6 ready_fen  $7 held_trades
-- $8 held_fen  $9 unknown_trades  $10 unknown_fen  $11 run_id
UPDATE run
SET too_much_trades = $1, too_much_fen = $2, twice_trades = $3, twice_fen = $4, ready_trades = $5, ready_fen = $6,
    held_trades = $7, held_fen = $8, unknown_trades = $9, unknown_fen = $10
WHERE run_id = $11
