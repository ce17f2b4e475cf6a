import { Link } from '@tanstack/react-router'
import type { QualityPerson } from '../../api.ts'
import { LinkButton } from '../../ui/LinkButton.tsx'
import { nameOf } from '../words.ts'
import classes from './QualityList.module.css'

interface QualityRowProps {
  person: QualityPerson
  /** Only where the number is mended here, by those who may. */
  onMend: (() => void) | undefined
}

export function QualityRow({ person, onMend }: QualityRowProps) {
  const { id, email, external_id, phone, reason, remedy } = person
  const name = nameOf(person)
  const under = email ?? external_id
  return (
    <li className={classes.person} aria-label={name}>
      <div className={classes.who}>
        <Link to="/people/$id" params={{ id }} className={classes.name}>
          {name}
        </Link>
        {under && under !== name && <span className={classes.under}>{under}</span>}
      </div>
      <div className={classes.number}>{phone?.number ?? <span className="quiet">–</span>}</div>
      <div className={classes.why}>
        {reason} <span className={classes.remedy}>{remedy}</span>
      </div>
      <div className={classes.end}>
        {onMend && (
          <LinkButton aria-label={`${phone ? 'Change' : 'Add'} the number of ${name}`} onClick={onMend}>
            {phone ? 'Change' : 'Add'}
          </LinkButton>
        )}
      </div>
    </li>
  )
}
