-- The times that bills show, each from its first moment until the first that it does not.
-- $1 account_id
SELECT DISTINCT p.from_time, p.until_time FROM bill_period p WHERE p.account_id = $1 ORDER BY p.from_time, p.until_time
