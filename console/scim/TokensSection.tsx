import { useState } from 'react'
import { isExpired } from '../api-keys/expiry.ts'
import { Chip } from '../ui/Chip.tsx'
import { useNow } from '../ui/clock.ts'
import { LinkButton } from '../ui/LinkButton.tsx'
import { Section } from '../ui/Section.tsx'
import { Time } from '../ui/Time.tsx'
import type { ScimToken } from './api.ts'
import { EndTokenDialog } from './EndTokenDialog.tsx'
import classes from './Scim.module.css'

/** As the server has it: two directories, and a second token of each while it replaces the first. */
const MOST_TOKENS = 4

interface TokensSectionProps {
  tokens: ScimToken[]
  onMake: () => void
}

export function TokensSection({ tokens, onMake }: TokensSectionProps) {
  const [ended, end] = useState<ScimToken | null>(null)
  const full = tokens.length >= MOST_TOKENS
  return (
    <Section
      title="Tokens"
      purpose="One for each directory. To replace one, make another, give it to the directory, then end the first."
      action={!full && <LinkButton onClick={onMake}>Make a token</LinkButton>}
    >
      {tokens.length === 0 && <p className="quiet">There is none.</p>}
      <ul className={classes.tokens} aria-label="Tokens">
        {tokens.map((token) => (
          <TokenRow key={token.id} token={token} onEnd={() => end(token)} />
        ))}
      </ul>
      {full && <p className="quiet">There are {MOST_TOKENS}, which is as many as there can be.</p>}
      {ended && <EndTokenDialog token={ended} last={tokens.length === 1} onClose={() => end(null)} />}
    </Section>
  )
}

function TokenRow({ token, onEnd }: { token: ScimToken; onEnd: () => void }) {
  const { name, ending, created_at, created_by, last_used_at, expires_at } = token
  const expired = isExpired(expires_at, useNow())
  return (
    <li className={classes.token} aria-label={name}>
      <div className={classes.what}>
        <span className={classes.name}>{name}</span> <span className="mono quiet">…{ending}</span>{' '}
        {expired && <Chip tone="red">Expired</Chip>}
        <div className="quiet">
          Made <Time at={created_at} /> by {created_by}
        </div>
      </div>
      <div className={classes.use}>
        <div>
          {last_used_at ? (
            <>
              Used <Time at={last_used_at} />
            </>
          ) : (
            'Never used'
          )}
        </div>
        <div>
          {expires_at ? (
            <>
              {expired ? 'Expired' : 'Expires'} <Time at={expires_at} />
            </>
          ) : (
            'Never expires'
          )}
        </div>
      </div>
      <LinkButton danger onClick={onEnd} aria-label={`End ${name}`}>
        End
      </LinkButton>
    </li>
  )
}
