import { Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { DomainClaim } from '../api.ts'
import { ForOperators } from '../shell/screens.tsx'
import { useSendsMail } from '../shell/useSendsMail.ts'
import { Chip } from '../ui/Chip.tsx'
import { LinkButton } from '../ui/LinkButton.tsx'
import { Page } from '../ui/Page.tsx'
import { Bar, EmptyState, LoadError } from '../ui/states.tsx'
import { Time } from '../ui/Time.tsx'
import { ClaimDialog } from './ClaimDialog.tsx'
import { claimsQuery } from './queries.ts'
import classes from './Sso.module.css'

/** For the operator: which workspace's provider may say who signs in with which addresses. */
export function DomainsScreen() {
  return (
    <ForOperators title="Sign-in domains" thing="sign-in domains">
      <Domains />
    </ForOperators>
  )
}

function Domains() {
  const claims = useInfiniteQuery(claimsQuery)
  const sendsMail = useSendsMail()
  const items = claims.data?.pages.flatMap((page) => page.items)
  const [decided, decide] = useState<DomainClaim | null>(null)
  return (
    <Page
      title="Sign-in domains"
      sentence="A workspace’s own provider signs in people at a domain only once you confirmed that the domain is the workspace’s."
    >
      {claims.isPending && (
        <p className={classes.body}>
          <Bar width="60%" />
        </p>
      )}
      {claims.isError && !items && <LoadError thing="the domains" retry={claims.refetch} />}
      {items?.length === 0 && (
        <EmptyState title="No workspace asks for a domain.">
          They do in Settings, Single sign-on{sendsMail && '; you are told by mail'}.
        </EmptyState>
      )}
      {items && items.length > 0 && (
        <ul className={classes.claims}>
          {items.map((claim) => (
            <ClaimRow key={`${claim.workspace.id} ${claim.domain}`} claim={claim} onDecide={() => decide(claim)} />
          ))}
        </ul>
      )}
      {claims.hasNextPage && (
        <Button
          variant="default"
          mt={16}
          loading={claims.isFetchingNextPage}
          onClick={() => void claims.fetchNextPage()}
        >
          More
        </Button>
      )}
      {decided && <ClaimDialog claim={decided} onClose={() => decide(null)} />}
    </Page>
  )
}

function ClaimRow({ claim, onDecide }: { claim: DomainClaim; onDecide: () => void }) {
  const { domain, workspace, issuer, claimed_at, confirmed_at, confirmed_by, held_by } = claim
  return (
    <li className={classes.claim}>
      <div>
        <span className={classes.domain}>{domain}</span> for {workspace.name}
        <div className="quiet">
          {issuer && <>by {URL.parse(issuer)?.host ?? issuer} · </>}
          {confirmed_at ? (
            <>
              confirmed <Time at={confirmed_at} /> by {confirmed_by}
            </>
          ) : (
            <>
              asked for <Time at={claimed_at} />
            </>
          )}
        </div>
      </div>
      <Status confirmed={confirmed_at !== null} heldBy={held_by} />
      <LinkButton
        danger={confirmed_at !== null}
        onClick={onDecide}
        aria-label={`${confirmed_at ? 'Withdraw' : 'Confirm'} ${domain} for ${workspace.name}`}
      >
        {confirmed_at ? 'Withdraw' : 'Confirm'}
      </LinkButton>
    </li>
  )
}

function Status({ confirmed, heldBy }: { confirmed: boolean; heldBy: string | null }) {
  if (confirmed) return <Chip tone="green">Confirmed</Chip>
  if (heldBy) return <Chip tone="red">{heldBy} has it</Chip>
  return (
    <Chip tone="amber" icon="clock">
      Waits for you
    </Chip>
  )
}
