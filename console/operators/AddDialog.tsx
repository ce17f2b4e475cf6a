import { Button } from '@mantine/core'
import { problemIn } from '../problem.ts'
import { faultsAt } from '../settings/faults-at.ts'
import { Banner } from '../ui/Banner.tsx'
import { Dialog, DialogActions } from '../ui/Dialog.tsx'
import { type Faults, keepsFocus, useForm } from '../ui/form.ts'
import { TextField } from '../ui/TextField.tsx'
import { toast } from '../ui/toast.tsx'
import { useSubmit } from '../ui/useSubmit.ts'
import { operatorsApi } from './api.ts'
import classes from './Operators.module.css'
import { useRefresh } from './queries.ts'

interface AddValues {
  email: string
}

export function AddDialog({ onClose }: { onClose: () => void }) {
  const refresh = useRefresh()
  const form = useForm<AddValues>({ email: '' }, rules)
  const { sending, frame } = useSubmit(form, {
    send: ({ email }) => operatorsApi.add(email.trim()),
    onSent: async ({ name }) => {
      await refresh()
      toast(`${name} is an operator.`)
      onClose()
    },
    faultsIn: faultsOf,
  })
  const elsewhere = sending.isError && Object.keys(faultsOf(sending.error)).length === 0
  return (
    <Dialog opened onClose={onClose} title="Add an operator">
      <form className={classes.form} {...frame}>
        <p className={classes.words}>
          From their next click on they may do all that you may, here and on Health, and take it away from you too. Both
          stand in the installation’s audit log.
        </p>
        <TextField
          form={form}
          name="email"
          label="Email"
          type="email"
          help="Of somebody who has an account here. Others are invited to a workspace first."
          autoFocus
          maxLength={200}
        />
        {elsewhere && (
          <Banner tone="red" title="Nobody was added." urgent>
            {sending.error?.message}
          </Banner>
        )}
        <DialogActions>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={sending.isPending} {...keepsFocus}>
            Add
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}

function rules({ email }: AddValues): Faults<AddValues> {
  if (!email.trim()) return { email: { text: 'The email address is missing.' } }
  return { email: /^\S+@\S+\.\S+$/.test(email.trim()) ? undefined : { text: 'This is not an email address.' } }
}

function faultsOf(error: unknown): Faults<AddValues> {
  const problem = problemIn(error)
  if (problem?.is('already_operator')) return { email: { text: problem.message } }
  return faultsAt<AddValues>(problem, { '/email': 'email' })
}
