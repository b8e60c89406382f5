-- Takes an article in, if nothing has come since that bears on the verdict. ARGV[2] is the request (see
-- `request.AddRequest`), then come the body; of its keys the buckets, the lower bits, and the lengths that their
-- buckets had; the relations, in the order of the request.
-- Returns {'added', number, id, id of the family's first member or ''}, {'taken'}, {'grown'} or {'changed'}.
local asked = cmsgpack.unpack(ARGV[2])
local body, buckets, low, lengths = ARGV[3], ARGV[4], ARGV[5], ARGV[6]
local RELATIONS = 6  -- arguments before the first
local done = answered(asked.client, asked.request)
if done then return done end

local ids = prefix .. 'ids'
if not asked.numbered and call('HEXISTS', ids, asked.id) == 1 then return {'taken'} end
local bucket = prefix .. 'k:'
if asked.last >= 0 and tonumber(call('GET', prefix .. 'last') or 0) ~= asked.last then
  for i = 1, #lengths / 4 do
    local length = struct.unpack('<I4', lengths, 4 * i - 3)
    if call('STRLEN', bucket .. string.sub(buckets, 3 * i - 2, 3 * i)) ~= length then return {'grown'} end
  end
end
for _, row in ipairs(asked.rows) do
  if call('GETRANGE', key('a', row[1]), 8, 15) ~= packed(row[2]) then return {'changed'} end
end
for _, family in ipairs(asked.sizes) do
  if call('ZCARD', key('f', family[1])) ~= family[2] then return {'changed'} end
end

-- The first to write: where the memory is full or the server is a replica, nothing is written.
local number = call('INCR', prefix .. 'last')
local mine = string.format('%.0f', number)
local id = asked.id
if asked.numbered then
  id = id .. '#' .. mine
  while call('HEXISTS', ids, id) == 1 do id = id .. '#' .. mine end
end
local own = 0
for _, move in ipairs(asked.moves) do
  for _, moved in ipairs(move[2]) do
    if moved == 0 then
      own = move[1]
      if own > 0 then enter(own, number) end
    else
      local before = family_of(moved)
      if before > 0 then leave(before, moved) end
      if move[1] > 0 then enter(move[1], moved) end
      call('SETRANGE', key('a', moved), 8, packed(move[1]))
    end
  end
end
call('SET', key('a', number), struct.pack('<I8I8I2', asked.seen, own, #id) .. id .. body)
call('HSET', ids, id, mine)
for i, other in ipairs(asked.related) do
  call('HSET', key('r', number), string.format('%.0f', other), ARGV[RELATIONS + i])
  call('SADD', key('n', other), mine)
end
count('relations', #asked.related)
if asked.outlet ~= '' then
  local style = prefix .. 's:' .. asked.outlet
  local known = call('EXISTS', style) == 1
  if known or tonumber(call('HGET', prefix .. 'counts', 'outlets') or 0) < asked.outlets then
    if not known then count('outlets', 1) end
    call('HINCRBY', style, '', 1)
    for _, rule in ipairs(asked.marked) do call('HINCRBY', style, rule, 1) end
  end
end
local entry = struct.pack('<I4', number)
for i = 1, #low / 2 do
  call('APPEND', bucket .. string.sub(buckets, 3 * i - 2, 3 * i), string.sub(low, 2 * i - 1, 2 * i) .. entry)
end
count('entries', #low / 2)
local first = ''
if own > 0 then first = id_of(tonumber(call('ZRANGE', key('f', own), 0, 0)[1])) or '' end
return answer(asked.client, asked.request, {'added', number, id, first})
