import type { openDirectory } from './directory.ts'
import type { Visit } from './visit.ts'

/** Somebody for each thing that may be amiss with a number, and one with whom all is well. */
export async function mixedPhones(
  directory: Awaited<ReturnType<typeof openDirectory>>,
  api: Visit['api'],
): Promise<void> {
  const person = (first_name: string, phone?: string) =>
    directory.send({ first_name, last_name: 'Example', email: `${first_name.toLowerCase()}@acme.example`, phone })
  await person('Reached', '+447700900123')
  await person('Missing')
  await person('Waiting')
  await directory.giveNumber(await person('Malformed'), '0171 1234567')
  await directory.giveNumber(await person('Plusless'), '14155550142')
  await api('POST', '/v1/people', { first_name: 'Typed', last_name: 'Example', phone: '+14155550177' })
  await person('Quiet', '+14155550144')
  await directory.stop('+14155550144')
  await person('Day', '+14155550145')
  await person('Night', '+14155550145')
  await person('Office', '+442079460123')
}
