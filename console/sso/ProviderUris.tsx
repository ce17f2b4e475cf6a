import type { SingleSignOn } from '../api.ts'
import { Code } from '../ui/Copy.tsx'
import classes from './Sso.module.css'

/** What the provider has to know of us. */
export function ProviderUris({ sso }: { sso: Pick<SingleSignOn, 'redirect_uri' | 'logout_uri'> }) {
  return (
    <div className={classes.redirect}>
      <p>Allow this redirect URI at your provider:</p>
      <Code text={sso.redirect_uri} label="redirect URI" wraps />
      <p>Where it offers back-channel logout, this one too. Whoever signs out there is then signed out here:</p>
      <Code text={sso.logout_uri} label="logout URI" wraps />
    </div>
  )
}
