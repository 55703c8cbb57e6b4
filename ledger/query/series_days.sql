-- $1 account_id  $2 kind  $3 pattern
SELECT day FROM series_day WHERE account_id = $1 AND kind = $2 AND pattern = $3 ORDER BY day
