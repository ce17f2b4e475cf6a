import { Button } from '@mantine/core'
import { readPhone } from '../../shared/phone.ts'
import { api, type OptOut } from '../api.ts'
import { problemIn } from '../problem.ts'
import { faultsAt } from '../settings/faults-at.ts'
import { Banner } from '../ui/Banner.tsx'
import { Dialog, DialogActions } from '../ui/Dialog.tsx'
import { keepsFocus, useForm } from '../ui/form.ts'
import { TextField } from '../ui/TextField.tsx'
import { toast } from '../ui/toast.tsx'
import { useSubmit } from '../ui/useSubmit.ts'
import classes from './OptOuts.module.css'
import { useRefresh } from './queries.ts'

interface Values {
  number: string
  note: string
}

/** Stops a number by hand: somebody asked for it on the phone, or by letter. */
export function AddDialog({ onClose, onAdded }: { onClose: () => void; onAdded: (optOut: OptOut) => void }) {
  const refresh = useRefresh()
  const form = useForm<Values>({ number: '', note: '' }, ({ number }) => ({ number: faultOf(number) }))
  const { sending, frame } = useSubmit(form, {
    send: ({ number, note }) => api.stopNumber(number, note.trim()),
    onSent: async ({ optOut, isNew }) => {
      await refresh()
      onClose()
      toast(isNew ? `${optOut.to} is stopped.` : `${optOut.to} was stopped already. Nothing was changed.`)
      onAdded(optOut)
    },
    faultsIn: (error) => faultsAt<Values>(problemIn(error), { '/number': 'number', '/note': 'note' }),
  })
  return (
    <Dialog opened onClose={onClose} title="Stop a number">
      <form {...frame} className={classes.form}>
        <p className={classes.words}>
          No text to it begins from now on, codes included. You can lift this entry again; START from the phone leaves
          it as it is.
        </p>
        <TextField form={form} name="number" label="Number" inputMode="tel" placeholder="+14155550142" autoFocus />
        <TextField
          form={form}
          name="note"
          label="Reason"
          help="For those who read it later: asked by phone, letter of 3 May."
          maxLength={500}
        />
        {sending.isError && (
          <Banner tone="red" title="Nothing was stopped." urgent>
            {sending.error.message}
          </Banner>
        )}
        <DialogActions>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={sending.isPending} {...keepsFocus}>
            Stop texts to it
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}

function faultOf(number: string) {
  const read = readPhone(number)
  return read.ok ? undefined : { text: read.text, ...(read.suggestion && { use: read.suggestion }) }
}
