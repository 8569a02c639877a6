// The peer that the benchmarks compare with: durable `/pm mark` by bolt-js on SQLite, as fast as it gets. Signature, dedupe by trigger_id, one row, answer after the commit.
//   node app.mjs DB [PORT] [one|group|worker]    one: a transaction each; group: one for all that wait; worker: the same in a thread of its own
import { createRequire } from 'node:module';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

const require = createRequire(import.meta.url);
const [file, port = '5102', mode = 'group'] = isMainThread ? process.argv.slice(2) : [workerData];

function open() {
  const { DatabaseSync } = require('@photostructure/sqlite');
  const db = new DatabaseSync(file);
  db.exec('PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-16000; PRAGMA temp_store=MEMORY');
  db.exec('CREATE TABLE IF NOT EXISTS mark(id INTEGER PRIMARY KEY, receipt TEXT NOT NULL UNIQUE, channel TEXT NOT NULL, person TEXT NOT NULL, text TEXT NOT NULL, at INTEGER NOT NULL)');
  const [begin, commit] = [db.prepare('BEGIN IMMEDIATE'), db.prepare('COMMIT')];
  const insert = db.prepare('INSERT OR IGNORE INTO mark(receipt, channel, person, text, at) VALUES (?, ?, ?, ?, ?)');
  const one = (mark) => insert.run(...mark);
  return { db, one, many: (marks) => { begin.run(); for (const mark of marks) one(mark); commit.run(); } };
}

if (isMainThread) {
  const { App, HTTPReceiver, LogLevel } = require('@slack/bolt');
  const keep = keeper();
  const receiver = new HTTPReceiver({ signingSecret: process.env.SLACK_SIGNING_SECRET ?? 'benchsecret', endpoints: ['/slack/commands', '/slack/events'], logLevel: LogLevel.ERROR });
  const app = new App({ receiver, authorize: async () => ({ botToken: 'xoxb-bench', botId: 'B01', botUserId: 'U01' }), ignoreSelf: false, logLevel: LogLevel.ERROR });
  app.command('/pm', async ({ command, ack }) => {
    const at = new Date();
    const text = command.text.replace(/^mark /, '');
    await keep([command.trigger_id, command.channel_id, command.user_id, text, at.getTime()]);
    const line = `${at.toISOString().slice(11, 16)} UTC · ${text}`;
    await ack({ response_type: 'ephemeral', text: line, blocks: [{ type: 'section', text: { type: 'plain_text', text: line } }, { type: 'actions', elements: [button('edit', 'Edit'), button('undo', 'Undo')] }] });
  });
  await app.start({ port: Number(port), host: '127.0.0.1' });
} else {
  const store = open();
  parentPort.on('message', (marks) => { store.many(marks); parentPort.postMessage(true); });
}

function button(action_id, text) {
  return { type: 'button', action_id, text: { type: 'plain_text', text } };
}

/** How a mark is kept: resolves after its commit. */
function keeper() {
  if (mode === 'one') { const store = open(); return async (mark) => store.one(mark); }
  const write = mode === 'worker' ? inWorker() : here(open());
  let waiting = [];
  let busy = false;
  async function drain() {
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      await write(batch.map((entry) => entry.mark));
      for (const entry of batch) entry.done();
    }
    busy = false;
  }
  return (mark) => new Promise((done) => {
    waiting.push({ mark, done });
    if (!busy) { busy = true; setImmediate(drain); }
  });
}

/** Between two batches the loop takes what has come meanwhile. */
function here(store) {
  return async (marks) => { store.many(marks); await new Promise(setImmediate); };
}

function inWorker() {
  const worker = new Worker(new URL(import.meta.url), { workerData: file });
  let done;
  worker.on('message', () => done());
  return (marks) => new Promise((then) => { done = then; worker.postMessage(marks); });
}
