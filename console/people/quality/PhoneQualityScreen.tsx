import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { PhoneQuality } from '../../api.ts'
import { NoPermission } from '../../shell/screens.tsx'
import { useCan } from '../../shell/session.ts'
import { Page } from '../../ui/Page.tsx'
import { LoadError } from '../../ui/states.tsx'
import { Time } from '../../ui/Time.tsx'
import { BackToPeople } from '../BackToPeople.tsx'
import { Figures } from './Figures.tsx'
import { reachedWords } from './kinds.ts'
import { QualityList } from './QualityList.tsx'
import { figuresQuery } from './queries.ts'

const route = getRouteApi('/signed-in/people/phone-quality')

/** Whose numbers texts cannot reach, why, and who can mend that. */
export function PhoneQualityScreen() {
  const mayRead = useCan('people.read')
  if (!mayRead) return <NoPermission title="Phone quality" thing="people" permission="people.read" />
  return (
    <>
      <BackToPeople />
      <Report />
    </>
  )
}

function Report() {
  const { kind } = route.useSearch()
  const quality = useQuery(figuresQuery)
  return (
    <Page title="Phone quality" sentence={quality.data ? <Counted quality={quality.data} /> : 'Who can be texted.'}>
      {quality.isError && !quality.data ? (
        <LoadError thing="the figures" retry={quality.refetch} />
      ) : (
        <Figures figures={quality.data?.figures ?? null} chosen={kind} />
      )}
      {kind && <QualityList key={kind} kind={kind} />}
    </Page>
  )
}

function Counted({ quality: { figures, counted_at, counting } }: { quality: PhoneQuality }) {
  if (!figures || !counted_at) return 'The people are being counted for the first time. The lists can be read already.'
  if (figures.people === 0) return reachedWords(figures)
  return (
    <>
      {reachedWords(figures)} Counted <Time at={counted_at} />
      {counting ? ', and being counted anew.' : '.'}
    </>
  )
}
