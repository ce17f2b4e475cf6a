/** How every subject begins (spec AX10): the project in brackets, then the item. */
export const WITH_ITEM = '[{{ entity.properties.project | default: workspace.name }}] {{ entity.identifier }}'

export const ITEM = '**{{ entity.identifier }}{% if entity.title %} {{ entity.title }}{% endif %}**'

export const WHO = '{{ actor.name | default: "Somebody" }}'

/** What a property was and is, each where it is known. */
export function changeOf(property: string): string {
  const line = (title: string, path: string) => `{% if ${path} %}- ${title}: {{ ${path} }}\n{% endif %}`
  return line('Before', `before.${property}`) + line('Now', `after.${property}`)
}
