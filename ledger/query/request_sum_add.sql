-- $1 account_id  $2 requests, below 0 for those that became void
INSERT INTO request_sum (account_id, requests) VALUES ($1, $2)
ON CONFLICT (account_id) DO UPDATE SET requests = request_sum.requests + excluded.requests
