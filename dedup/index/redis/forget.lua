-- Takes articles out. ARGV[2] is {client, request, numbers}; returns how many there were. The first
-- command to write makes nothing larger, so that a full server allows it.
local asked = cmsgpack.unpack(ARGV[2])
local done = answered(asked[1], asked[2])
if done then return done end
local gone = 0
for _, number in ipairs(asked[3]) do gone = gone + remove(number, true) end
if gone == 0 then return 0 end
raise_lowest()
return answer(asked[1], asked[2], gone)
