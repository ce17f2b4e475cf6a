import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { api, type Person } from '../api.ts'
import { problemIn } from '../problem.ts'
import { faultsAt } from '../settings/faults-at.ts'
import { Banner } from '../ui/Banner.tsx'
import { Dialog, DialogActions } from '../ui/Dialog.tsx'
import { focusFirstFault, keepsFocus, useForm } from '../ui/form.ts'
import { toast } from '../ui/toast.tsx'
import { useOnce } from '../ui/useOnce.ts'
import { PersonFields } from './PersonFields.tsx'
import classes from './PersonForm.module.css'
import { faultsIn, inputOf, type PersonValues, patchOf, valuesOf } from './person-values.ts'
import { useRefresh } from './queries.ts'
import { nameOf } from './words.ts'

const pointers: Record<string, keyof PersonValues> = {
  '/first_name': 'first_name',
  '/last_name': 'last_name',
  '/email': 'email',
  '/external_id': 'external_id',
  '/phone': 'phone',
  '/language': 'language',
  '/time_zone': 'time_zone',
  '/manager_id': 'manager',
  '/groups': 'groups',
  '/fields': 'fields',
}

/** Adds somebody, or changes what is known of them. */
export function PersonDialog({ person, onClose }: { person: Person | null; onClose: () => void }) {
  const element = useRef<HTMLFormElement>(null)
  // As it was when it was opened: saving brings the new ones before it is closed.
  const [{ start, title }] = useState(() => ({
    start: valuesOf(person),
    title: person ? `Edit ${nameOf(person)}` : 'Add a person',
  }))
  const form = useForm<PersonValues>(start, faultsIn)
  const refresh = useRefresh()
  const navigate = useNavigate()
  const save = useMutation({
    mutationFn: (values: PersonValues) =>
      person ? api.changePerson(person.id, patchOf(start, values)) : api.addPerson(inputOf(values)),
    onSuccess: async (saved) => {
      await refresh()
      toast(person ? `What is known of ${nameOf(saved)} is changed.` : `${nameOf(saved)} is added.`)
      onClose()
      if (!person) await navigate({ to: '/people/$id', params: { id: saved.id }, state: { fromList: true } })
    },
    onError: (error) => {
      form.refuse(faultsAt<PersonValues>(problemIn(error), pointers))
      focusFirstFault(element.current)
    },
  })
  const press = useOnce(save)
  const submit = (event: React.FormEvent) => {
    event.preventDefault()
    if (!form.check()) return focusFirstFault(element.current)
    const isSame = person && Object.keys(patchOf(start, form.values)).length === 0
    if (isSame) onClose()
    else press(form.values)()
  }
  return (
    <Dialog opened stays onClose={onClose} title={title}>
      <form ref={element} className={classes.form} onSubmit={submit} noValidate>
        <PersonFields form={form} person={person} />
        {save.isError && (
          <Banner tone="red" title={person ? 'Nothing was saved.' : 'Nobody was added.'} urgent>
            {save.error.message}
          </Banner>
        )}
        <DialogActions>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={save.isPending} {...keepsFocus}>
            {person ? 'Save' : 'Add'}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
