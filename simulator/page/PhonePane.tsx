import { Fragment, useEffect, useLayoutEffect, useRef } from 'react'
import type { SimHandsetView, SimMessageView } from '../wire.ts'
import { Bubble } from './Bubble.tsx'
import { PhoneHead } from './PhoneHead.tsx'
import styles from './PhonePane.module.css'
import { ReplyBox } from './ReplyBox.tsx'
import { formatPhone } from './words.ts'

export interface PhonePaneProps {
  handset: SimHandsetView
  messages: SimMessageView[]
  inspected: string | null
  showsParts: boolean
  onInspect: (sid: string) => void
}

export function PhonePane({ handset, messages, inspected, showsParts, onInspect }: PhonePaneProps) {
  const texts = useRef<HTMLDivElement>(null)
  const newest = messages.at(-1)?.sid
  useLayoutEffect(() => {
    if (newest) texts.current?.scrollTo({ top: texts.current.scrollHeight })
  }, [newest])
  useEscape()

  return (
    <>
      <PhoneHead handset={handset} />
      <div className={styles.texts} ref={texts} role="log" aria-label={`Texts of ${formatPhone(handset.number)}`}>
        {messages.length === 0 && <p className={styles.none}>No texts on this phone.</p>}
        {messages.map((message, index) => (
          <Fragment key={message.sid}>
            {otherSide(message) !== otherSide(messages[index - 1]) && (
              <div className={styles.from}>from {senderName(otherSide(message))}</div>
            )}
            <div className={styles.inner}>
              <Bubble
                message={message}
                isInspected={message.sid === inspected}
                showsParts={showsParts && message.sid === inspected}
                onInspect={() => onInspect(message.sid)}
              />
            </div>
          </Fragment>
        ))}
      </div>
      <ReplyBox handset={handset} answers={answerable(messages)} />
    </>
  )
}

/** Escape goes back to the list, as Back does. */
function useEscape(): void {
  useEffect(() => {
    const leave = (event: KeyboardEvent) => {
      const isTyping = (event.target as HTMLElement).closest('textarea, input, [role="dialog"]')
      if (event.key === 'Escape' && !isTyping) location.hash = ''
    }
    addEventListener('keydown', leave)
    return () => removeEventListener('keydown', leave)
  }, [])
}

function otherSide(message: SimMessageView | undefined): string | null {
  if (!message) return null
  return message.direction === 'inbound' ? message.to : message.from
}

function senderName(sender: string | null): string {
  return sender === null ? 'a sender not chosen yet' : formatPhone(sender)
}

/** Who a reply goes to: whoever texted last. */
function answerable(messages: SimMessageView[]): string | null {
  return messages.map(otherSide).findLast((sender) => sender !== null) ?? null
}
