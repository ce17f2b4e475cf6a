import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, type DomainClaim } from '../api.ts'
import { Banner } from '../ui/Banner.tsx'
import { Dialog, DialogWords } from '../ui/Dialog.tsx'
import { useForm } from '../ui/form.ts'
import { TextField } from '../ui/TextField.tsx'
import { toast } from '../ui/toast.tsx'
import { claimsQuery } from './queries.ts'

/** Confirming is what lets another's provider speak for people, so it is typed; withdrawing only takes away. */
export function ClaimDialog({ claim, onClose }: { claim: DomainClaim; onClose: () => void }) {
  const { domain, workspace } = claim
  const confirms = claim.confirmed_at === null
  const queries = useQueryClient()
  const form = useForm({ domain: '' }, () => ({}))
  const decide = useMutation({
    mutationFn: () => api.decideDomain(workspace.id, domain, confirms),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: claimsQuery.queryKey })
      toast(confirms ? `${domain} is ${workspace.name}’s now.` : `${domain} is nobody’s any more.`)
      onClose()
    },
  })
  const press = () => {
    if (!confirms || form.values.domain.trim().toLowerCase() === domain) decide.mutate()
    else form.refuse({ domain: { text: `Write ${domain}.` } })
  }
  return (
    <Dialog
      opened
      onClose={onClose}
      title={confirms ? `Confirm ${domain}?` : `Withdraw ${domain}?`}
      actions={
        <>
          <Button variant="default" onClick={onClose}>
            {confirms ? 'Not now' : 'Keep it'}
          </Button>
          <Button {...(!confirms && { color: 'red' })} loading={decide.isPending} onClick={press}>
            {confirms ? 'Confirm' : 'Withdraw'}
          </Button>
        </>
      }
    >
      <DialogWords>
        {confirms ? (
          <>
            <p>
              From then on the provider of <strong>{workspace.name}</strong> says who signs in with an address at{' '}
              {domain}, and newcomers become members there. Existing accounts with a password stay their owners’: nobody
              is let into one without it.
            </p>
            <p>
              Confirm it only where the domain belongs to whoever runs the workspace, never for a public mail service.
            </p>
            <TextField form={form} name="domain" label={`To confirm, write ${domain}`} autoFocus />
          </>
        ) : (
          <p>
            People at {domain} can no longer sign in by the provider of {workspace.name}. Who is signed in stays so, and
            who has a password uses that.
          </p>
        )}
        {decide.isError && (
          <Banner tone="red" title="Nothing was changed." urgent>
            {decide.error.message}
          </Banner>
        )}
      </DialogWords>
    </Dialog>
  )
}
