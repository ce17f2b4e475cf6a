import { useInfiniteQuery } from '@tanstack/react-query'
import { NoPermission } from '../../shell/screens.tsx'
import { useCan } from '../../shell/session.ts'
import { Page } from '../../ui/Page.tsx'
import { Section } from '../../ui/Section.tsx'
import { LoadError } from '../../ui/states.tsx'
import { Older, WaitingLines } from '../../ui/Table.tsx'
import { BackToPeople } from '../BackToPeople.tsx'
import { FileChooser } from './FileChooser.tsx'
import classes from './Import.module.css'
import { ImportRows } from './ImportRows.tsx'
import { importsQuery } from './queries.ts'
import { useBegin } from './useSend.ts'

/** A file becomes people, and what became of the files before. */
export function ImportsScreen() {
  const mayWrite = useCan('people.write')
  if (!mayWrite) return <NoPermission title="Import people" thing="imports of people" permission="people.write" />
  return (
    <>
      <BackToPeople />
      <Imports />
    </>
  )
}

function Imports() {
  const begin = useBegin()
  return (
    <Page
      title="Import people"
      sentence="From a file: who is not here yet is added, who is known is changed, and nobody is taken away."
    >
      <FileChooser busy={begin.isPending} onSend={(file) => begin.mutate(file)} />
      <div className={classes.sections}>
        <Section title="Imports so far">
          <SoFar />
        </Section>
      </div>
    </Page>
  )
}

function SoFar() {
  const list = useInfiniteQuery(importsQuery)
  const imports = list.data?.pages.flatMap((page) => page.items)
  if (list.isPending) return <WaitingLines />
  if (!imports) return <LoadError thing="the imports" retry={list.refetch} />
  if (imports.length === 0) return <p className="quiet">None yet. Each one stays here with its result.</p>
  return (
    <>
      <ImportRows imports={imports} />
      {list.isFetchNextPageError ? (
        <LoadError thing="more imports" retry={list.fetchNextPage} />
      ) : (
        <Older list={list} />
      )}
    </>
  )
}
