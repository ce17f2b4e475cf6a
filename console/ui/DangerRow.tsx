import { Button } from '@mantine/core'
import classes from './DangerRow.module.css'

interface DangerRowProps {
  className: string | undefined
  label: string
  onPress: () => void
  /** What it does, beside it. */
  children: React.ReactNode
}

/** What ends something, apart from everything else; it is asked about before it happens. */
export function DangerRow({ className, label, onPress, children }: DangerRowProps) {
  return (
    <div className={`${classes.row} ${className}`}>
      <Button variant="default" classNames={{ label: classes.label! }} onClick={onPress}>
        {label}
      </Button>
      <span className={classes.help}>{children}</span>
    </div>
  )
}
