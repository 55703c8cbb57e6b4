-- $1 source_id  $2 digest  $3 account_id
UPDATE bad_signature SET good_in = $1
WHERE digest = $2 AND account_id = $3 AND good_in IS NULL
