-- $1 further  $2 source_id
UPDATE source SET further = $1 WHERE source_id = $2
