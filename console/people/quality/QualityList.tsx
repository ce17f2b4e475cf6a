import { Button } from '@mantine/core'
import { useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { api, type QualityPerson } from '../../api.ts'
import { useCan } from '../../shell/session.ts'
import { Section } from '../../ui/Section.tsx'
import { saveFile } from '../../ui/save-file.ts'
import { EmptyState, LoadError } from '../../ui/states.tsx'
import { Older, WaitingLines } from '../../ui/Table.tsx'
import { toast, toastFailure } from '../../ui/toast.tsx'
import { useIsPhone } from '../../ui/useIsPhone.ts'
import { kindOf, type QualityKind } from './kinds.ts'
import { MendDialog } from './MendDialog.tsx'
import classes from './QualityList.module.css'
import { QualityRow } from './QualityRow.tsx'
import { ofKindQuery } from './queries.ts'

/** Who is of a kind, why, and what mends it. */
export function QualityList({ kind }: { kind: QualityKind }) {
  const { title, none } = kindOf(kind)
  const list = useInfiniteQuery(ofKindQuery(kind))
  const [mended, setMended] = useState<QualityPerson | null>(null)
  const mayWrite = useCan('people.write')
  const top = useTopOnPhones()
  const people = list.data?.pages.flatMap((page) => page.items)
  // A page in which nobody fits is no end: the next is asked for until there is somebody to show.
  const goesOn = people?.length === 0 && list.hasNextPage && !list.isFetchNextPageError
  useEffect(() => {
    if (goesOn && !list.isFetching) void list.fetchNextPage()
  }, [goesOn, list.isFetching, list.fetchNextPage])
  return (
    <div ref={top} className={classes.list}>
      <Section title={title} action={people && people.length > 0 && <Export kind={kind} />}>
        {(list.isPending || goesOn) && <WaitingLines />}
        {list.isError && !people && <LoadError thing="the people" retry={list.refetch} />}
        {people?.length === 0 && !list.hasNextPage && <EmptyState title={none} />}
        {people && people.length > 0 && (
          <ul className={classes.people} aria-label={title}>
            {people.map((person) => (
              <QualityRow
                key={person.id}
                person={person}
                onMend={mayWrite && person.mended_by === 'here' ? () => setMended(person) : undefined}
              />
            ))}
          </ul>
        )}
        {list.isFetchNextPageError && <LoadError thing="more people" retry={list.fetchNextPage} />}
        {!goesOn && !list.isFetchNextPageError && <Older list={list} />}
      </Section>
      {mended && <MendDialog person={mended} onClose={() => setMended(null)} />}
    </div>
  )
}

/** On a phone the figures fill the screen, and what was chosen would begin below it. */
function useTopOnPhones() {
  const top = useRef<HTMLDivElement>(null)
  const isPhone = useIsPhone()
  useEffect(() => {
    if (isPhone) top.current?.scrollIntoView({ block: 'start' })
  }, [isPhone])
  return top
}

function Export({ kind }: { kind: QualityKind }) {
  const take = useMutation({
    mutationFn: () => api.exportPhoneQuality(kind),
    onSuccess: (file) => {
      saveFile(file)
      toast('The export is recorded in the audit log.')
    },
    onError: (error) => toastFailure('Nothing was exported.', error),
  })
  return (
    <Button variant="default" loading={take.isPending} onClick={() => take.mutate()}>
      Export CSV
    </Button>
  )
}
