import type { Setup, SetupInput } from '../api.ts'
import type { ApiProblem } from '../problem.ts'
import { newPasswordFault } from '../sign-in/new-password.ts'
import type { Fault, Faults } from '../ui/form.ts'

export interface SetupValues {
  name: string
  email: string
  password: string
  workspace_name: string
  has_address: boolean
  public_url: string
  has_mail: boolean
  mail_host: string
  mail_port: string
  mail_user: string
  mail_password: string
  mail_from: string
}

export function firstValues(setup: Setup): SetupValues {
  return {
    name: '',
    email: '',
    password: '',
    workspace_name: '',
    has_address: Boolean(setup.public_url?.value),
    public_url: setup.public_url?.value ?? '',
    has_mail: false,
    mail_host: '',
    mail_port: '587',
    mail_user: '',
    mail_password: '',
    mail_from: '',
  }
}

export function rules(values: SetupValues, setup: Setup): Faults<SetupValues> {
  const asksAddress = values.has_address && setup.public_url?.from !== 'environment'
  const asksMail = values.has_mail && setup.mail?.from !== 'environment'
  const port = Number(values.mail_port)
  return {
    name: when(!values.name.trim(), 'Your name is missing.'),
    email: when(!values.email.includes('@'), 'Your email address is missing.'),
    password: newPasswordFault(values.password),
    workspace_name: when(!values.workspace_name.trim(), 'The workspace needs a name.'),
    public_url: when(asksAddress && !/^https?:\/\/[^/\s]+\/?$/.test(values.public_url), ADDRESS),
    mail_host: when(asksMail && !values.mail_host.trim(), 'The mail server is missing.'),
    mail_port: when(asksMail && !(port > 0 && port < 65_536), 'A port is a number up to 65535.'),
    mail_from: when(asksMail && !values.mail_from.includes('@'), 'Mail needs a sender address.'),
  }
}

const ADDRESS = 'Write it in full, as in https://sms.acme.example.'

function when(wrong: boolean, text: string): Fault | undefined {
  return wrong ? { text } : undefined
}

/** What the environment has settled is not sent: there it would win anyway. */
export function toInput(values: SetupValues, token: string, setup: Setup): SetupInput {
  const mail = {
    host: values.mail_host.trim(),
    port: Number(values.mail_port),
    from: values.mail_from.trim(),
    ...(values.mail_user && { user: values.mail_user, password: values.mail_password }),
  }
  return {
    token,
    name: values.name.trim(),
    email: values.email.trim(),
    password: values.password,
    workspace_name: values.workspace_name.trim(),
    time_zone: zoneToSend(Intl.DateTimeFormat().resolvedOptions().timeZone),
    ...(setup.public_url?.from !== 'environment' && {
      public_url: values.has_address ? values.public_url.trim() : null,
    }),
    ...(setup.mail?.from !== 'environment' && { mail: values.has_mail ? mail : null }),
  }
}

/** Some browsers know none, or an offset alone, which the server refuses at a field that nobody sees here. */
export function zoneToSend(zone: string): string {
  return zone.includes('/') && zone !== 'Etc/Unknown' ? zone : 'UTC'
}

export function faultsOf(problem: ApiProblem | null): Faults<SetupValues> {
  const faults: Faults<SetupValues> = {}
  for (const { pointer, detail } of problem?.body.errors ?? []) {
    const name = pointer.slice(1).replace('/', '_') as keyof SetupValues
    faults[name] = { text: detail }
  }
  return faults
}
