-- The run's own batches again.
-- $1 run_id
UPDATE request_line SET voided_at = NULL
WHERE voided_at = -1
  AND EXISTS (SELECT 1 FROM emitted e
              WHERE e.batch_no = request_line.batch_no AND e.account_id = request_line.account_id AND e.run_id = $1);
UPDATE request SET voided_at = NULL
WHERE voided_at = -1
  AND EXISTS (SELECT 1 FROM emitted e
              WHERE e.batch_no = request.batch_no AND e.account_id = request.account_id AND e.run_id = $1);
