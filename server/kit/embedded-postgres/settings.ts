/** Folders and names that make up the command line of one server. */
export interface ServerPlaces {
  folder: string
  socketFolder: string
  logFolder: string
  tag: string
}

export const port = 5432

/**
 * Given as arguments, so that they win over the files and `alter system`, and a running server shows with which
 * ones it was started. Values that could appear in an error line (numbers, texts) are kept out of the log.
 */
export function serverArguments(places: ServerPlaces, extra: Record<string, string>): string[] {
  const defaults = {
    max_connections: '100',
    shared_buffers: '128MB',
    max_wal_size: '512MB',
    idle_in_transaction_session_timeout: '30s',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_error_verbosity: 'terse',
    log_min_error_statement: 'panic',
    log_parameter_max_length: '0',
    log_parameter_max_length_on_error: '0',
  }
  const fixed = {
    port: String(port),
    listen_addresses: '',
    // A list: the quotes keep a comma in the path from splitting it.
    unix_socket_directories: `"${places.socketFolder.replaceAll('"', '""')}"`,
    unix_socket_permissions: '0700',
    // The libraries in the package are old; nothing here may need them.
    ssl: 'off',
    cluster_name: places.tag,
    // To files: a server that outlives its parent must not block on a pipe that nobody reads.
    logging_collector: 'on',
    log_directory: places.logFolder,
    log_filename: 'postgresql-%a.log',
    log_rotation_age: '1d',
    log_truncate_on_rotation: 'on',
  }
  const settings = Object.entries({ ...defaults, ...extra, ...fixed })
  return ['-D', places.folder, ...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`])]
}
