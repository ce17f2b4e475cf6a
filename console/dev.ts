import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface ConsoleDev {
  /** Answers what belongs to the console and passes everything else on. */
  middleware: (request: IncomingMessage, response: ServerResponse, next: (error?: unknown) => void) => void
  close: () => Promise<void>
}

/**
 * The console as it is being written: unbuilt, and reloaded in place on each change. Its pages need inline scripts,
 * so the strict content security policy is for the built ones only.
 */
export async function devMiddleware(options: { server?: Server } = {}): Promise<ConsoleDev> {
  const { createServer } = await import('vite')
  const vite = await createServer({
    configFile: join(fileURLToPath(new URL('.', import.meta.url)), 'vite.config.ts'),
    appType: 'spa',
    server: { middlewareMode: true, ...(options.server && { hmr: { server: options.server } }) },
  })
  return { middleware: vite.middlewares, close: () => vite.close() }
}
