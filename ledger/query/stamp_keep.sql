-- $1 account_id  $2 kind  $3 path  $4 size  $5 modified_ns  $6 changed_ns  $7 device  $8 inode  $9 measured_ns
-- $10 final  $11 whole  $12 up_to
INSERT INTO stamp (account_id, kind, path, size, modified_ns, changed_ns, device, inode, measured_ns, final, whole, up_to)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
ON CONFLICT (account_id, kind, path) DO UPDATE
SET size = excluded.size, modified_ns = excluded.modified_ns, changed_ns = excluded.changed_ns,
    device = excluded.device, inode = excluded.inode, measured_ns = excluded.measured_ns,
    final = excluded.final, whole = excluded.whole, up_to = excluded.up_to
