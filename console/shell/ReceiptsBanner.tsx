import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { readinessQuery } from '../settings/queries.ts'
import { Banner } from '../ui/Banner.tsx'
import classes from './RedirectBanner.module.css'
import { useCan } from './session.ts'

/** That texts stand as sent for so long is not the carriers' doing: what they report does not come through. */
export function ReceiptsBanner() {
  const { data } = useQuery(readinessQuery)
  const maySettle = useCan('sms.read')
  const told = data?.checks.find(({ id, status }) => id === 'receipts' && (status === 'warn' || status === 'fail'))
  // Without a public address none are expected, and that is no news. Only what can be mended leads somewhere.
  if (!told?.href) return null
  return (
    <div className={classes.place}>
      <Banner
        tone="amber"
        title="Receipts cannot reach Handset."
        action={
          maySettle && (
            <Link to="/settings/sms" hash="receipts">
              Receipts
            </Link>
          )
        }
      >
        {told.reason} {told.remedy}
      </Banner>
    </div>
  )
}
