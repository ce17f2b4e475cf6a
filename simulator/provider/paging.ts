import { type Refusal, refusal } from '../messages/refusals.ts'
import { notFound, type ProviderContext, refuse } from './answer.ts'

const DEFAULT_PAGE_SIZE = 50
const LARGEST_PAGE_SIZE = 1000

/** Which part of a list is asked for. A token names the row beside the page, and on which side of it the page lies. */
export interface PageRequest {
  size: number
  page: number
  token: { side: 'after' | 'before'; sid: string } | null
}

export interface Page<Row> {
  rows: Row[]
  /** Whether rows lie on either side. */
  hasPrevious: boolean
  hasNext: boolean
}

/** What was asked, as first written in the address: pages are linked with the same filters. */
export function readPageRequest(c: ProviderContext): PageRequest | Refusal {
  const size = Number(c.req.query('PageSize') ?? DEFAULT_PAGE_SIZE)
  if (!Number.isInteger(size) || size < 1) return refusal(20001)
  if (size > LARGEST_PAGE_SIZE) return refusal(20007)
  const given = c.req.query('PageToken')
  const token = /^P([AB])([A-Z]{2}\w+)$/.exec(given ?? '')
  if (given && !token) return refusal(21481)
  return {
    size,
    page: Math.max(0, Number(c.req.query('Page') ?? 0) || 0),
    token: token && { side: token[1] === 'A' ? 'after' : 'before', sid: token[2]! },
  }
}

/** One page of a list that is at hand whole. */
export function pageOf<Row>(rows: Row[], request: PageRequest, sidOf: (row: Row) => string): Page<Row> | null {
  let start = 0
  if (request.token) {
    const { side, sid } = request.token
    const place = rows.findIndex((row) => sidOf(row) === sid)
    if (place === -1) return null
    start = side === 'after' ? place + 1 : Math.max(0, place - request.size)
  }
  const end = start + request.size
  return { rows: rows.slice(start, end), hasPrevious: start > 0, hasNext: end < rows.length }
}

interface Links {
  first: string
  self: string
  previous: string | null
  next: string | null
}

function links<Row>(c: ProviderContext, request: PageRequest, page: Page<Row>, sidOf: (row: Row) => string): Links {
  const filters = new URLSearchParams(new URL(c.req.url).search)
  for (const name of ['PageSize', 'Page', 'PageToken']) filters.delete(name)
  const link = (number: number, token: string | null) => {
    const query = new URLSearchParams(filters)
    query.set('PageSize', String(request.size))
    query.set('Page', String(number))
    if (token) query.set('PageToken', token)
    return `${c.req.path}?${query}`
  }
  const { rows } = page
  const own = request.token && `P${request.token.side === 'after' ? 'A' : 'B'}${request.token.sid}`
  return {
    first: link(0, null),
    self: link(request.page, own),
    previous: page.hasPrevious && rows[0] ? link(Math.max(0, request.page - 1), `PB${sidOf(rows[0])}`) : null,
    next: page.hasNext ? link(request.page + 1, `PA${sidOf(rows.at(-1)!)}`) : null,
  }
}

export interface ListShape<Row> {
  key: string
  sidOf: (row: Row) => string
  present: (row: Row) => unknown
}

/** A list as the 2010 API writes it: links relative to the host, beside the rows. */
export function answer2010<Row>(c: ProviderContext, request: PageRequest, page: Page<Row>, shape: ListShape<Row>) {
  const to = links(c, request, page, shape.sidOf)
  const start = request.page * request.size
  return c.json({
    first_page_uri: to.first,
    end: Math.max(start, start + page.rows.length - 1),
    previous_page_uri: to.previous,
    [shape.key]: page.rows.map(shape.present),
    uri: to.self,
    page_size: request.size,
    start,
    next_page_uri: to.next,
    page: request.page,
  })
}

/** As the newer APIs write it: whole addresses, in `meta`. */
function answerV1<Row>(c: ProviderContext, request: PageRequest, page: Page<Row>, shape: ListShape<Row>) {
  const to = links(c, request, page, shape.sidOf)
  const base = new URL(c.req.url).origin
  return c.json({
    meta: {
      page: request.page,
      page_size: request.size,
      first_page_url: base + to.first,
      previous_page_url: to.previous && base + to.previous,
      url: base + to.self,
      next_page_url: to.next && base + to.next,
      key: shape.key,
    },
    [shape.key]: page.rows.map(shape.present),
  })
}

/** Answers one page of a short list in either shape. */
export function answerList<Row>(
  c: ProviderContext,
  rows: Row[],
  style: '2010' | 'v1',
  shape: ListShape<Row>,
): Response {
  const request = readPageRequest(c)
  if ('code' in request) return refuse(c, request)
  const page = pageOf(rows, request, shape.sidOf)
  if (!page) return refuse(c, refusal(21481))
  return style === '2010' ? answer2010(c, request, page, shape) : answerV1(c, request, page, shape)
}

export function answerOne<Row>(c: ProviderContext, row: Row | null | undefined, present: (row: Row) => unknown) {
  return row ? c.json(present(row) as Record<string, unknown>) : notFound(c)
}
