-- The batches whose claims replace one another and that are not known to be told of twice.
SELECT COUNT(*)
FROM (SELECT s.batch_no FROM superseded s
      WHERE NOT EXISTS (SELECT 1 FROM repeated_batch r WHERE r.batch_no = s.batch_no AND r.account_id = s.account_id)) p
