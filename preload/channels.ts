/** The channels between preload and face: one for calls, one for events, one for the state of the connection. */
export const channels = {
  call: 'madoguchi:call',
  event: 'madoguchi:event',
  connection: 'madoguchi:connection',
} as const;
