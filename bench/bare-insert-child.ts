// The least a durable POST can be: a Hono route that inserts the payload in one statement and answers.
import { createAdaptorServer } from '@hono/node-server'
import { Hono } from 'hono'
import pg from 'pg'

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL!, max: 20 })
await pool.query(
  'create table if not exists bare_inserts (id bigint generated always as identity primary key, payload jsonb not null, at timestamptz not null default now())',
)

const app = new Hono().post('/v1/*', async (c) => {
  const payload = await c.req.json()
  const { rows } = await pool.query({
    name: 'bare',
    text: 'insert into bare_inserts (payload) values ($1) returning id',
    values: [payload],
  })
  return c.json({ id: rows[0].id }, 202)
})

const server = createAdaptorServer({ fetch: app.fetch })
server.listen(0, '127.0.0.1', () =>
  process.send!({ url: `http://127.0.0.1:${(server.address() as { port: number }).port}` }),
)
process.on('message', () => {
  const { user, system } = process.cpuUsage()
  process.send!({ cpuMicros: user + system })
})
process.on('disconnect', () => process.exit())
