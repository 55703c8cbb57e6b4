-- $1 digest  $2 account_id
SELECT notify_id, batch_no
FROM bad_signature
WHERE digest = $1 AND account_id = $2 AND good_in IS NULL
