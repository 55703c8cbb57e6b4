-- The sum of the same hashes, each times the place of its row, by which verify names a row
-- that was altered; NULL of what an earlier program added up (see ledger/internal/digest).
ALTER TABLE digest ADD COLUMN placed BYTEA;
