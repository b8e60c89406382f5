-- Makes the index where there is none, of ARGV[2], the header, and ARGV[3], the dictionary; returns both as stored.
if call('EXISTS', prefix .. 'header') == 0 and ARGV[2] ~= '' then
  call('SET', prefix .. 'header', ARGV[2])
  call('SET', prefix .. 'dictionary', ARGV[3])
end
return call('MGET', prefix .. 'header', prefix .. 'dictionary')
