-- $1 account_id
SELECT s.source_id, s.path FROM source s WHERE s.account_id = $1
