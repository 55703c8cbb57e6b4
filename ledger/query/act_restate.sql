-- A source speaks of a batch that is spoken of already.
-- $1 batch_no  $2 account_id  $3 source_id
INSERT INTO repeated_batch (batch_no, account_id, source_id) VALUES ($1, $2, $3)
ON CONFLICT (batch_no, account_id) DO UPDATE SET source_id = excluded.source_id
