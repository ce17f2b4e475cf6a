import { SMTPServer } from 'smtp-server'

/** A mail server on this machine that one user may send through. */
export interface PostOffice {
  port: number
  user: string
  password: string
  /** Whom it took mail for. */
  took: string[]
  close(): Promise<void>
}

export async function openPostOffice(): Promise<PostOffice> {
  const [user, password] = ['handset', 'correct-horse-battery']
  const took: string[] = []
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    onAuth: (given, _session, done) =>
      given.username === user && given.password === password ? done(null, { user }) : done(new Error('not you')),
    onRcptTo: ({ address }, _session, done) =>
      address.startsWith('nobody@') ? done(Object.assign(new Error('no such mailbox'), { responseCode: 550 })) : done(),
    onData(stream, { envelope }, done) {
      stream.resume().once('end', () => {
        took.push(...envelope.rcptTo.map(({ address }) => address))
        done()
      })
    },
  })
  server.on('error', () => {})
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.server.address() as { port: number }
  return { port, user, password, took, close: () => new Promise<void>((done) => server.close(done)) }
}
