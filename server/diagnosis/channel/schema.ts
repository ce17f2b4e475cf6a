import { z } from '@hono/zod-openapi'

export const SYMPTOMS = [
  'test_not_received',
  'codes_not_arriving',
  'failed_in_history',
  'delayed',
  'some_countries',
  'truncated',
  'garbled',
  'replies_do_not_arrive',
  'receipts_do_not_arrive',
] as const
export type SymptomId = (typeof SYMPTOMS)[number]

const cause = z
  .object({
    id: z.string(),
    text: z.string(),
    remedy: z.string().nullable(),
    href: z.string().nullable().openapi({ description: 'A path of the console, or an address elsewhere.' }),
  })
  .openapi('SymptomCause')
export type Cause = z.infer<typeof cause>

const symptom = z
  .object({
    id: z.enum(SYMPTOMS),
    title: z.string(),
    causes: z
      .array(cause)
      .openapi({ description: 'What was found, the likeliest first. Empty: nothing wrong was found here.' }),
    checked: z.array(z.string()).openapi({ description: 'What was looked at and is in order.' }),
    elsewhere: z
      .string()
      .openapi({ description: 'Where to look when nothing was found, or when it is mended and stays.' }),
    elsewhere_href: z.string().nullable(),
  })
  .openapi('Symptom')
export type Symptom = z.infer<typeof symptom>

export const channelDiagnosis = z
  .object({
    asked_provider: z
      .boolean()
      .openapi({ description: 'False where it was asked less than ten seconds ago, or is not ours to ask.' }),
    checked_at: z.iso.datetime(),
    symptoms: z.array(symptom),
  })
  .openapi('SmsDiagnosis')
export type SmsDiagnosis = z.infer<typeof channelDiagnosis>
