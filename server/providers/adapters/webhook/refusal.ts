import type { Refusal, Retry } from '../../adapter.ts'

/** What an endpoint of the workspace's own means by its answer, and what to do about it. */
export function refusal(code: number | null, httpStatus: number | null): Refusal {
  const isFault = httpStatus !== null && httpStatus >= 500
  const [title, cause, remedy] = words(code, httpStatus)
  const retry: Retry = isFault || httpStatus === null ? 'later' : 'after_fix'
  return { code, class: isFault || httpStatus === null ? 'transient_carrier' : 'config', retry, title, cause, remedy }
}

function words(code: number | null, status: number | null): [title: string, cause: string, remedy: string] {
  const readLogs = `Read the logs of your endpoint${status === null ? '' : ` around its answer ${status}`}.`
  if (status === null) {
    const named = code === null ? '' : ` with its code ${code}`
    return [
      'Not delivered',
      `Your gateway reported that the text was not delivered${named}.`,
      'Read the logs of your gateway.',
    ]
  }
  if (status >= 500) {
    return ['Endpoint failed', `Your endpoint failed with HTTP ${status}, so the text was not sent.`, readLogs]
  }
  if (status >= 300 && status < 400) {
    const remedy = 'Enter the address to which it redirects, if that is right, as webhook URL.'
    return ['Redirected', `Your endpoint redirects elsewhere (HTTP ${status}), which is not followed.`, remedy]
  }
  if (status === 401 || status === 403) {
    const remedy = `Compare the secret in its address and the signing secret with what your endpoint expects. ${readLogs}`
    return ['Not let in', `Your endpoint did not let the request in (HTTP ${status}).`, remedy]
  }
  if (status === 404 || status === 410) {
    const remedy = 'Check the path of the webhook URL.'
    return ['No endpoint there', `Nothing answers at this path of your server (HTTP ${status}).`, remedy]
  }
  return ['Refused by endpoint', `Your endpoint refused the text with HTTP ${status}.`, readLogs]
}
