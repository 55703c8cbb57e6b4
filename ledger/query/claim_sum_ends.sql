-- Whether the first or the last claim of a day and code may be among those that have left
-- times from $4 to $5.
-- $1 account_id  $2 day_no  $3 code  $4 first time  $5 last time
SELECT CASE WHEN EXISTS (SELECT 1 FROM claim_sum u
                         WHERE u.account_id = $1 AND u.day_no = $2 AND u.code = $3 AND u.first_time < $4 AND u.last_time > $5)
            THEN 0 ELSE 1 END
