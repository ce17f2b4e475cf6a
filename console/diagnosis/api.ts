import type { PersonDiagnosis } from '../../server/diagnosis/schema.ts'
import { read, v1 } from '../ask.ts'

export type { Symptom } from '../../server/diagnosis/channel/schema.ts'
export type { ChannelDiagnosis, Check, PersonDiagnosis } from '../../server/diagnosis/schema.ts'

/** Of what somebody asks why it did not come; nothing named is whatever came last. */
export interface Asked {
  event?: string | undefined
  event_type?: string | undefined
}

/** What the troubleshooter asks of the server; see {@link ../api.ts}. */
export const diagnosisApi = {
  person: (id: string, asked: Asked): Promise<PersonDiagnosis> =>
    read(v1.people[':id'].diagnosis.$get({ param: { id }, query: named(asked) })),
  somebody: (person: string, asked: Asked): Promise<PersonDiagnosis> =>
    read(v1.diagnosis.$post({ json: { person, ...named(asked) } })),
  channel: () => read(v1.sms.diagnosis.$post()),
  message: (id: string) => read(v1.messages[':id'].diagnosis.$get({ param: { id } })),
}

function named({ event, event_type }: Asked) {
  return { ...(event && { event }), ...(event_type && { event_type }) }
}
