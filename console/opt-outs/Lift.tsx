import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { api, type OptOut } from '../api.ts'
import { useCan } from '../shell/session.ts'
import { ConfirmDialog } from '../ui/Dialog.tsx'
import { toast } from '../ui/toast.tsx'
import { useOnce } from '../ui/useOnce.ts'
import { WhyNotButton } from '../ui/WhyNotButton.tsx'
import classes from './OptOuts.module.css'
import { useRefresh } from './queries.ts'
import { whyItStays } from './words.ts'

/** What takes the entry back: by hand only what was entered by hand. */
export function Lift({ optOut }: { optOut: OptOut }) {
  const mayWrite = useCan('consent.write')
  const [asking, ask] = useState(false)
  const stays = whyItStays(optOut)
  if (stays) return <p className={classes.evidence}>{stays}</p>
  return (
    <>
      <p className={classes.evidence}>
        An administrator wrote this entry, so one may lift it. START from the phone leaves it as it is.
      </p>
      <WhyNotButton
        whyNot={mayWrite ? null : 'You cannot change opt-outs. Ask an administrator.'}
        onClick={() => ask(true)}
      >
        Lift it…
      </WhyNotButton>
      {asking && <LiftDialog optOut={optOut} onClose={() => ask(false)} />}
    </>
  )
}

function LiftDialog({ optOut: { handle, to }, onClose }: { optOut: OptOut; onClose: () => void }) {
  const refresh = useRefresh()
  const navigate = useNavigate()
  const number = to ?? 'this number'
  const lift = useMutation({
    mutationFn: () => api.liftOptOut(handle),
    onSuccess: async () => {
      await navigate({ to: '/opt-outs', search: true, resetScroll: false })
      toast(`${number} may be texted again.`)
    },
    onSettled: refresh,
  })
  const press = useOnce(lift)
  return (
    <ConfirmDialog
      title={`Lift the opt-out of ${number}?`}
      words={{ keep: 'Keep it', act: 'Lift it', failed: 'It is still stopped.' }}
      request={lift}
      onClose={onClose}
      onAct={press()}
    >
      <p>Texts go to it again from now on. What was skipped meanwhile is not sent. It is written down who lifted it.</p>
    </ConfirmDialog>
  )
}
