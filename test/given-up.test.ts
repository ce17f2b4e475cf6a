import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { OpenAPIHono } from '@hono/zod-openapi'
import pg from 'pg'
import { answerProblems } from '../server/api.ts'
import type { Env } from '../server/kit/route.ts'
import { startTestServer, type TestServer } from './app.ts'

let server: TestServer
before(async () => {
  server = await startTestServer({ role: 'api' })
})
after(() => server.stop())

test('a transaction that the database gave up for another is answered with 503, to be sent again', async () => {
  const app = new OpenAPIHono<Env>()
  answerProblems(app, server.context)
  app.get('/deadlock', async (c) => {
    await server.context.db.signIn((tx) =>
      tx.rows('', `do $$ begin raise exception using errcode = 'deadlock_detected'; end $$`, []),
    )
    return c.text('')
  })
  const answer = await app.request('/deadlock')
  const { code } = (await answer.json()) as { code: string }
  assert.deepEqual([answer.status, code], [503, 'not_available'])
})

test('a query that the database leaves unanswered ends with 503 too', async (t) => {
  const client = new pg.Client({ ...server.context.db.connection, query_timeout: 50 })
  await client.connect()
  t.after(() => client.end())
  const app = new OpenAPIHono<Env>()
  answerProblems(app, server.context)
  app.get('/frozen', async (c) => {
    await client.query('select pg_sleep(1)')
    return c.text('')
  })
  assert.equal((await app.request('/frozen')).status, 503)
})

test('what is asked of a connection that broke meanwhile is answered with 503 too', async () => {
  const app = new OpenAPIHono<Env>()
  answerProblems(app, server.context)
  const { db } = server.context
  app.get('/cut', async (c) => {
    await db.signIn(async (tx) => {
      const [own] = await tx.rows<{ pid: number }>('', 'select pg_backend_pid() as pid', [])
      await db.pool.query('select pg_terminate_backend($1)', [own!.pid])
      // The first finds out that it is gone, the second that nothing comes any more.
      for (let tries = 0; tries < 2; tries++) await assert.rejects(tx.rows('', 'select', []))
      await tx.rows('', 'select', [])
    })
    return c.text('')
  })
  assert.equal((await app.request('/cut')).status, 503)
})
