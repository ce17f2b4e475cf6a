import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'

export interface RawServer {
  port: number
  /** Every byte that arrived, one string for each connection. */
  received: string[]
  /** Resolves once that many connections have come and gone. */
  closed(count: number): Promise<void>
  stop(): Promise<void>
}

/** A TCP server on loopback that does to each connection what the test says, whenever bytes arrive. */
export async function startRawServer(
  onData: (socket: Socket, receivedSoFar: string, connection: number) => void,
  onConnection: (socket: Socket) => void = () => {},
): Promise<RawServer> {
  const received: string[] = []
  const sockets = new Set<Socket>()
  let closedCount = 0
  const server = createServer((socket) => {
    const connection = received.push('') - 1
    sockets.add(socket)
    onConnection(socket)
    socket.on('data', (chunk) => {
      received[connection] += chunk.toString('latin1')
      onData(socket, received[connection]!, connection)
    })
    socket.on('error', () => {})
    socket.on('close', () => {
      sockets.delete(socket)
      closedCount++
      server.emit('gone')
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as { port: number }).port,
    received,
    async closed(count) {
      while (closedCount < count) await once(server, 'gone')
    },
    async stop() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

export const OK = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'

/** Whether a whole request has arrived, as far as its headers and content-length tell. */
export function isWhole(request: string): boolean {
  const end = request.indexOf('\r\n\r\n')
  if (end < 0) return false
  const length = Number(/content-length: (\d+)/i.exec(request)?.[1] ?? 0)
  return request.length >= end + 4 + length
}
