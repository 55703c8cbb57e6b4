-- $1 bare_posts  $2 source_id
UPDATE source SET bare_posts = $1 WHERE source_id = $2
