import assert from 'node:assert/strict'
import type { Carrier } from '../../test/carrier.ts'
import type { RuleId } from './rules.ts'
import { openScene, type Scene } from './testing.ts'

/** A reason as it comes about, and what is to be said of it. */
export interface Case {
  /** The reason as it is recorded, or what happened. */
  name: string
  decided: RuleId
  what: RegExp
  reply: RegExp
  href?: RegExp
  person?: Record<string, unknown>
  connected?: false
  trigger?: Record<string, unknown> | null | ((scene: Scene) => Promise<Record<string, unknown>>)
  /** Makes it so before the event. */
  given?: (scene: Scene) => Promise<unknown>
  event?: Record<string, unknown>
  /** What the text comes to; nothing where there is none. */
  text?: string
  /** Makes it so once the event is there. */
  afterwards?: (scene: Scene, event: string, text: string) => Promise<unknown>
  outcome?: string
}

export async function check(
  carrier: Carrier,
  { given, event, text, afterwards, outcome = 'not_sent', ...one }: Case,
): Promise<void> {
  const scene = await openScene(carrier, one.person, one.connected ?? true)
  const { trigger } = one
  if (trigger !== null) await scene.trigger(typeof trigger === 'function' ? await trigger(scene) : trigger)
  await given?.(scene)
  const id = await scene.event(event)
  const message = text === undefined ? '' : await scene.text(id, text)
  await afterwards?.(scene, id, message)
  const diagnosis = await scene.diagnose({ event: id })
  assert.equal(diagnosis.decided, one.decided, JSON.stringify(diagnosis, null, 1))
  assert.match(diagnosis.what, one.what)
  assert.match(diagnosis.reply ?? '', one.reply)
  if (one.href) assert.match(diagnosis.action?.href ?? '', one.href)
  const sms = scene.channel(diagnosis, 'sms')
  assert.equal(sms.outcome, outcome)
  const deciding = [...diagnosis.checks, ...sms.checks].filter(({ result }) => result === 'decided')
  assert.deepEqual(
    deciding.map(({ id: rule }) => rule),
    [one.decided],
  )
  // Nobody who reads it learns a number.
  assert.doesNotMatch(JSON.stringify(diagnosis), new RegExp(scene.phone.slice(1)))
}
