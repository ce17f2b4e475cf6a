import { type ClientResponse, hc } from 'hono/client'
import type { Api } from '../server/api.ts'
import { workspaceHeaders } from './chosen-workspace.ts'
import { noAnswer, problemOf } from './problem.ts'

export const { v1 } = hc<Api>('/', { headers: workspaceHeaders })
/** For whoever follows the link of an invitation: about no workspace that was chosen before. */
export const { v1: open } = hc<Api>('/')

/** Every answer that is not ok is thrown as an {@link ApiProblem}. */
export async function read<Answer extends ClientResponse<unknown, number, string>>(
  asked: Promise<Answer>,
): Promise<Good<Answer>> {
  const answer = await asked.catch(() => {
    throw noAnswer()
  })
  if (!answer.ok) throw await problemOf(answer)
  return (answer.status === 204 ? undefined : await answer.json()) as Good<Answer>
}

/** A file, with the name that the server gives it. */
export async function download(
  asked: Promise<ClientResponse<unknown, number, string>>,
): Promise<{ blob: Blob; name: string }> {
  const answer = await asked.catch(() => {
    throw noAnswer()
  })
  if (!answer.ok) throw await problemOf(answer)
  const [, name] = /filename="([^"]+)"/.exec(answer.headers.get('content-disposition') ?? '') ?? []
  return { blob: await answer.blob(), name: name ?? 'download' }
}

/** Signing in and out is no part of the typed API. */
export async function post<Answer = unknown>(path: string, body: object): Promise<Answer> {
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  const answer = await fetch(path, init).catch(() => {
    throw noAnswer()
  })
  if (!answer.ok) throw await problemOf(answer)
  return (await answer.json()) as Answer
}

type Good<Answer> =
  Answer extends ClientResponse<infer Body, infer Status, string>
    ? Status extends 200 | 201 | 202
      ? Body
      : Status extends 204
        ? undefined
        : never
    : never
