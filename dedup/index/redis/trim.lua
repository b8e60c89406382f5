-- Rewrites buckets without their dead entries. From ARGV[2] on: key, bytes as they were read, bytes that stay; and so
-- on. What was
-- appended since is kept, and a bucket that another one has rewritten is left alone.
for i = 2, #ARGV, 3 do
  local key, before, after = ARGV[i], ARGV[i + 1], ARGV[i + 2]
  if call('GETRANGE', key, 0, #before - 1) == before then
    local kept = after .. call('GETRANGE', key, #before, -1)
    call('DEL', key)  -- first, since a full server allows nothing else before it
    if #kept > 0 then call('SET', key, kept) end
    count('entries', -(#before - #after) / 6)
  end
end
