DELETE FROM scope_batch
