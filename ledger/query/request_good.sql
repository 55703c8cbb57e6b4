-- $1 source_id  $2 batch_no  $3 account_id  $4 digest
UPDATE request SET good_in = $1
WHERE batch_no = $2 AND account_id = $3 AND digest = $4 AND bad_signature <> '' AND good_in IS NULL
