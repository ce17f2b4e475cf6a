import { Fragment, type ReactNode } from 'react'
import type { SimMessageView } from '../wire.ts'
import styles from './Bubble.module.css'

/** The text as carriers send it: cut where the parts begin, with what forces the dear encoding marked. */
export function Parts({ message }: { message: SimMessageView }) {
  let start = 0
  return message.parts.map((part, index) => {
    const from = start
    start += part.length
    return (
      <Fragment key={from}>
        <span className={styles.cut}>
          part {index + 1} of {message.parts.length}
        </span>
        {marked(message, part, from)}
      </Fragment>
    )
  })
}

function marked(message: SimMessageView, part: string, from: number): ReactNode[] {
  const pieces: ReactNode[] = []
  let place = 0
  for (const { index, character, replacement } of message.forcing_ucs2) {
    const at = index - from
    if (at < place || at >= part.length) continue
    pieces.push(part.slice(place, at))
    const instead = replacement === null ? 'nothing looks like it' : `could be ${replacement || 'left out'}`
    pieces.push(
      <mark key={index} className={styles.forcing} title={`Forces UCS-2; ${instead}`}>
        {character}
      </mark>,
    )
    place = at + character.length
  }
  return [...pieces, part.slice(place)]
}
