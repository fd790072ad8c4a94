"""The Lua scripts that change several keys in one step (Redis ``EVAL`` is atomic).

Each either happens whole or not at all, also under ``kill -9``: an update is acknowledged
in the same step that stores what it led to, so none is lost and none is handled twice.
"""

TAKE_IN = """
-- KEYS: seen, updates, ledger, chats, highest
-- ARGV: sealed update, keep seen (s), message id, at (ms), ref, sealed chat id
if not redis.call('SET', KEYS[1], '1', 'NX', 'EX', ARGV[2]) then return 0 end
redis.call('XADD', KEYS[2], '*', 'sealed', ARGV[1], 'ref', ARGV[5])
if ARGV[3] ~= '' then
  redis.call('ZADD', KEYS[3], 'NX', ARGV[4], ARGV[3])
  if tonumber(ARGV[3]) > tonumber(redis.call('GET', KEYS[5]) or '0') then
    redis.call('SET', KEYS[5], ARGV[3])
  end
end
if ARGV[6] ~= '' then redis.call('HSET', KEYS[4], ARGV[5], ARGV[6]) end
return 1
"""

COMMIT = """
-- KEYS: gen, conversation, conversation key, updates, outbox, to_console, sessions, handled
-- ARGV: generation, sealed state, sealed key, entry id, group, outgoing,
--       console entries (JSON), ref, last act (ms or ''), handled id or '', keep handled (s),
--       case routing keys (JSON list), further commands (JSON)
if ARGV[4] ~= '' and redis.call('XACK', KEYS[4], ARGV[5], ARGV[4]) == 0 then return {-1} end
if ARGV[4] ~= '' then redis.call('XDEL', KEYS[4], ARGV[4]) end
if (redis.call('GET', KEYS[1]) or '0') ~= ARGV[1] then return {0} end
if ARGV[10] ~= '' and not redis.call('SET', KEYS[8], '1', 'NX', 'EX', ARGV[11]) then return {-1} end
redis.call('SET', KEYS[2], ARGV[2])
if ARGV[3] ~= '' then redis.call('SET', KEYS[3], ARGV[3]) end
for _, key in ipairs(cjson.decode(ARGV[12])) do
  redis.call('SET', key, ARGV[8], 'EX', ARGV[11])
end
if ARGV[9] == '' then redis.call('ZREM', KEYS[7], ARGV[8])
else redis.call('ZADD', KEYS[7], ARGV[9], ARGV[8]) end
for _, entry in ipairs(cjson.decode(ARGV[7])) do
  redis.call('XADD', KEYS[6], '*', 'kind', entry.kind, 'version', entry.version, 'body', entry.body)
end
for _, command in ipairs(cjson.decode(ARGV[13])) do redis.call(unpack(command)) end
if ARGV[6] == '' then return {1} end
return {1, redis.call('XADD', KEYS[5], '*', 'ref', ARGV[8], 'gen', ARGV[1], 'sealed', ARGV[6])}
"""

DEPART = """
-- KEYS: gen, conversation, conversation key, bubble, ledger, wipes, sessions, updates, to_console,
--       stub
-- ARGV: ref, sealed job, entry id, group, console entries (JSON), sealed stub or '',
--       keep stub (s), expected gen or '', further commands (JSON), expected state or '*'
if ARGV[10] ~= '*' and (redis.call('GET', KEYS[2]) or '') ~= ARGV[10] then return -2 end
if ARGV[3] ~= '' and redis.call('XACK', KEYS[8], ARGV[4], ARGV[3]) == 0 then return -1 end
if ARGV[3] ~= '' then redis.call('XDEL', KEYS[8], ARGV[3]) end
if ARGV[8] ~= '' and (redis.call('GET', KEYS[1]) or '0') ~= ARGV[8] then return 0 end
local gen = redis.call('INCR', KEYS[1])
redis.call('DEL', KEYS[2], KEYS[3], KEYS[4])
if ARGV[6] ~= '' then redis.call('SET', KEYS[10], ARGV[6], 'EX', ARGV[7]) end
redis.call('ZREM', KEYS[7], ARGV[1])
local field = ARGV[1] .. ':' .. gen
if redis.call('EXISTS', KEYS[5]) == 1 then redis.call('RENAME', KEYS[5], 'wiping:' .. field) end
redis.call('HSET', KEYS[6], field, ARGV[2])
for _, entry in ipairs(cjson.decode(ARGV[5])) do
  redis.call('XADD', KEYS[9], '*', 'kind', entry.kind, 'version', entry.version, 'body', entry.body)
end
for _, command in ipairs(cjson.decode(ARGV[9])) do redis.call(unpack(command)) end
return gen
"""

SENT = """
-- KEYS: gen, ledger, bubble, chats, highest
-- ARGV: generation, message id, at (ms), ref, sealed chat id, '1' where it is the bubble
if tonumber(ARGV[2]) > tonumber(redis.call('GET', KEYS[5]) or '0') then
  redis.call('SET', KEYS[5], ARGV[2])
end
if (redis.call('GET', KEYS[1]) or '0') ~= ARGV[1] then return 0 end
redis.call('ZADD', KEYS[2], 'NX', ARGV[3], ARGV[2])
if ARGV[6] == '1' then redis.call('SET', KEYS[3], ARGV[2]) end
redis.call('HSET', KEYS[4], ARGV[4], ARGV[5])
return 1
"""

DONE = """
-- KEYS: outbox   ARGV: entry id, ref
-- what earlier turns of the chat wanted to show is out of date with it
for _, row in ipairs(redis.call('XRANGE', KEYS[1], '-', ARGV[1])) do
  if row[1] == ARGV[1] or row[2][2] == ARGV[2] then redis.call('XDEL', KEYS[1], row[1]) end
end
return 1
"""

DROP = """
-- KEYS: updates   ARGV: group, entry id
if redis.call('XACK', KEYS[1], ARGV[1], ARGV[2]) == 0 then return 0 end
return redis.call('XDEL', KEYS[1], ARGV[2])
"""

SWAP = """
-- KEYS: key   ARGV: old value, new value
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'KEEPTTL')
return 1
"""

SWAP_FIELD = """
-- KEYS: hash   ARGV: field, old value, new value
if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
return 1
"""
