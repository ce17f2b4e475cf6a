import { useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { Banner } from '../../ui/Banner.tsx'
import { Section } from '../../ui/Section.tsx'
import type { Import } from './api.ts'
import classes from './Import.module.css'
import { ProgressBar } from './ProgressBar.tsx'
import { importQuery } from './queries.ts'
import { type Look, remember, timeLeft } from './time-left.ts'
import { number, resultIn, rowsIn } from './words.ts'

/** The import under way: it goes on by itself, whoever looks. */
export function ProgressSection({ one, lost }: { one: Import; lost: boolean }) {
  return (
    <Section title="Progress">
      <Progress one={one} lost={lost} />
      <p className="quiet">{one.rows_done > 0 && `So far ${resultIn(one.counts)}.`}</p>
    </Section>
  )
}

/** Of an import or of a dry run. */
export function Progress({ one, lost }: { one: Import; lost: boolean }) {
  const { rows_done: done, state } = one
  const rows = one.rows ?? 0
  const left = useTimeLeft(one)
  return (
    <div className={classes.progress}>
      <ProgressBar label={state === 'checking' ? 'Check' : 'Import'} done={done} of={rows} />
      <p className={classes.progressWords}>
        {number(done)} of {rowsIn(rows)}
        {left && one.at_work && `, ${left}`}
      </p>
      <Hitch one={one} lost={lost} />
    </div>
  )
}

/** What somebody may wonder at while nothing moves. */
function Hitch({ one, lost }: { one: Import; lost: boolean }) {
  const { at_work, rows_done: done } = one
  if (lost)
    return (
      <Banner tone="amber" title="Handset does not answer at the moment.">
        This page cannot tell how far it is. What is imported stays, and it goes on by itself; so does this page.
      </Banner>
    )
  if (at_work) return null
  if (done === 0) return <p className="quiet">It waits for its turn: one file is read after the other.</p>
  return (
    <Banner tone="amber" title="The process that was at it has stopped.">
      Another one goes on by itself within a minute, at row {number(done + 1)}: nobody is left out and nobody is taken
      twice. Handset was probably restarted. There is nothing to do.
    </Banner>
  )
}

function useTimeLeft(one: Import): string | null {
  const looks = useRef<Look[]>([])
  const atMs = useQueryClient().getQueryState(importQuery(one.id).queryKey)?.dataUpdatedAt ?? 0
  const last = looks.current.at(-1)
  if (last?.atMs !== atMs) looks.current = remember(looks.current, { atMs, done: one.rows_done })
  return timeLeft(looks.current, one.rows ?? 0)
}
