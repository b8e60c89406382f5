-- Takes out the oldest articles that came in before ARGV[2] (milliseconds, -1 for no such time) or are beyond ARGV[3]
-- in number (-1 for no bound), at most ARGV[4] of them; ARGV[5] is the present. Returns how many. The first command to
-- write makes nothing larger, so that a full server allows it.
local oldest, bound, most, now = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
local excess = bound >= 0 and call('HLEN', prefix .. 'ids') - bound or 0
local last = tonumber(call('GET', prefix .. 'last') or 0)
local number = tonumber(call('GET', prefix .. 'lowest') or 1)
local gone, steps, below, young = 0, 0, 0, oldest < 0
local undated = {}  -- articles whose times are in the future: they go with the first expired one behind them

local function take(taken)
  gone = gone + remove(taken, false)
  below = taken + 1
end

while number <= last and gone + #undated < most and steps < STEPS do
  local held = call('GETRANGE', key('a', number), 0, 7)
  if #held == 8 then
    local seen = struct.unpack('<I8', held)
    young = young or (oldest <= seen and seen <= now)
    if gone < excess then
      take(number)
    elseif young then
      break
    elseif seen > now then
      undated[#undated + 1] = number
    else
      for _, before in ipairs(undated) do take(before) end
      undated = {}
      take(number)
    end
  end
  number, steps = number + 1, steps + 1
end
if gone == 0 and not young then  -- nothing behind says how old they are: their time counts from now on
  for _, before in ipairs(undated) do redis.pcall('SETRANGE', key('a', before), 0, struct.pack('<I8', now)) end
end
if below > tonumber(call('GET', prefix .. 'floor') or 0) then
  call('SET', prefix .. 'floor', string.format('%.0f', below))
end
raise_lowest()
return gone
