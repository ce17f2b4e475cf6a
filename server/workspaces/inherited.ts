import { INSTALLATION } from '../kit/id.ts'

/** In a statement over `sms_settings s`: the workspace whose connection its texts go through. */
export const CONNECTION_OWNER = `case when s.connection_id is null then '${INSTALLATION}' else s.workspace_id end`

/**
 * In a statement over `sms_settings s` and `inherited_channel i`: whether its texts go out as far as the switches say. The
 * stricter wins; where nobody touched the workspace's own, one that inherits follows the installation's.
 */
export const IS_ENABLED = `case when i.switched_off then false
    when s.connection_id is not null or not i.connected then coalesce(s.enabled, false)
    else i.enabled and (s.enabled_at is null or s.enabled) end`
