import type { UseQueryResult } from '@tanstack/react-query'
import { useState } from 'react'
import { ToneIcon } from '../../ui/Chip.tsx'
import { LinkButton } from '../../ui/LinkButton.tsx'
import { Section } from '../../ui/Section.tsx'
import { LoadError } from '../../ui/states.tsx'
import { WaitingLines } from '../../ui/Table.tsx'
import type { ImportPreview } from './api.ts'
import classes from './PreviewSection.module.css'
import { targetWord } from './words.ts'

const AT_FIRST = 5

/** What the first rows come to, with what is wrong with them. */
export function PreviewSection({ preview }: { preview: UseQueryResult<ImportPreview> }) {
  const [all, setAll] = useState(false)
  const rows = preview.data?.rows
  const shown = all ? rows : rows?.slice(0, AT_FIRST)
  return (
    <Section title="First rows" purpose="As they would be taken. Numbers are masked.">
      {preview.isPending && <WaitingLines />}
      {preview.isError && !rows && <LoadError thing="the first rows" retry={preview.refetch} />}
      {rows?.length === 0 && <p className="quiet">There are none.</p>}
      {shown && shown.length > 0 && (
        <ol className={classes.rows} aria-busy={preview.isPlaceholderData}>
          {shown.map((row) => (
            <Row key={row.line} row={row} />
          ))}
        </ol>
      )}
      {rows && rows.length > AT_FIRST && (
        <LinkButton onClick={() => setAll(!all)}>
          {all ? `Show the first ${AT_FIRST} only` : `Show the first ${rows.length}`}
        </LinkButton>
      )}
    </Section>
  )
}

type PreviewRow = ImportPreview['rows'][number]

function Row({ row }: { row: PreviewRow }) {
  const { line, values, problems } = row
  const refused = problems.some((problem) => problem.refused)
  const { first_name, last_name, ...rest } = values
  const name = [first_name, last_name].filter(Boolean).join(' ')
  return (
    <li className={classes.row} data-refused={refused || undefined}>
      <span className={classes.line}>Line {line}</span>
      <div className={classes.what}>
        <span className={classes.name}>{name || <span className={classes.nameless}>no name</span>}</span>
        {Object.entries(rest).map(([target, value]) => (
          <span key={target} className={classes.value}>
            <span className={classes.label}>{targetWord(target)}</span> {value}
          </span>
        ))}
      </div>
      {problems.map((problem) => (
        <p key={`${problem.kind} ${problem.column}`} className={classes.problem}>
          <ToneIcon tone={problem.refused ? 'red' : 'amber'} />
          <span>
            {problem.refused && 'Refused. '}
            {problem.column && <b>{problem.column}: </b>}
            {problem.detail}
          </span>
        </p>
      ))}
    </li>
  )
}
