-- Every account in the order of the table, which no index has a part in, and the policy of
-- the last run that was decided of it; '' where there is none.
SELECT a.account_id, a.partner,
       COALESCE((SELECT r.policy
                 FROM run r
                 WHERE r.account_id = a.account_id AND r.state <> 'started'
                 ORDER BY r.run_id DESC
                 LIMIT 1), '')
FROM account a
ORDER BY a.account_id
