import { Button, Textarea } from '@mantine/core'
import { useState } from 'react'
import type { SimHandsetView } from '../wire.ts'
import { sendReply } from './api.ts'
import { useIsNarrow } from './narrow.ts'
import styles from './ReplyBox.module.css'
import { formatPhone } from './words.ts'

const WORDS = ['STOP', 'HELP', 'START']

export function ReplyBox({ handset, answers }: { handset: SimHandsetView; answers: string | null }) {
  const [body, setBody] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const size = useIsNarrow() ? 'md' : 'sm'
  const obstacle = whyNot(answers)

  const send = async (words: string) => {
    if (obstacle || words.trim() === '') return
    try {
      setBody('')
      setProblem(null)
      await sendReply(handset.number, words)
    } catch (error) {
      setBody(words)
      setProblem((error as Error).message)
    }
  }

  return (
    <form
      className={styles.box}
      onSubmit={(event) => {
        event.preventDefault()
        void send(body)
      }}
    >
      <div className={styles.inner}>
        <div className={styles.words}>
          {WORDS.map((word) => (
            <Button key={word} size="xs" disabled={obstacle !== null} onClick={() => void send(word)}>
              {word}
            </Button>
          ))}
        </div>
        <div className={styles.field}>
          <Textarea
            aria-label="Reply"
            placeholder={obstacle ?? `Reply to ${formatPhone(answers!)}…`}
            size={size}
            autosize
            minRows={1}
            maxRows={5}
            maxLength={1600}
            disabled={obstacle !== null}
            value={body}
            error={problem}
            onChange={(event) => setBody(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || event.shiftKey) return
              event.preventDefault()
              void send(body)
            }}
          />
          <Button type="submit" variant="filled" size={size} disabled={obstacle !== null || body.trim() === ''}>
            Send
          </Button>
        </div>
      </div>
    </form>
  )
}

function whyNot(answers: string | null): string | null {
  if (answers === null) return 'Nothing to answer yet'
  return /^\+?\d+$/.test(answers) ? null : `${answers} is a name: it cannot be answered`
}
