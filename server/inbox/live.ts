import type { Context } from '../kit/context.ts'
import { type Loop, startLoop } from '../kit/loop.ts'
import { inboxTopic } from '../messages/notify.ts'
import { ownTopic } from './change-inbox.ts'
import { type Ear, openEar } from './ear.ts'
import { type Standing, standingOf } from './own-inbox.ts'

/** Each window of a browser is one, or all of them together. */
const MOST_EARS = 10
/** What was said and not heard is seen then, and who hears nothing for so long is told that the connection stands. */
const LOOK_EVERY_MS = 10_000

/** The people of one workspace who listen in this process. */
interface Room {
  seats: Map<string, Seat>
  loop: Loop
  wake: () => void
  unhear: () => void
}

interface Seat {
  userId: string
  ears: Set<Ear>
  known: Standing | undefined
  /** They did something themselves, which the counts may not show. */
  touched: boolean
  unhear: () => void
}

export interface Listener {
  workspaceId: string
  personId: string
  userId: string
  /** The newest entry that they heard of before their connection was lost. */
  lastHeard: string | undefined
  forSeconds: number
}

/**
 * Tells whoever listens that their inbox changed, and never what it says: they ask for that. One query for all of a
 * workspace who listen in this process, when something was said, and now and then all the same.
 *
 * @returns for one more who listens: what they hear, or null where one person listens too often.
 */
export function openLive(context: Context): (listener: Listener) => ReadableStream<Uint8Array> | null {
  const rooms = new Map<string, Room>()
  return (listener) => {
    const { workspaceId, personId, userId, lastHeard, forSeconds } = listener
    const room = rooms.get(workspaceId) ?? openRoom(context, rooms, workspaceId)
    const seat = room.seats.get(personId) ?? takeSeat(context, room, personId, userId)
    if (seat.ears.size >= MOST_EARS) return null
    const ear = openEar({
      lastHeard,
      forSeconds,
      stopping: context.stopping,
      onEnd() {
        seat.ears.delete(ear)
        if (seat.ears.size === 0) leaveSeat(room, personId)
        if (room.seats.size === 0) closeRoom(rooms, workspaceId)
      },
    })
    seat.ears.add(ear)
    room.wake()
    return ear.stream
  }
}

function openRoom(context: Context, rooms: Map<string, Room>, workspaceId: string): Room {
  const seats: Room['seats'] = new Map()
  const room: Room = { seats, wake: () => {}, unhear: () => {}, loop: { stop: async () => {} } }
  rooms.set(workspaceId, room)
  room.loop = startLoop({
    name: 'inbox',
    everyMs: LOOK_EVERY_MS,
    log: context.log,
    turn: () => look(context, workspaceId, seats),
    onWake(wake) {
      room.wake = wake
      return context.wake.on(inboxTopic(workspaceId), wake)
    },
  })
  return room
}

function closeRoom(rooms: Map<string, Room>, workspaceId: string): void {
  void rooms.get(workspaceId)?.loop.stop()
  rooms.delete(workspaceId)
}

function takeSeat({ wake }: Context, room: Room, personId: string, userId: string): Seat {
  const unhear = wake.on(ownTopic(personId), () => {
    seat.touched = true
    room.wake()
  })
  const seat: Seat = { userId, ears: new Set(), known: undefined, touched: false, unhear }
  room.seats.set(personId, seat)
  return seat
}

function leaveSeat({ seats }: Room, personId: string): void {
  seats.get(personId)?.unhear()
  seats.delete(personId)
}

async function look(context: Context, workspaceId: string, seats: Room['seats']): Promise<false> {
  const looked = [...seats].map(([personId, seat]) => {
    const { userId, touched } = seat
    seat.touched = false
    return { personId, userId, seat, touched }
  })
  if (looked.length === 0) return false
  const found = await context.db
    .tenant(workspaceId, (tx) => standingOf(tx, workspaceId, looked))
    .catch((error) => {
      for (const { seat, touched } of looked) seat.touched ||= touched
      throw error
    })
  const standings = new Map(found.map((one) => [one.personId, one]))
  for (const { personId, seat, touched } of looked) tell(seat, standings.get(personId), touched)
  return false
}

/** Without a standing they are no member any more, or were erased. */
function tell(seat: Seat, standing: Standing | undefined, touched: boolean): void {
  const { known } = seat
  const isNew = known !== undefined && standing !== undefined && standing.newest !== known.newest
  const isOther = known?.unread !== standing?.unread || known?.more !== standing?.more
  seat.known = standing
  for (const ear of [...seat.ears]) {
    if (!standing) ear.end()
    else ear.hear(standing, isNew ? 'new' : touched || isOther ? 'changed' : null)
  }
}
