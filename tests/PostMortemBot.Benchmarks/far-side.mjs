// Slack's far side for the benchmarks: every call of the Web API is answered ok, with the fields that posts are known by.
//   node far-side.mjs [PORT]
import { createServer } from 'node:http';

let stamp = 0;
createServer((request, answer) => {
  let body = '';
  request.on('data', (part) => { body += part; });
  request.on('end', () => {
    const user = new URLSearchParams(body).get('user') ?? 'U0000000001';
    answer.setHeader('Content-Type', 'application/json; charset=utf-8');
    answer.end(JSON.stringify({ ok: true, ts: `1763873600.${String(++stamp % 1_000_000).padStart(6, '0')}`, user_id: 'U0BENCHBOT', bot_id: 'B0BENCH', team_id: 'T01BENCH', messages: [], channel: request.url.endsWith('conversations.open') ? { id: 'D0000000001' } : 'C0000000001', user: { id: user, name: user, real_name: user, tz: 'America/New_York', profile: {} } }));
  });
}).listen(Number(process.argv[2] ?? 9560), '127.0.0.1');
