-- $1 source_id
SELECT path FROM source WHERE source_id = $1
