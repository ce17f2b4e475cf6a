import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import { problemIn } from '../../problem.ts'
import { NoPermission } from '../../shell/screens.tsx'
import { useCan } from '../../shell/session.ts'
import { Chip } from '../../ui/Chip.tsx'
import { Page } from '../../ui/Page.tsx'
import { Bar, LoadError } from '../../ui/states.tsx'
import type { Import } from './api.ts'
import { BackToImports } from './BackToImports.tsx'
import { CancelSection } from './CancelSection.tsx'
import { FileSection } from './FileSection.tsx'
import classes from './Import.module.css'
import { ImportSentence } from './ImportSentence.tsx'
import { PrepareSections } from './PrepareSections.tsx'
import { ProgressSection } from './ProgressSection.tsx'
import { importQuery } from './queries.ts'
import { ResultSections } from './ResultSections.tsx'
import { lookOf } from './words.ts'

const route = getRouteApi('/signed-in/people/import/$id')

/** One import: from its file to what became of it. */
export function ImportScreen() {
  const mayWrite = useCan('people.write')
  const { id } = route.useParams()
  if (!mayWrite) return <NoPermission title="Import" thing="imports of people" permission="people.write" />
  return (
    <>
      <BackToImports />
      <Asked key={id} id={id} />
    </>
  )
}

function Asked({ id }: { id: string }) {
  const asked = useQuery(importQuery(id))
  useFreshPeople(asked.data)
  if (asked.data) return <Known one={asked.data} lost={asked.isError} />
  const status = problemIn(asked.error)?.body.status
  if (status === 404 || status === 422)
    return (
      <Page title="No such import in this workspace">
        <p className="quiet">
          The link is incomplete, or it belongs to another workspace. <Link to="/people/import">Go to all imports</Link>
        </p>
      </Page>
    )
  return (
    <Page title="Import">{asked.isError ? <LoadError thing="this import" retry={asked.refetch} /> : <Waiting />}</Page>
  )
}

/** Lists of people that were looked at before are old as soon as an import has ended. */
function useFreshPeople(one: Import | undefined): void {
  const queries = useQueryClient()
  const hasEnded = one !== undefined && one.finished_at !== null
  useEffect(() => {
    if (hasEnded) for (const key of ['people', 'person', 'groups']) void queries.invalidateQueries({ queryKey: [key] })
  }, [hasEnded, queries])
}

function Known({ one, lost }: { one: Import; lost: boolean }) {
  const { word, ...look } = lookOf(one)
  return (
    <Page title={one.file_name} status={<Chip {...look}>{word}</Chip>} sentence={<ImportSentence one={one} />}>
      <div className={classes.sections}>
        <Body one={one} lost={lost} />
      </div>
    </Page>
  )
}

function Body({ one, lost }: { one: Import; lost: boolean }) {
  switch (one.state) {
    case 'waiting':
      return (
        <>
          <FileSection one={one} />
          <CancelSection one={one} />
        </>
      )
    case 'ready':
    case 'checking':
      return (
        <>
          <PrepareSections one={one} lost={lost} />
          <CancelSection one={one} />
        </>
      )
    case 'importing':
      return (
        <>
          <ProgressSection one={one} lost={lost} />
          <CancelSection one={one} />
        </>
      )
    default:
      return <ResultSections one={one} />
  }
}

function Waiting() {
  return (
    <div aria-busy="true" className={classes.waiting}>
      {['40%', '62%', '55%'].map((width) => (
        <Bar key={width} width={width} />
      ))}
    </div>
  )
}
