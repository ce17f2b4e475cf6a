import type { Page } from 'playwright-core'

/** What somebody at the console does with one page of it. */
export interface Visit {
  open(path: string): Promise<void>
  /** The first button of that name; a dialog's own before those behind it. */
  press(name: string | RegExp): Promise<void>
  fill(label: string, text: string): Promise<void>
  /** Waits until it can be read. */
  reads(text: string | RegExp): Promise<void>
  /** As the page itself asks, with its session; in the workspace it is in, or another one. */
  api(
    method: string,
    path: string,
    body?: unknown,
    workspace?: string,
  ): Promise<{ status: number; body: Record<string, unknown> }>
}

export function visit(page: Page, url: string): Visit {
  return {
    async open(path) {
      await page.goto(new URL(path, url).href)
      await page.getByRole('heading').first().waitFor()
    },
    async press(name) {
      const dialog = page.getByRole('dialog')
      const within = (await dialog.count()) > 0 ? dialog.last() : page
      await within.getByRole('button', { name, exact: true }).first().click()
    },
    async fill(label, text) {
      await page.getByRole('textbox', { name: label, exact: true }).last().fill(text)
    },
    reads: (text) => page.getByText(text).first().waitFor(),
    async api(method, path, body, workspace) {
      const answer = await page.evaluate<{ status: number; body: Record<string, unknown> }>(`(async () => {
        const body = ${JSON.stringify(body) ?? 'undefined'}
        const chosen = ${JSON.stringify(workspace ?? null)} ?? JSON.parse(sessionStorage.getItem('handset-workspace'))?.id
        const headers = {
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...(chosen && { 'handset-workspace': chosen }),
        }
        const init = { method: '${method}', headers, ...(body !== undefined && { body: JSON.stringify(body) }) }
        const answer = await fetch('${path}', init)
        const text = await answer.text()
        return { status: answer.status, body: text ? JSON.parse(text) : {} }
      })()`)
      if (answer.status >= 400) throw new Error(`${method} ${path}: ${JSON.stringify(answer.body)}`)
      return answer
    },
  }
}
