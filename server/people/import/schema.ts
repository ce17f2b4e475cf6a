import { z } from '@hono/zod-openapi'
import { pageOf, pageQuery } from '../../kit/page.ts'
import { STORABLE } from '../../kit/storable.ts'
import { consentInput } from '../schema.ts'
import { ENCODINGS } from './encoding.ts'
import { PROBLEM_KINDS } from './problem-words.ts'
import { DELIMITERS } from './records.ts'
import { TARGETS, type Target } from './suggest.ts'

export const IMPORT_STATES = [
  'waiting',
  'ready',
  'checking',
  'importing',
  'done',
  'cancelled',
  'failed',
  'expired',
] as const

const target = z
  .custom<Target>(isTarget, `One of ${TARGETS.join(', ')}, or field: and the name of a field.`)
  .openapi({ type: 'string', description: 'What it becomes: a part of a person, or `field:` and a name of your own.' })

const country = z
  .string()
  .regex(/^[A-Z]{2}$/, 'Two capital letters, as in DE.')
  .openapi({ description: 'Of numbers in this column that are written without +. Without it they are malformed.' })

export const columnOut = z
  .object({ name: z.string(), to: z.string().nullable(), country: z.string().nullable() })
  .openapi('ImportColumn')

export const countsOut = z
  .object({
    new: z.number().int(),
    changed: z.number().int(),
    same: z.number().int(),
    refused: z.number().int(),
    problems: z
      .record(z.string(), z.number().int())
      .openapi({ description: 'How often what was wrong, of refused rows and of others.' }),
  })
  .openapi('ImportCounts')
export type Counts = z.infer<typeof countsOut>

export const importOut = z
  .object({
    id: z.string(),
    state: z.enum(IMPORT_STATES),
    file_name: z.string(),
    size_bytes: z.number().int().nullable(),
    encoding: z.enum(ENCODINGS).nullable(),
    delimiter: z.enum(DELIMITERS).nullable(),
    has_header: z.boolean().nullable(),
    columns: z.array(columnOut),
    rows: z.number().int().nullable(),
    rows_done: z.number().int().openapi({ description: 'Of the run under way or the last one.' }),
    at_work: z.boolean().openapi({
      description: 'Whether a process is at it. While none is, it waits for its turn, or for another to go on with it.',
    }),
    counts: countsOut,
    checked: countsOut.nullable().openapi({ description: 'What the last dry run said.' }),
    trouble: z.string().nullable(),
    consent: consentInput.nullable(),
    created_by: z.string(),
    created_at: z.iso.datetime(),
    started_at: z.iso.datetime().nullable(),
    finished_at: z.iso.datetime().nullable(),
  })
  .openapi('Import')
export type ImportOut = z.infer<typeof importOut>

export const importsPage = pageOf(importOut)

export const importInput = z
  .strictObject({
    file_name: z
      .string()
      .trim()
      .min(1, 'The file’s name is missing.')
      .max(200)
      .regex(...STORABLE)
      .refine((name) => name.isWellFormed(), STORABLE[1]),
  })
  .openapi('ImportInput')

export const importPatch = z
  .strictObject({
    encoding: z.enum(ENCODINGS),
    delimiter: z.enum(DELIMITERS),
    has_header: z.boolean(),
    columns: z
      .array(z.strictObject({ to: target.nullable(), country: country.nullable().optional() }))
      .max(200)
      .openapi({ description: 'What each column becomes, in the order of the file.' }),
    consent: consentInput.nullable().openapi({
      description: 'What shows that the people of the file agreed to texts: kept with each number of theirs.',
    }),
  })
  .partial()
  .openapi('ImportPatch')
export type ImportPatch = z.infer<typeof importPatch>

export const problemOut = z
  .object({
    line: z.number().int(),
    kind: z.enum(PROBLEM_KINDS),
    refused: z.boolean(),
    column: z.string().nullable(),
    detail: z.string(),
  })
  .openapi('ImportProblem')

export const previewOut = z
  .object({
    samples: z
      .array(z.array(z.string()))
      .openapi({ description: 'A few values of each column as they stand in the file, numbers masked.' }),
    rows: z.array(
      z.object({
        line: z.number().int(),
        values: z.record(z.string(), z.string()).openapi({ description: 'As they would be taken, numbers masked.' }),
        problems: z.array(problemOut),
      }),
    ),
  })
  .openapi('ImportPreview')

export const runQuery = z.object({
  run: z.enum(['checking', 'importing']).optional().openapi({ description: 'The last one when left out.' }),
})
export const problemsQuery = pageQuery.extend(runQuery.shape)
export const problemsPage = pageOf(problemOut)

function isTarget(value: unknown): boolean {
  if (typeof value !== 'string') return false
  return (TARGETS as readonly string[]).includes(value) || /^field:[A-Za-z][A-Za-z0-9_]{0,59}$/.test(value)
}
