import { Button, Radio } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { Overseen } from '../api.ts'
import { amountOf, microsIn, money } from '../texts/money.ts'
import { Banner } from '../ui/Banner.tsx'
import { Dialog, DialogActions } from '../ui/Dialog.tsx'
import { keepsFocus, useForm } from '../ui/form.ts'
import { TextField } from '../ui/TextField.tsx'
import { useSubmit } from '../ui/useSubmit.ts'
import { useOversee } from './OverseeActions.tsx'
import classes from './OverseenDrawer.module.css'

type Cap = Overseen['daily_cap']

/** What it may use a day of the installation’s connection. */
export function CapAction({ workspace }: { workspace: Overseen }) {
  const [opened, dialog] = useDisclosure(false)
  return (
    <section className={classes.act}>
      <h3>Daily cap</h3>
      <p>
        {capWords(workspace.daily_cap)}
        {workspace.connection === 'own' && ' It sends through its own, so this holds once it inherits again.'}
      </p>
      <Button variant="default" onClick={dialog.open}>
        Change the cap…
      </Button>
      {opened && <CapDialog workspace={workspace} onClose={dialog.close} />}
    </section>
  )
}

function capWords(cap: Cap): string {
  if (cap.kind === 'default') return 'Of the installation’s connection it may use what holds for all workspaces.'
  if (cap.kind === 'none') return 'It may use any amount of the installation’s connection, whatever holds for others.'
  return `It may use ${money({ micros: cap.micros, currency: 'USD' })} a day of the installation’s connection.`
}

interface CapValues {
  kind: Cap['kind']
  amount: string
}

function CapDialog({ workspace, onClose }: { workspace: Overseen; onClose: () => void }) {
  const { name, daily_cap: now } = workspace
  const change = useOversee(workspace, `The daily cap of ${name} is changed.`)
  const form = useForm<CapValues>(
    { kind: now.kind, amount: now.kind === 'amount' ? amountOf(now.micros) : '' },
    ({ kind, amount }) => ({
      amount:
        kind === 'amount' && microsIn(amount) === null ? { text: 'Not an amount, such as 50 or 12.50.' } : undefined,
    }),
  )
  const { sending, frame } = useSubmit(form, {
    send: ({ kind, amount }) =>
      change.mutateAsync({ daily_cap: kind === 'amount' ? { kind, micros: microsIn(amount)! } : { kind } }),
    onSent: onClose,
  })
  return (
    <Dialog opened onClose={onClose} title={`Daily cap of ${name}`}>
      <form {...frame} className={classes.cap}>
        <Radio.Group
          label="Of the installation’s connection it may use"
          value={form.values.kind}
          onChange={(kind) => form.set('kind', kind as Cap['kind'])}
        >
          <div className={classes.choices}>
            <Radio value="default" label="What holds for all workspaces" />
            <Radio value="amount" label="Another amount a day" />
            <Radio value="none" label="Any amount" />
          </div>
        </Radio.Group>
        {form.values.kind === 'amount' && (
          <TextField
            form={form}
            name="amount"
            label="Amount a day, USD"
            maxLength={20}
            help="In its own time zone. Its members see it. One-time codes go all the same, and are counted."
            autoFocus
          />
        )}
        {sending.isError && (
          <Banner tone="red" title="Nothing was changed." urgent>
            {sending.error.message}
          </Banner>
        )}
        <DialogActions>
          <Button variant="default" onClick={onClose} disabled={sending.isPending}>
            Cancel
          </Button>
          <Button type="submit" {...keepsFocus} loading={sending.isPending}>
            Save the cap
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
