import { Stack, Switch } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, type Inheritance } from '../api.ts'
import { useMe } from '../shell/session.ts'
import { Section } from '../ui/Section.tsx'
import { Bar, LoadError } from '../ui/states.tsx'
import { toast, toastFailure } from '../ui/toast.tsx'
import { DailyCapRule } from './DailyCapRule.tsx'

const key = ['inheritance']

/** Where the installation's own settings are edited: whether workspaces may have others, and how far STOP reaches. */
export function OwnSettingsRule() {
  const { workspace } = useMe()
  return workspace.installation ? <Rule /> : null
}

function Rule() {
  const queries = useQueryClient()
  const asked = useQuery({ queryKey: key, queryFn: api.inheritance })
  const set = useMutation({
    mutationFn: api.setInheritance,
    onSuccess: (saved, wanted) => {
      queries.setQueryData(key, saved)
      toast(wanted.opt_outs_everywhere === undefined ? saidOfOwn(saved) : saidOfStop(saved))
    },
    onError: (error) => toastFailure('Nothing was changed.', error),
  })
  return (
    <Section title="Workspaces" purpose="Who uses what is set here.">
      <p className="quiet" style={{ paddingBottom: 12 }}>
        Every workspace without a provider of its own sends through this one, from the moment it is saved. It sees the
        sender, and nothing of the account.
      </p>
      {asked.isPending && <Bar width={260} />}
      {asked.isError && <LoadError thing="the rule" retry={asked.refetch} />}
      {asked.data && (
        <Stack gap="sm">
          <Switch
            label="Workspaces may connect a provider of their own"
            checked={asked.data.own_settings_allowed}
            disabled={set.isPending}
            onChange={(event) => set.mutate({ own_settings_allowed: event.currentTarget.checked })}
          />
          <Switch
            label="STOP holds for every workspace"
            description="Off: STOP to a workspace’s own sender is about that workspace, STOP to this one about all that send through it. What was said before stays as it is."
            checked={asked.data.opt_outs_everywhere}
            disabled={set.isPending}
            onChange={(event) => set.mutate({ opt_outs_everywhere: event.currentTarget.checked })}
          />
          <DailyCapRule rule={asked.data} onSaved={(saved) => queries.setQueryData(key, saved)} />
        </Stack>
      )}
    </Section>
  )
}

function saidOfOwn({ own_settings_allowed }: Inheritance): string {
  return own_settings_allowed
    ? 'Workspaces may connect a provider of their own.'
    : 'No workspace can begin to use a provider of its own. Those that have one keep it.'
}

function saidOfStop({ opt_outs_everywhere }: Inheritance): string {
  return opt_outs_everywhere
    ? 'From now on STOP to any sender ends the texts of every workspace.'
    : 'STOP ends the texts of those that use the sender.'
}
