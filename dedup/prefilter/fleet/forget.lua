-- Takes articles out. ARGV[2] is {client, request, numbers}; returns how many there were.
local asked = cmsgpack.unpack(ARGV[2])
local done = answered(asked[1], asked[2])
if done then return done end
local gone = 0
for _, number in ipairs(asked[3]) do gone = gone + remove(number, true) end
raise_lowest()
return answer(asked[1], asked[2], gone)
