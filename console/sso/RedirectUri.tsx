import { Code } from '../ui/Copy.tsx'
import classes from './Sso.module.css'

export function RedirectUri({ uri }: { uri: string }) {
  return (
    <div className={classes.redirect}>
      <p>Allow this redirect URI at your provider:</p>
      <Code text={uri} label="redirect URI" wraps />
    </div>
  )
}
