-- Takes out the oldest articles that came in before ARGV[2] (milliseconds, -1 for no such time) or are beyond ARGV[3]
-- in number (-1 for no bound), at most ARGV[4] of them. Returns how many. The first command to write makes nothing
-- larger, so that a full server allows it.
local oldest, bound, most = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local excess = bound >= 0 and call('HLEN', prefix .. 'ids') - bound or 0
local last = tonumber(call('GET', prefix .. 'last') or 0)
local number = tonumber(call('GET', prefix .. 'lowest') or 1)
local gone, steps, expired, below = 0, 0, true, 0
while number <= last and gone < most and steps < STEPS do
  local seen = call('GETRANGE', key('a', number), 0, 7)
  if #seen == 8 then
    expired = expired and struct.unpack('<I8', seen) < oldest
    if not expired and gone >= excess then break end
    gone = gone + remove(number, false)
    below = number + 1
  end
  number, steps = number + 1, steps + 1
end
if below > tonumber(call('GET', prefix .. 'floor') or 0) then
  call('SET', prefix .. 'floor', string.format('%.0f', below))
end
raise_lowest()
return gone
