import { Button } from '@mantine/core'
import { api, type QualityPerson } from '../../api.ts'
import { problemIn } from '../../problem.ts'
import { faultsAt } from '../../settings/faults-at.ts'
import { Banner } from '../../ui/Banner.tsx'
import { Dialog, DialogActions } from '../../ui/Dialog.tsx'
import { keepsFocus, useForm } from '../../ui/form.ts'
import { TextField } from '../../ui/TextField.tsx'
import { toast } from '../../ui/toast.tsx'
import { useSubmit } from '../../ui/useSubmit.ts'
import classes from '../PersonForm.module.css'
import { phoneFault } from '../person-values.ts'
import { useRefresh } from '../queries.ts'
import { nameOf } from '../words.ts'

/** Another number for somebody whom no directory gives one. */
export function MendDialog({ person, onClose }: { person: QualityPerson; onClose: () => void }) {
  const name = nameOf(person)
  const refresh = useRefresh()
  const form = useForm({ phone: '' }, ({ phone }) => ({
    phone: phone.trim() ? phoneFault(phone) : { text: 'The number is missing.' },
  }))
  const { sending, frame } = useSubmit(form, {
    send: ({ phone }) => api.changePerson(person.id, { phone: phone.trim() }),
    onSent: async () => {
      onClose()
      toast(`The number of ${name} is changed. It waits until they confirm it.`)
      await refresh()
    },
    faultsIn: (error) => faultsAt<{ phone: string }>(problemIn(error), { '/phone': 'phone' }),
  })
  return (
    <Dialog opened onClose={onClose} title={`Number of ${name}`}>
      <form className={classes.form} {...frame}>
        <TextField
          form={form}
          name="phone"
          label="Phone"
          inputMode="tel"
          maxLength={40}
          autoFocus
          placeholder={person.phone?.number ?? '+14155550142'}
          help="A number typed here waits until the person confirms it; no text goes to it before."
        />
        {sending.isError && (
          <Banner tone="red" title="Nothing was saved." urgent>
            {sending.error.message}
          </Banner>
        )}
        <DialogActions>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={sending.isPending} {...keepsFocus}>
            Save
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
