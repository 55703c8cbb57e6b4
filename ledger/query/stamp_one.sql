-- $1 account_id  $2 kind  $3 path
SELECT size, modified_ns, changed_ns, device, inode, measured_ns, final, whole, up_to
FROM stamp
WHERE account_id = $1 AND kind = $2 AND path = $3
