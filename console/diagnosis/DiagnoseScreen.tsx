import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { problemIn } from '../problem.ts'
import { NoPermission } from '../shell/screens.tsx'
import { useCan } from '../shell/session.ts'
import { Page } from '../ui/Page.tsx'
import { Bar, LoadError } from '../ui/states.tsx'
import type { Asked } from './api.ts'
import classes from './Diagnosis.module.css'
import { PersonField } from './PersonField.tsx'
import { personDiagnosisQuery, type Whom } from './queries.ts'
import { Result } from './Result.tsx'
import { WhatField } from './WhatField.tsx'

const route = getRouteApi('/signed-in/diagnose')

/** Why somebody got nothing. */
export function DiagnoseScreen() {
  const readsPeople = useCan('people.read')
  const readsHistory = useCan('history.read')
  if (!readsPeople || !readsHistory)
    return <NoPermission title="Why not?" thing="why" permission={readsPeople ? 'history.read' : 'people.read'} />
  return (
    <Page title="Why not?" sentence="Why somebody got nothing: every rule with yes or no, the one that decided first.">
      <Form />
    </Page>
  )
}

function Form() {
  const { person, event, event_type } = route.useSearch()
  const navigate = route.useNavigate()
  // What the product calls somebody may be an address: it stands in no address of ours.
  const [ref, setRef] = useState<string | null>(null)
  const whom: Whom | null = ref !== null ? { ref } : person ? { id: person } : null
  const asked: Asked = { event, event_type }
  return (
    <>
      <div className={classes.form}>
        <PersonField
          whom={whom}
          onChange={(chosen) => {
            setRef(chosen && 'ref' in chosen ? chosen.ref : null)
            const id = chosen && 'id' in chosen ? chosen.id : undefined
            void navigate({ search: (before) => ({ ...before, person: id }), replace: true })
          }}
        />
        <WhatField
          key={`${event ?? ''}`}
          asked={asked}
          onChange={(next) =>
            void navigate({ search: ({ person: same }) => ({ person: same, ...next }), replace: true })
          }
        />
      </div>
      <div aria-live="polite">
        {whom ? <Answered whom={whom} asked={asked} /> : <p className={`quiet ${classes.choose}`}>Choose a person.</p>}
      </div>
    </>
  )
}

function Answered({ whom, asked }: { whom: Whom; asked: Asked }) {
  const answer = useQuery(personDiagnosisQuery(whom, asked))
  if (answer.isPending) return <Waiting />
  if (answer.data) return <Result diagnosis={answer.data} />
  const status = problemIn(answer.error)?.body.status
  if (status === 404 || status === 422) return <h2 className={classes.what}>No such person in this workspace.</h2>
  return <LoadError thing="the diagnosis" retry={answer.refetch} />
}

function Waiting() {
  return (
    <div aria-busy="true" className={classes.channels}>
      {['70%', '55%', '62%'].map((width) => (
        <p key={width}>
          <Bar width={width} />
        </p>
      ))}
    </div>
  )
}
