import type { Context } from '../kit/context.ts'

/** An answer whose secret is sealed. */
interface Veiled {
  id: string
  sealed: string | null
}

/** An answer is kept for repeats of the request; the secret in its `field`, shown to whoever asked, is kept only sealed. */
export async function veilFor<Field extends string>(context: Context, workspaceId: string, field: Field) {
  const sealer = await context.keys.forWorkspace(workspaceId)
  const purpose = (id: string) => `idempotency_keys.response.${id}`
  return {
    hide(made: { id: string } & { [name in Field]: string | null }): Veiled {
      const { [field as string]: secret, ...shown } = made as Record<string, unknown>
      const sealed = typeof secret === 'string' ? sealer.seal(purpose(made.id), secret).toString('base64') : null
      return { ...shown, id: made.id, sealed }
    },
    reveal<Made>(answer: unknown): Made {
      const { sealed, ...shown } = answer as Veiled
      const secret = sealed && sealer.open(purpose(shown.id), Buffer.from(sealed, 'base64'))
      return { ...shown, [field]: secret } as Made
    },
  }
}
