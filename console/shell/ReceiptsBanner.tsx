import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { readinessQuery } from '../settings/queries.ts'
import { Banner } from '../ui/Banner.tsx'
import classes from './RedirectBanner.module.css'
import { useCan } from './session.ts'

/** That texts stand as sent for so long is not the carriers' doing: what they report does not come through. */
export function ReceiptsBanner() {
  const { data } = useQuery(readinessQuery)
  const maySeeSettings = useCan('sms.read')
  if (data?.receipts.arrive !== 'no') return null
  const { missed, address, refused_last_day: refused } = data.receipts
  const remedy = data.checks.find(({ id }) => id === 'receipts')?.remedy
  return (
    <div className={classes.place}>
      <Banner
        tone="amber"
        title="Receipts cannot reach Handset."
        action={
          maySeeSettings && (
            <Link to="/settings/sms" hash="receipts">
              Receipts
            </Link>
          )
        }
      >
        The provider knows what became of the last {missed} texts, but no receipt for them arrived at{' '}
        {address ?? 'our address'}.{' '}
        {refused > 0 &&
          `In the last day ${refused} came with a signature that does not fit, and none of those was believed. `}
        Handset asks instead, so results are late, not lost. {remedy}
      </Banner>
    </div>
  )
}
