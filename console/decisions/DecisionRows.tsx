import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { Decision, DecisionItem } from '../api.ts'
import { BodyWords } from '../history/MessageRows.tsx'
import { classWords } from '../texts/status.ts'
import { Time } from '../ui/Time.tsx'
import classes from './DecisionRows.module.css'

interface DecisionRowsProps {
  items: DecisionItem[]
  mayDecide: boolean
  onAsk: (text: DecisionItem, decision: Decision) => void
}

export function DecisionRows({ items, mayDecide, onAsk }: DecisionRowsProps) {
  return (
    <ul className={classes.rows}>
      {items.map((text) => (
        <li key={text.id} className={classes.row}>
          <div className={classes.text}>
            <div className={classes.head}>
              <strong className={classes.to}>{text.to}</strong>
              <span className="quiet">
                {classWords[text.class]} · <Time at={text.created_at} />
              </span>
            </div>
            <Link to="/history/$id" params={{ id: text.id }} search={{}} className={classes.body}>
              <BodyWords message={text} />
            </Link>
            <p className={classes.why}>{text.why}</p>
          </div>
          {mayDecide && (
            <div className={classes.actions}>
              <Button
                variant="default"
                onClick={() => onAsk(text, 'it_was_sent')}
                aria-label={`It was sent: ${text.to}`}
              >
                It was sent
              </Button>
              <Button variant="default" onClick={() => onAsk(text, 'send_again')} aria-label={`Send again: ${text.to}`}>
                Send again
              </Button>
            </div>
          )}
        </li>
      ))}
    </ul>
  )
}
