-- Where the money stands after each run (contract 7, money): the trades of each heap and
-- their fen. They are NULL of a run that is older than these figures.
ALTER TABLE run ADD COLUMN too_much_trades INTEGER;
ALTER TABLE run ADD COLUMN too_much_fen INTEGER;
ALTER TABLE run ADD COLUMN twice_trades INTEGER;
ALTER TABLE run ADD COLUMN twice_fen INTEGER;
ALTER TABLE run ADD COLUMN ready_trades INTEGER;
ALTER TABLE run ADD COLUMN ready_fen INTEGER;
ALTER TABLE run ADD COLUMN held_trades INTEGER;
ALTER TABLE run ADD COLUMN held_fen INTEGER;
ALTER TABLE run ADD COLUMN unknown_trades INTEGER;
ALTER TABLE run ADD COLUMN unknown_fen INTEGER;

-- The trades of which too much was refunded. There are few, and each run adds them up.
CREATE INDEX trade_over ON trade_total (account_id) WHERE refunded_fen > COALESCE(owed_fen, paid_fen);
