import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Bar, LoadError } from '../ui/states.tsx'
import { CheckList } from './CheckList.tsx'
import classes from './Diagnosis.module.css'
import { Finding } from './Finding.tsx'
import { messageDiagnosisQuery } from './queries.ts'

/** In the detail of a message: why it went as it went, and whether the same would go now. Asked for when wanted. */
export function MessageDiagnosis({ id }: { id: string }) {
  const [open, setOpen] = useState(false)
  return (
    <div className={classes.message}>
      <Button variant="default" aria-expanded={open} onClick={() => setOpen(!open)}>
        Diagnose
      </Button>
      {open && <Diagnosed id={id} />}
    </div>
  )
}

function Diagnosed({ id }: { id: string }) {
  const asked = useQuery(messageDiagnosisQuery(id))
  if (asked.isPending) return <Bar width="70%" />
  if (!asked.data) return <LoadError thing="the diagnosis" retry={asked.refetch} />
  const { meaning, action, reply, checks, now } = asked.data
  return (
    <section aria-label="Diagnosis" aria-live="polite">
      <Finding meaning={meaning} action={action} reply={reply} />
      <p className={classes.now}>{now.text}</p>
      <CheckList checks={checks} label="Checks" />
    </section>
  )
}
