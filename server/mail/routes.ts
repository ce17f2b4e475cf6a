import { createRoute, z } from '@hono/zod-openapi'
import { pageOf, pageQuery, toPage } from '../kit/page.ts'
import { json, newRoutes, operatorOnly, problems } from '../kit/route.ts'
import { listMails } from './post.ts'

export const mailOut = z
  .object({
    id: z.string(),
    to: z.string(),
    subject: z.string(),
    kind: z.enum(['notice', 'invitation', 'password_reset']),
    text: z.string().nullable().openapi({
      description:
        'Null once a mail server has taken it; of an invitation or a password reset, whose link is for its reader alone, always.',
    }),
    state: z.enum(['waiting', 'sending', 'sent', 'failed', 'kept']).openapi({
      description:
        '`kept`: there was no mail server. `sending` for long: a process died there, and it is not sent again.',
    }),
    trouble: z.string().nullable(),
    created_at: z.string(),
  })
  .openapi('Mail')

export const mailRoutes = newRoutes().openapi(
  createRoute({
    method: 'get',
    path: '/v1/installation/mails',
    tags: ['Installation'],
    summary: 'Mails to people, newest first; where no mail server is set, they can be read here alone (operator)',
    request: { query: pageQuery },
    responses: { 200: json(pageOf(mailOut), 'One page'), 401: problems[401], 403: problems[403], 422: problems[422] },
  }),
  async (c) => {
    operatorOnly(c)
    const { limit, after } = c.req.valid('query')
    const { rows, next } = toPage(await listMails(c.var.context, after ?? '~', limit + 1), limit)
    const items = rows.map((mail) => ({ ...mail, created_at: mail.created_at.toISOString() }))
    return c.json({ items, next }, 200)
  },
)
