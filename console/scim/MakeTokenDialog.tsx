import { Button, Select } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { dateFault, type Expiry, expiresAt, expiryChoices } from '../api-keys/expiry.ts'
import { problemIn } from '../problem.ts'
import { faultsAt } from '../settings/faults-at.ts'
import { Banner } from '../ui/Banner.tsx'
import { Dialog, DialogActions } from '../ui/Dialog.tsx'
import { keepsFocus, useForm } from '../ui/form.ts'
import { TextField } from '../ui/TextField.tsx'
import { useSubmit } from '../ui/useSubmit.ts'
import { type ScimTokenMade, scimApi } from './api.ts'
import { NewToken } from './NewToken.tsx'
import classes from './Scim.module.css'

interface TokenValues {
  name: string
  expiry: Expiry
  date: string
}

/** A directory goes on for years: a token that ends by itself would stop it silently. */
const UNTIL_ENDED: Expiry = 'never'

export function MakeTokenDialog({ onClose }: { onClose: () => void }) {
  const queries = useQueryClient()
  const [made, setMade] = useState<ScimTokenMade | null>(null)
  const form = useForm<TokenValues>({ name: '', expiry: UNTIL_ENDED, date: '' }, faultsOf)
  const { sending, frame } = useSubmit(form, {
    send: ({ name, expiry, date }) => {
      const expires_at = expiresAt(expiry, date, new Date())
      return scimApi.makeToken({ name: name.trim(), ...(expires_at && { expires_at }) })
    },
    onSent: (token) => {
      setMade(token)
      void queries.invalidateQueries({ queryKey: ['scim'] })
    },
    faultsIn: (error) => faultsAt<TokenValues>(problemIn(error), { '/name': 'name', '/expires_at': 'date' }),
  })
  if (made) return <NewToken made={made} onClose={onClose} />
  const { expiry } = form.values
  return (
    <Dialog opened onClose={onClose} title="Make a token" width={480}>
      <form className={classes.form} {...frame}>
        <TextField
          form={form}
          name="name"
          label="Name"
          help="The directory that will use it."
          autoFocus
          maxLength={100}
        />
        <Select
          label="Expires"
          data={expiryChoices}
          value={expiry}
          onChange={(value) => value && form.set('expiry', value as Expiry)}
          allowDeselect={false}
          comboboxProps={{ shadow: 'none' }}
        />
        {expiry === 'date' && <TextField form={form} name="date" label="Last day" type="date" />}
        {sending.isError && (
          <Banner tone="red" title="No token was made." urgent>
            {sending.error.message}
          </Banner>
        )}
        <DialogActions>
          <Button variant="default" onClick={onClose} disabled={sending.isPending}>
            Cancel
          </Button>
          <Button type="submit" {...keepsFocus} loading={sending.isPending}>
            Make the token
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}

function faultsOf({ name, expiry, date }: TokenValues) {
  const wrongDate = expiry === 'date' ? dateFault(date, new Date()) : undefined
  return {
    name: name.trim() ? undefined : { text: 'A token needs a name, to be told apart.' },
    date: wrongDate ? { text: wrongDate } : undefined,
  }
}
