import type { RouteCase } from './request-names.ts'

const needs = ['people.write'] as const

/** The part of REQUESTS (test/requests.ts) that is about importing people, in the order in which it goes. */
export const IMPORT_REQUESTS: Record<string, RouteCase> = {
  'GET /v1/imports': { needs, request: ({ import: id }) => ({ path: `/v1/imports?after=${id}` }) },
  'POST /v1/imports': {
    needs,
    request: ({ idempotencyKey }) => ({
      path: '/v1/imports',
      body: { file_name: 'people.csv' },
      headers: { 'idempotency-key': idempotencyKey },
    }),
  },
  'GET /v1/imports/{id}': { needs, request: ({ import: id }) => ({ path: `/v1/imports/${id}` }) },
  'PUT /v1/imports/{id}/file': {
    needs,
    request: ({ import: id }) => ({ path: `/v1/imports/${id}/file`, raw: 'Last name,Phone\nAnother,\n' }),
  },
  'PATCH /v1/imports/{id}': {
    needs,
    request: ({ import: id }) => ({ path: `/v1/imports/${id}`, body: { has_header: true } }),
  },
  'GET /v1/imports/{id}/preview': { needs, request: ({ import: id }) => ({ path: `/v1/imports/${id}/preview` }) },
  'POST /v1/imports/{id}/check': { needs, request: ({ import: id }) => ({ path: `/v1/imports/${id}/check` }) },
  'POST /v1/imports/{id}/start': { needs, request: ({ import: id }) => ({ path: `/v1/imports/${id}/start` }) },
  'GET /v1/imports/{id}/problems': { needs, request: ({ import: id }) => ({ path: `/v1/imports/${id}/problems` }) },
  'GET /v1/imports/{id}/problems/export': {
    needs,
    request: ({ import: id }) => ({ path: `/v1/imports/${id}/problems/export` }),
  },
  'POST /v1/imports/{id}/cancel': { needs, request: ({ import: id }) => ({ path: `/v1/imports/${id}/cancel` }) },
}
