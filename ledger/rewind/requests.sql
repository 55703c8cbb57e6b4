-- How many requests are not void, now that some are gone or back.
DELETE FROM request_sum;
INSERT INTO request_sum (account_id, requests)
SELECT account_id, COUNT(*) FROM request WHERE voided_at IS NULL GROUP BY account_id;
