import { useQuery } from '@tanstack/react-query'
import { Link, useMatchRoute } from '@tanstack/react-router'
import { AlarmBanner } from '../health/AlarmBanner.tsx'
import { healthQuery } from '../health/queries.ts'
import classes from './OperatorNotices.module.css'
import { useIsOperator } from './session.ts'

/** Alarms of the installation stand on every screen of those who can do something about them. */
export function OperatorNotices() {
  const operator = useIsOperator()
  const onHealth = Boolean(useMatchRoute()({ to: '/health' }))
  const health = useQuery({ ...healthQuery, refetchInterval: 30_000, enabled: operator && !onHealth })
  // The screen itself tells more.
  if (!operator || onHealth || !health.data?.alarms.length) return null
  return (
    <section className={classes.notices} aria-label="Alarms">
      {health.data.alarms.map((alarm) => (
        <AlarmBanner
          key={alarm.name}
          alarm={alarm}
          brief={
            <Link to="/health" className={classes.link}>
              Health
            </Link>
          }
        />
      ))}
    </section>
  )
}
