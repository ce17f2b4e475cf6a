import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { LinkButton } from '../ui/LinkButton.tsx'
import { Section } from '../ui/Section.tsx'
import { LoadError } from '../ui/states.tsx'
import { tableClass, WaitingLines } from '../ui/Table.tsx'
import type { Measures, Statistics } from './api.ts'
import { statisticsQuery } from './queries.ts'
import classes from './Statistics.module.css'
import { useFilters } from './useFilters.ts'
import { costWords, count, percent } from './words.ts'

const AT_A_GLANCE = 8

interface BreakdownProps {
  by: 'event_type' | 'country' | 'sender'
  title: string
  name: (key: string) => string
}

/** The same figures for each of a kind, the largest first. */
export function Breakdown({ by, title, name }: BreakdownProps) {
  const { asked } = useFilters()
  const groups = useQuery(statisticsQuery({ ...asked, group_by: by }))
  return (
    <Section title={title}>
      {groups.isError && !groups.data && <LoadError thing="this table" retry={groups.refetch} />}
      {groups.isPending && <WaitingLines />}
      {groups.data && <Rows groups={groups.data.groups} title={title} name={name} />}
    </Section>
  )
}

function Rows({ groups, title, name }: { groups: Statistics['groups'] } & Pick<BreakdownProps, 'title' | 'name'>) {
  const [isWhole, setWhole] = useState(false)
  const shown = isWhole ? groups : groups.slice(0, AT_A_GLANCE)
  if (groups.length === 0) return <p className="quiet">None in this time.</p>
  return (
    <>
      <MeasureTable
        title={title}
        rows={shown.map((group) => ({ key: group.key!, label: name(group.key!), measures: group }))}
      />
      {groups.length > AT_A_GLANCE && (
        <LinkButton onClick={() => setWhole(!isWhole)}>
          {isWhole ? 'Show fewer' : `Show all ${groups.length}`}
        </LinkButton>
      )}
    </>
  )
}

interface MeasureTableProps {
  title: string
  rows: { key: string; label: React.ReactNode; measures: Measures }[]
}

export function MeasureTable({ title, rows }: MeasureTableProps) {
  const hasCost = rows.some(({ measures }) => measures.cost !== null)
  return (
    <table className={`${tableClass.plain} ${classes.table}`}>
      <thead>
        <tr>
          <th scope="col">{title.replace(/^By /, '').replace(/^./, (letter) => letter.toUpperCase())}</th>
          <th scope="col">Messages</th>
          <th scope="col">Failed</th>
          {hasCost && <th scope="col">Cost</th>}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, label, measures }) => (
          <tr key={key}>
            <th scope="row">{label}</th>
            <td>{count(measures.messages)}</td>
            <td>{percent(measures.failure_rate)}</td>
            {hasCost && <td>{costWords(measures.cost)}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
