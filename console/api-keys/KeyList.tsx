import type { ApiKey } from '../api.ts'
import { Chip } from '../ui/Chip.tsx'
import { useNow } from '../ui/clock.ts'
import { LinkButton } from '../ui/LinkButton.tsx'
import { Time } from '../ui/Time.tsx'
import classes from './ApiKeysScreen.module.css'
import { isExpired } from './expiry.ts'
import { MayDo } from './MayDo.tsx'

interface KeyListProps {
  keys: ApiKey[]
  onRevoke: (key: ApiKey) => void
}

export function KeyList({ keys, onRevoke }: KeyListProps) {
  return (
    <ul className={classes.keys}>
      {keys.map((key) => (
        <KeyRow key={key.id} apiKey={key} onRevoke={() => onRevoke(key)} />
      ))}
    </ul>
  )
}

function KeyRow({ apiKey, onRevoke }: { apiKey: ApiKey; onRevoke: () => void }) {
  const { name, prefix, expires_at, lapsed, maker_left, created_by } = apiKey
  const expired = isExpired(expires_at, useNow())
  return (
    <li className={classes.key} data-expired={expired || undefined}>
      <div className={classes.what}>
        <div className={classes.title}>
          <span className={classes.name}>{name}</span> <span className="mono quiet">{prefix}…</span>
          {expired && <Chip tone="red">Expired</Chip>}
        </div>
        <MayDo apiKey={apiKey} />
        {(maker_left || lapsed.length > 0) && !expired && (
          <div className={classes.warning}>
            <Chip tone="amber" plain>
              {maker_left ? `${created_by} is no member any more` : `${created_by} may less now`}
            </Chip>
            <span>
              {maker_left ? 'They may still know this key' : 'So may this key'}
              {lapsed.length > 0 &&
                `${maker_left ? ', which' : ': it'} has lost its power over people, roles, settings or numbers`}
              {maker_left && '. Make a new one for the program, then revoke this'}.
            </span>
          </div>
        )}
      </div>
      <Use apiKey={apiKey} expired={expired} />
      <LinkButton danger onClick={onRevoke} aria-label={`Revoke ${name}`}>
        Revoke
      </LinkButton>
    </li>
  )
}

function Use({ apiKey, expired }: { apiKey: ApiKey; expired: boolean }) {
  const { last_used_at, created_at, created_by, expires_at } = apiKey
  return (
    <div className={classes.use}>
      {last_used_at ? (
        <div>
          Used <Time at={last_used_at} />
        </div>
      ) : (
        <div>Never used</div>
      )}
      <div>
        Made <Time at={created_at} /> by {created_by}
      </div>
      {expires_at ? (
        <div>
          {expired ? 'Expired' : 'Expires'} <Time at={expires_at} />
        </div>
      ) : (
        <div>Never expires</div>
      )}
    </div>
  )
}
