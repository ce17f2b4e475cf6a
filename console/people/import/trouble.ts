import type { ApiProblem } from '../../problem.ts'

export type TroubleCode = keyof typeof TROUBLES

interface Trouble {
  /** What happened. */
  title: string
  /** What it means, the likely cause, and what to do. */
  body: string
}

const NOBODY = 'Nobody was imported; whoever was known before can be texted as before.'

/** Why a file is no import: what happened, what it means for texts, the likely cause, what to do. */
const TROUBLES = {
  empty_file: {
    title: 'The file is empty.',
    body: `${NOBODY} It was probably saved before there was anything in it. Export it again and choose the new one.`,
  },
  not_csv: {
    title: 'This is not a CSV file.',
    body: `${NOBODY} It is a spreadsheet, a PDF or an archive as it is, whatever its name ends in. Open it, save it as “CSV UTF-8”, and choose that file.`,
  },
  too_large: {
    title: 'The file is larger than 50 MB.',
    body: `${NOBODY} It probably has columns that are not needed here. Leave them out, or split the file and import one part after the other.`,
  },
  too_many_rows: {
    title: 'The file has more than 300,000 rows.',
    body: `${NOBODY} It probably holds everybody who ever was. Split it and import one part after the other.`,
  },
  too_many_columns: {
    title: 'The file has more than 200 columns.',
    body: `${NOBODY} Its lines are probably not ended as lines, so that all of them look like one. Save it as “CSV UTF-8” and choose that file.`,
  },
  open_quote: {
    title: 'The file cannot be read to its end.',
    body: `${NOBODY} A name or a note there probably holds a single quotation mark. Take it out, or double it, and choose the file again.`,
  },
  unknown_encoding: {
    title: 'The letters of this file cannot be read.',
    body: `${NOBODY} It was probably saved in another encoding than UTF-8, UTF-16 or Windows-1252. Save it as “CSV UTF-8” and choose that file.`,
  },
  unreadable: {
    title: 'The file cannot be read.',
    body: `${NOBODY} It was probably damaged on its way. Export it again and choose the new one.`,
  },
  replaced: {
    title: 'Another file took the place of this one.',
    body: `${NOBODY} Somebody sent another file for the same import meanwhile, or ended it. Look at the import as it is now, or begin another.`,
  },
  no_answer: {
    title: 'The upload broke off.',
    body: `${NOBODY} The connection to Handset probably ended. Choose the file again.`,
  },
} satisfies Record<string, Trouble>

export function troubleOf(code: TroubleCode): Trouble {
  return TROUBLES[code]
}

/** What the server says where it knows more than we do: the row at which it could not go on. */
export function troubleIn({ body: { code, detail } }: ApiProblem): Trouble {
  if (!(code in TROUBLES)) return { title: 'The file was not taken.', body: `${NOBODY} ${detail}` }
  const { title, body } = TROUBLES[code as TroubleCode]
  const isMore = code === 'open_quote' || code === 'too_many_columns' || code === 'unreadable'
  return { title: isMore ? detail : title, body }
}
