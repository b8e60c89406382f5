-- Shared by all scripts. Keys are made from the prefix, ARGV[1]; they stand on one node with KEYS[1].
local prefix = ARGV[1]
local call = redis.call

local function key(kind, number)
  return prefix .. kind .. ':' .. string.format('%.0f', number)
end

local function count(what, change)
  if change ~= 0 then call('HINCRBY', prefix .. 'counts', what, change) end
end

local function packed(family)
  return struct.pack('<I8', family)
end

local function family_of(number)
  local held = call('GETRANGE', key('a', number), 8, 15)
  return #held == 8 and struct.unpack('<I8', held) or 0
end

local function leave(family, number)
  if call('ZREM', key('f', family), number) == 1 and call('EXISTS', key('f', family)) == 0 then
    count('families', -1)
  end
end

local function enter(family, number)
  if call('EXISTS', key('f', family)) == 0 then count('families', 1) end
  call('ZADD', key('f', family), number, number)
end

local function id_of(number)
  local length = call('GETRANGE', key('a', number), 16, 17)
  if #length ~= 2 then return nil end
  return call('GETRANGE', key('a', number), 18, 17 + struct.unpack('<I2', length))
end

-- Takes an article out; with `named` also what the relations of later articles say of it. Returns how many there were.
local function remove(number, named)
  local id = id_of(number)
  if not id then return 0 end
  if call('HGET', prefix .. 'ids', id) == string.format('%.0f', number) then call('HDEL', prefix .. 'ids', id) end
  local family = family_of(number)
  if family > 0 then leave(family, number) end
  if named then
    for _, later in ipairs(call('SMEMBERS', key('n', number))) do
      count('relations', -call('HDEL', prefix .. 'r:' .. later, number))
    end
    for _, other in ipairs(call('HKEYS', key('r', number))) do
      call('SREM', prefix .. 'n:' .. other, number)
    end
  end
  count('relations', -call('HLEN', key('r', number)))
  call('DEL', key('a', number), key('r', number), key('n', number))
  return 1
end

local STEPS = 2000  -- numbers that one call passes by, so that it is short

-- Lets `lowest` rise to the first article that is left.
local function raise_lowest()
  local last = tonumber(call('GET', prefix .. 'last') or 0)
  local before = tonumber(call('GET', prefix .. 'lowest') or 1)
  local lowest = before
  while lowest <= last and lowest < before + STEPS and call('EXISTS', key('a', lowest)) == 0 do lowest = lowest + 1 end
  if lowest > before then call('SET', prefix .. 'lowest', string.format('%.0f', lowest)) end
end

-- A request that was lost on the way back is sent again: it is answered as it was, and not done again.
local function answered(client, request)
  local held = call('GET', prefix .. 'c:' .. client)
  if not held then return nil end
  local done = cmsgpack.unpack(held)
  return done[1] == request and done[2] or nil
end

local function answer(client, request, given)
  call('SET', prefix .. 'c:' .. client, cmsgpack.pack({request, given}), 'EX', 600)
  return given
end
