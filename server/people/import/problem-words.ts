/** What may be wrong with a line, in words; those that keep the line out of the directory come first. */
export const REFUSALS = {
  nothing_to_know_by: 'Neither a name, an email address nor an external id: nobody can be made of this row.',
  twice_in_file: 'The same person stands on an earlier line; only that one was taken.',
  matched_twice: 'The person that this row tells of is told of by another row as well; only the first was taken.',
}

export const REMARKS = {
  no_phone_number: 'Not a number that can be texted. It is kept, so that it can be mended.',
  number_twice_in_file: 'The same number stands on an earlier line. STOP from that phone silences both.',
  number_of_another: 'Somebody else has this number already. STOP from that phone silences both.',
  no_email: 'Not an email address; it was left out.',
  no_language: 'Not a language tag, as in de or pt-BR; it was left out.',
  no_time_zone: 'Not a time zone, as in Europe/Berlin; it was left out.',
  no_yes_or_no: 'Neither yes nor no; it was left out.',
  too_long: 'Too long; it was left out.',
  no_manager: 'No one person has this as external id or email address, so there is no manager.',
}

export type RefusalKind = keyof typeof REFUSALS
export type ProblemKind = RefusalKind | keyof typeof REMARKS
export const PROBLEM_KINDS = [...Object.keys(REFUSALS), ...Object.keys(REMARKS)] as [ProblemKind, ...ProblemKind[]]

export interface Problem {
  line: number
  kind: ProblemKind
  /** The column. */
  named: string | null
  other_line: number | null
}

export function isRefusal(kind: string): boolean {
  return Object.hasOwn(REFUSALS, kind)
}

export function tellProblem({ kind, other_line }: Pick<Problem, 'kind' | 'other_line'>): string {
  const words = { ...REFUSALS, ...REMARKS }[kind]
  return other_line === null ? words : words.replace('an earlier line', `line ${other_line}`)
}
