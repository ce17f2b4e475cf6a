import type { ServerResponse } from 'node:http'

/** Never answers: cuts the connection, or keeps it open until the client or the simulator gives up. */
export function withholdAnswer(outgoing: ServerResponse, how: 'reset' | 'hang'): Promise<void> {
  const { socket } = outgoing
  if (!socket || socket.destroyed) return Promise.resolve()
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  if (how === 'reset') socket.resetAndDestroy()
  return closed
}
