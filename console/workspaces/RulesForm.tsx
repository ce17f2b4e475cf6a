import { Radio } from '@mantine/core'
import type { Installation } from '../api.ts'
import { type Fault, useForm } from '../ui/form.ts'
import { TextField } from '../ui/TextField.tsx'
import classes from './InstallationForm.module.css'
import { InstallationForm } from './InstallationForm.tsx'

interface Rules {
  new_workspaces: string
  workspaces_per_person: string
  deletion_grace_days: string
  access_contact: string
}

export function RulesForm({ installation }: { installation: Installation }) {
  const form = useForm<Rules>(rulesOf(installation), ({ workspaces_per_person, deletion_grace_days }) => ({
    workspaces_per_person: within(workspaces_per_person, 1, 1000),
    deletion_grace_days: within(deletion_grace_days, 1, 365),
  }))
  const anybody = form.values.new_workspaces === 'anybody'
  return (
    <InstallationForm
      label="Workspaces"
      installation={installation}
      form={form}
      toPatch={(values) => ({
        new_workspaces: values.new_workspaces === 'anybody' ? 'anybody' : 'operator',
        workspaces_per_person: Number(values.workspaces_per_person),
        deletion_grace_days: Number(values.deletion_grace_days),
        access_contact: values.access_contact.trim() || null,
      })}
      pointers={{
        '/new_workspaces': 'new_workspaces',
        '/workspaces_per_person': 'workspaces_per_person',
        '/deletion_grace_days': 'deletion_grace_days',
        '/access_contact': 'access_contact',
      }}
      valuesOf={rulesOf}
    >
      <Radio.Group
        label="Who makes workspaces"
        value={form.values.new_workspaces}
        onChange={(value) => form.set('new_workspaces', value)}
      >
        <div className={classes.choices}>
          <Radio value="operator" label="Operators of this installation" />
          <Radio value="anybody" label="Anybody who is signed in" />
        </div>
      </Radio.Group>
      <div className={classes.numbers}>
        {anybody && (
          <TextField
            form={form}
            name="workspaces_per_person"
            label="Most workspaces a person makes"
            inputMode="numeric"
            maxLength={4}
            help="Operators make as many as they like."
          />
        )}
        <TextField
          form={form}
          name="deletion_grace_days"
          label="Days to change one’s mind"
          inputMode="numeric"
          maxLength={3}
          help="Between marking a workspace for deletion and deleting it. Holds for those marked from now on."
        />
      </div>
      <TextField
        form={form}
        name="access_contact"
        label="Contact for access"
        maxLength={200}
        placeholder="sms@acme.example"
        help="Whom to ask for access to SMS or for a workspace: an address, a number or a page. Shown to those who need it."
      />
    </InstallationForm>
  )
}

function rulesOf(installation: Installation): Rules {
  const { new_workspaces, workspaces_per_person, deletion_grace_days, access_contact } = installation
  return {
    new_workspaces,
    workspaces_per_person: String(workspaces_per_person),
    deletion_grace_days: String(deletion_grace_days),
    access_contact: access_contact ?? '',
  }
}

function within(typed: string, least: number, most: number): Fault | undefined {
  const count = Number(typed)
  const fits = /^\d+$/.test(typed.trim()) && count >= least && count <= most
  return fits ? undefined : { text: `A whole number from ${least} to ${most.toLocaleString('en')}.` }
}
