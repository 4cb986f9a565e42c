// The baseline of pushing: Socket.IO and pg alone, doing the same write, NOTIFY and emit. Arguments: port, database URL.
// POST /write with a JSON body writes it as one row in one transaction; a LISTEN connection reads it and emits it.
import { createServer } from 'node:http';
import pg from 'pg';
import { Server } from 'socket.io';

const [port, databaseUrl] = process.argv.slice(2);
const pool = new pg.Pool({ connectionString: databaseUrl, max: 4 });
const listener = new pg.Client({ connectionString: databaseUrl });
await listener.connect();
await pool.query('CREATE TABLE IF NOT EXISTS bare_heads (id int PRIMARY KEY, seq bigint NOT NULL)');
await pool.query('CREATE TABLE IF NOT EXISTS bare_rows (seq bigint PRIMARY KEY, body jsonb NOT NULL)');
await pool.query('INSERT INTO bare_heads VALUES (1, 0) ON CONFLICT DO NOTHING');
await listener.query('LISTEN bare');

const http = createServer((request, response) => {
  let text = '';
  request.on('data', (chunk) => (text += chunk));
  request.on('end', async () => {
    const client = await pool.connect();
    try {
      await client.query('BEGIN');
      const { rows } = await client.query('UPDATE bare_heads SET seq = seq + 1 WHERE id = 1 RETURNING seq');
      await client.query('INSERT INTO bare_rows VALUES ($1, $2)', [rows[0].seq, text]);
      await client.query(`SELECT pg_notify('bare', $1)`, [String(rows[0].seq)]);
      await client.query('COMMIT');
    } finally {
      client.release();
    }
    response.writeHead(201);
    response.end();
  });
});
const io = new Server(http, { transports: ['websocket'], perMessageDeflate: false, serveClient: false });
const live = io.of('/live');
live.on('connection', async (socket) => {
  await socket.join('all');
  socket.emit('synced', { streams: { event: 0 } });
});
listener.on('notification', async ({ payload }) => {
  const { rows } = await pool.query('SELECT seq, body FROM bare_rows WHERE seq = $1', [payload]);
  live.to('all').emit('change', { stream: 'event', seq: Number(rows[0].seq), changes: [rows[0].body] });
});
http.listen(Number(port), '127.0.0.1', () => console.log('listening'));
