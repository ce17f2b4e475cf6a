import { Button } from '@mantine/core'
import { Time } from '../ui/Time.tsx'
import classes from './MessageList.module.css'

interface SearchedBackProps {
  at: string
  isEmpty: boolean
  loading: boolean
  onContinue: () => void
}

/** What is rare together is not looked for longer than anybody waits. */
export function SearchedBack({ at, isEmpty, loading, onContinue }: SearchedBackProps) {
  return (
    <div className={classes.searched} role="status">
      <span>
        {isEmpty && 'Nothing yet. '}Searched back to <Time at={at} as="day" />.
      </span>
      <Button variant="default" loading={loading} onClick={onContinue}>
        Continue
      </Button>
    </div>
  )
}
