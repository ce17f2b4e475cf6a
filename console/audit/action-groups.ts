interface Action {
  action: string
  title: string
}

/** The noun of an action, and under what it is chosen. In the order of the navigation. */
const GROUPS: [group: string, nouns: string[]][] = [
  ['SMS settings', ['sms_settings', 'sms_pace', 'sms_replies']],
  ['Email', ['email_settings']],
  ['Templates and triggers', ['template', 'trigger', 'event_type']],
  ['People', ['person', 'people', 'group', 'scim_token', 'phone_quality']],
  ['Texts and numbers', ['message', 'number', 'opt_out', 'inbound_text', 'history']],
  ['Costs', ['spend_cap', 'price']],
  ['Members and roles', ['member', 'invitation', 'role']],
  ['Workspace', ['workspace', 'retention']],
  ['Single sign-on', ['sso', 'sso_domain']],
  ['API keys', ['api_key']],
  ['Webhooks', ['webhook']],
  ['Audit log', ['audit']],
  ['Installation', ['installation', 'installation_key']],
]

/** These stand in the installation's log alone. */
const isOfInstallation = ({ action }: Action) =>
  /^installation/.test(action) || action === 'price.changed' || action === 'workspace.erased'

/** To choose from in a log: of a workspace, what can stand in it. What a newer version has comes last. */
export function groupActions(actions: Action[], installation: boolean) {
  const shown = actions.filter((one) => installation || !isOfInstallation(one))
  const known = GROUPS.map(([group, nouns]) => ({ group, items: shown.filter((one) => nouns.includes(nounOf(one))) }))
  const others = shown.filter((one) => !GROUPS.some(([, nouns]) => nouns.includes(nounOf(one))))
  return [...known, { group: 'Others', items: others }]
    .filter(({ items }) => items.length > 0)
    .map(({ group, items }) => ({ group, items: items.map(toOption).sort((a, b) => a.label.localeCompare(b.label)) }))
}

function nounOf({ action }: Action): string {
  return action.split('.')[0]!
}

function toOption({ action, title }: Action) {
  return { value: action, label: title }
}
