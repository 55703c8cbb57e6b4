-- $1 deliveries  $2 source_id
UPDATE source SET known_good = $1 WHERE source_id = $2
